package main

import (
	"context"
	"errors"
	"fmt"

	"latchkey/api/store"
)

// readStore opens a database that is there, for reading alone: it makes nothing,
// migrates nothing and claims nothing.
func readStore(ctx context.Context, c *config, kind string) (*store.Store, error) {
	if c.isNew {
		return nil, fmt.Errorf("there is no database in %s: check LATCHKEY_DATA_DIR, or start latchkey serve, which makes one", c.DataDir)
	}
	db, err := store.Open(ctx, c.source.Reading())
	if err != nil {
		return nil, err
	}
	if err := suits(ctx, c, db, kind); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// existingStore is readStore for a command that writes into what is there, which
// is looked at first: to open an empty file for writing already changes it.
func existingStore(ctx context.Context, c *config, kind string) (*store.Store, error) {
	db, err := readStore(ctx, c, kind)
	if err != nil {
		return nil, err
	}
	if err := db.Close(); err != nil {
		return nil, err
	}
	return store.Open(ctx, c.source.Existing())
}

// suits refuses a database that this program would have to change first.
func suits(ctx context.Context, c *config, db *store.Store, kind string) error {
	schema, err := db.Schema(ctx)
	if err != nil {
		return err
	}
	if schema.Pending() > 0 {
		return oldSchema(schema)
	}
	is, err := db.KindNow(ctx)
	if err != nil {
		return fmt.Errorf("read the kind of the database: %w", err)
	}
	if is == "" {
		is = kind // nobody has claimed it yet, and we do not either
	}
	return fits(ctx, c, db, is, kind)
}

func oldSchema(s store.Schema) error {
	if s.Version == 0 {
		return errors.New("the database has no tables yet: start latchkey serve, or run latchkey migrate, which make them")
	}
	return fmt.Errorf("the tables are at step %d and this program needs step %d: run latchkey migrate, or start the new latchkey serve, then try again", s.Version, s.Program)
}
