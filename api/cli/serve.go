package cli

import (
	"context"
	"errors"
	"fmt"
	"os"

	"latchkey/api/app"
	"latchkey/api/config"
)

type serveCommand struct{}

// Run serves until it is told to stop.
func (serveCommand) Run(ctx context.Context, s *config.Settings, v version) error {
	c, err := s.Read()
	if err != nil {
		return err
	}
	logger := app.NewLog(c.LogLevel)
	for _, warning := range c.Warnings {
		logger.WarnContext(ctx, "a setting should be better", "what", warning)
	}
	f, err := app.Listen(ctx, c, logger)
	if err != nil {
		return err
	}
	db, err := app.ClaimStore(ctx, c, func(progress string) {
		logger.InfoContext(ctx, "migration", "progress", progress)
		f.Tell(progress)
	}, "serve")
	if err != nil {
		return f.Close(err)
	}
	a, err := app.New(ctx, app.Options{Config: c, Store: db, Log: logger, Version: string(v)})
	if err != nil {
		return f.Close(errors.Join(err, db.Close()))
	}
	token, err := a.Setup.NewLink(ctx)
	if err != nil {
		return f.Close(errors.Join(err, db.Close()))
	}
	if token != "" {
		// The token stands in the fragment: browsers send it to nobody.
		fmt.Fprintf(os.Stdout, "\nNo organization yet. Open this link within 24 hours to make the first one:\n\n  %s/setup#%s\n\n", c.URL, token)
	}
	return errors.Join(a.Run(ctx, f), db.Close())
}
