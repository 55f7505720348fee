package cli

import (
	"context"
	"errors"
	"fmt"
	"os"

	"latchkey/api/config"
	"latchkey/api/store"
)

type migrateCommand struct{}

// Run migrates and stops: everything, also what would be made beside the program.
func (migrateCommand) Run(ctx context.Context, s *config.Settings) error {
	c, err := s.Read()
	if err != nil {
		return err
	}
	db, err := store.Open(ctx, c.Source)
	if err != nil {
		return err
	}
	tell := func(progress string) { fmt.Fprintln(os.Stderr, progress) }
	n, err := db.MigrateTelling(ctx, tell)
	if err == nil {
		err = db.CatchUp(ctx, tell)
	}
	if err == nil {
		_, err = fmt.Printf("%d migrations applied; the database is up to date.\n", n)
	}
	return errors.Join(err, db.Close())
}
