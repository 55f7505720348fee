package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"latchkey/api/config"
	"latchkey/api/store"
)

// ReadStore opens a database that is there, for reading alone: it makes nothing,
// migrates nothing and claims nothing. Of an unclaimed one the first kind is assumed.
func ReadStore(ctx context.Context, c *config.Config, kinds ...string) (*store.Store, error) {
	if c.IsNew {
		return nil, fmt.Errorf("there is no database in %s: check LATCHKEY_DATA_DIR, or start latchkey serve, which makes one", c.DataDir)
	}
	db, err := store.Open(ctx, c.Source.Reading())
	if err != nil {
		return nil, err
	}
	if err := suits(ctx, c, db, kinds); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// ExistingStore is ReadStore for a command that writes into what is there, which
// is looked at first: to open an empty file for writing already changes it.
func ExistingStore(ctx context.Context, c *config.Config, kinds ...string) (*store.Store, error) {
	db, err := ReadStore(ctx, c, kinds...)
	if err != nil {
		return nil, err
	}
	if err := db.Close(); err != nil {
		return nil, err
	}
	return store.Open(ctx, c.Source.Existing())
}

// suits refuses a database that this program would have to change first.
func suits(ctx context.Context, c *config.Config, db *store.Store, kinds []string) error {
	schema, err := db.Schema(ctx)
	if err != nil {
		return err
	}
	if schema.Pending() > 0 {
		return oldSchema(schema)
	}
	is, err := db.Kind(ctx)
	if err != nil {
		return fmt.Errorf("read the kind of the database: %w", err)
	}
	if is == "" {
		is = kinds[0] // nobody has claimed it yet, and we do not either
	}
	return fits(ctx, c, db, is, kinds)
}

func oldSchema(s store.Schema) error {
	if s.Version == 0 {
		return errors.New("the database has no tables yet: start latchkey serve, or run latchkey migrate, which make them")
	}
	return fmt.Errorf("the tables are at step %d and this program needs step %d: run latchkey migrate, or start the new latchkey serve, then try again", s.Version, s.Program)
}

// ClaimStore migrates a database, tells how that goes, and claims the database for a
// kind of deployment: the first of kinds, unless it is of another of them already.
func ClaimStore(ctx context.Context, c *config.Config, tell store.Tell, kinds ...string) (*store.Store, error) {
	db, err := store.Open(ctx, c.Source)
	if err != nil {
		return nil, err
	}
	if err := claim(ctx, c, db, tell, kinds); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

func claim(ctx context.Context, c *config.Config, db *store.Store, tell store.Tell, kinds []string) error {
	if _, err := db.MigrateTelling(ctx, tell); err != nil {
		return err
	}
	is, err := db.ClaimKind(ctx, kinds[0])
	if err != nil {
		return fmt.Errorf("read the kind of the database: %w", err)
	}
	return fits(ctx, c, db, is, kinds)
}

// fits says whether a database is of one of kinds, and whether its keys are there.
func fits(ctx context.Context, c *config.Config, db *store.Store, is string, kinds []string) error {
	if !slices.Contains(kinds, is) {
		return fmt.Errorf("this database belongs to `latchkey %s`: use another LATCHKEY_DATA_DIR or LATCHKEY_DATABASE_URL", is)
	}
	sealed, err := db.SealedValues(ctx, time.Now())
	if err != nil {
		return fmt.Errorf("read what is sealed: %w", err)
	}
	if missing := c.Ring.Missing(sealed); len(missing) > 0 {
		return fmt.Errorf("LATCHKEY_ENCRYPTION_KEYS: the database needs the missing encryption keys %s", strings.Join(missing, ", "))
	}
	return nil
}
