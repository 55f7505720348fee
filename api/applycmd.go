package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"latchkey/api/apply"
	"latchkey/api/idp"
)

type applyCommand struct {
	File   string `short:"f" required:"" help:"The YAML file, or - for standard input."`
	DryRun bool   `help:"Print the changes and write nothing."`
}

// Run applies the file to the database that serve uses.
func (a applyCommand) Run(ctx context.Context, s *settings) error {
	c, err := s.read()
	if err != nil {
		return err
	}
	document, err := a.read()
	if err != nil {
		return err
	}
	db, err := claimStore(ctx, c, "serve")
	if err != nil {
		return err
	}
	providers, err := idp.New(idp.Options{
		GoogleIssuer: c.GoogleIssuer, MicrosoftAuthority: c.MicrosoftAuthority, Allow: c.allow, Now: time.Now,
	})
	if err != nil {
		return errors.Join(fmt.Errorf("identity providers: %w", err), db.Close())
	}
	defer providers.Close()
	applier := &apply.Applier{Store: db, Ring: c.ring, Providers: providers, GenericAllowed: c.GenericProviders, Now: time.Now}
	changes, err := applier.Apply(ctx, document, a.DryRun)
	if err != nil {
		return errors.Join(fmt.Errorf("nothing was changed: %w", err), db.Close())
	}
	for _, change := range changes {
		fmt.Println(change.Text)
	}
	summary := "%d changes.\n"
	if a.DryRun {
		summary = "%d changes would be made; nothing was written.\n"
	}
	fmt.Printf(summary, len(changes))
	return db.Close()
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
