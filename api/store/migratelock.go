package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/pressly/goose/v3/lock"
)

// The keys of what one replica does at a time. The first is the one that older
// programs hold for their session, so that they and this one wait for each other.
const (
	numberedLock = lock.DefaultLockID
	laterLock    = lock.DefaultLockID + 1
)

// lockAsked is how often a replica looks whether it may migrate.
const lockAsked = 200 * time.Millisecond

// holdMigrations waits until no other replica holds a key, and holds it until
// release. It is held by a transaction that does nothing else, because a pooler may
// give each statement outside of one another session; between its statements it has
// no snapshot, which others would wait for. SQLite has one writer anyway.
func (s *Store) holdMigrations(ctx context.Context, db *sqlx.DB, key int64, tell Tell) (release func() error, err error) {
	if s.engine == SQLite {
		return func() error { return nil }, nil
	}
	tx, err := db.BeginTxx(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("begin: %w", err)
	}
	if _, err := tx.ExecContext(ctx, `SET LOCAL idle_in_transaction_session_timeout = 0`); err != nil {
		return nil, errors.Join(err, tx.Rollback())
	}
	// Without arguments: those would leave a portal open, and that has a snapshot.
	ask := fmt.Sprintf(`SELECT pg_try_advisory_xact_lock(%d)`, key)
	for announced := false; ; announced = true {
		var held bool
		if err := tx.GetContext(ctx, &held, ask); err != nil {
			return nil, errors.Join(fmt.Errorf("wait for another replica: %w", err), ignoreDone(tx.Rollback()))
		}
		if held {
			return func() error { return ignoreDone(tx.Rollback()) }, nil
		}
		if !announced {
			tell("another replica is migrating the database")
		}
		if err := pause(ctx, lockAsked); err != nil {
			return nil, errors.Join(err, ignoreDone(tx.Rollback()))
		}
	}
}
