package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"latchkey/api/app"
	"latchkey/api/apply"
	"latchkey/api/config"
	"latchkey/api/idp"
	"latchkey/api/mail"
	"latchkey/api/store"
)

type applyCommand struct {
	File                 string `short:"f" required:"" help:"The YAML file, or - for standard input."`
	DryRun               bool   `help:"Print the changes and write nothing."`
	AllowIdentityChanges bool   `help:"Let the file give a person who is there another e-mail address or external id."`
	ResetPasswords       bool   `help:"Let a passwordHash replace the password of a person who has one."`
	Overwrite            bool   `help:"Let the file undo what somebody changed since it said the same."`
}

// Run applies the file to the database that serve uses, or the demo: a developer registers
// an application there.
func (a applyCommand) Run(ctx context.Context, s *config.Settings) error {
	settings, open := s.Read, claim
	if a.DryRun { // makes nothing, not even what is missing
		settings, open = s.Inspect, app.ReadStore
	}
	c, err := settings()
	if err != nil {
		return err
	}
	document, err := a.read()
	if err != nil {
		return err
	}
	db, err := open(ctx, c, "serve", "demo")
	if err != nil {
		return err
	}
	providers, err := idp.New(c.Providers())
	if err != nil {
		return errors.Join(fmt.Errorf("identity providers: %w", err), db.Close())
	}
	defer providers.Close()
	applier := &apply.Applier{
		Store: db, Ring: c.Ring, Providers: providers, Issuer: c.URL.String(), GenericAllowed: c.GenericProviders, Now: time.Now,
		Mail:  mail.Outbox{On: c.MailServer != nil, Now: time.Now},
		Allow: apply.Allow{IdentityChanges: a.AllowIdentityChanges, ResetPasswords: a.ResetPasswords, Overwrite: a.Overwrite},
	}
	changes, err := applier.Apply(ctx, document, a.DryRun)
	if err == nil || a.DryRun {
		a.print(changes)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("nothing was changed: %w", err), db.Close())
	}
	return db.Close()
}

// claim is app.ClaimStore without a word about the migration.
func claim(ctx context.Context, c *config.Config, kinds ...string) (*store.Store, error) {
	return app.ClaimStore(ctx, c, func(string) {}, kinds...)
}

// print lists the changes and what was kept, and counts the changes.
func (a applyCommand) print(changes []apply.Line) {
	made := 0
	for _, change := range changes {
		fmt.Println(change.Text)
		if !change.Kept {
			made++
		}
	}
	summary := "%d %s.\n"
	if a.DryRun {
		summary = "%d %s would be made; nothing was written.\n"
	}
	what := "changes"
	if made == 1 {
		what = "change"
	}
	fmt.Printf(summary, made, what)
}

func (a applyCommand) read() (*apply.Document, error) {
	if a.File == "-" {
		return apply.Read(os.Stdin)
	}
	f, err := os.Open(a.File)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	d, err := apply.Read(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", a.File, err)
	}
	return d, nil
}
