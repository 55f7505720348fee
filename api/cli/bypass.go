package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"latchkey/api/app"
	"latchkey/api/config"
	"latchkey/api/policy"
)

type bypassCommand struct {
	Organization string `required:"" help:"The organization's code."`
	Email        string `required:"" help:"The e-mail address of one of its super admins."`
}

// Run prints the link, and nothing else on standard output.
func (b bypassCommand) Run(ctx context.Context, s *config.Settings) error {
	c, err := s.Inspect()
	if err != nil {
		return err
	}
	db, err := app.ExistingStore(ctx, c, "serve")
	if err != nil {
		return err
	}
	token, err := policy.New(policy.Options{Store: db, Now: time.Now}).NewBypass(ctx, b.Organization, b.Email)
	if err != nil {
		return errors.Join(fmt.Errorf("no link was made: %w", err), db.Close())
	}
	// The token stands in the fragment: browsers send it to nobody.
	_, err = fmt.Printf("%s/o/%s/bypass#%s\n", c.URL, b.Organization, token)
	return errors.Join(err, db.Close())
}
