package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrate brings the schema to this program's version, and says how many steps
// that took. Replicas that start together wait for each other (PostgreSQL: a
// session lock, so not through a transaction-mode pooler). A schema that a newer
// program has migrated already is served as it is: steps only add, so that an
// upgrade can roll back (spec "Faults", R15).
func (s *Store) Migrate(ctx context.Context) (int, error) {
	const tries = 20
	taken := 0
	for try := 1; ; try++ {
		n, err := s.migrateOnce(ctx)
		taken += n
		// On SQLite the loser of a race finds the step done: it rolls back, looks again.
		if err == nil || s.engine == Postgres || try == tries || ctx.Err() != nil {
			return taken, err
		}
		select {
		case <-time.After(time.Duration(try) * 20 * time.Millisecond):
		case <-ctx.Done():
		}
	}
}

func (s *Store) migrateOnce(ctx context.Context) (int, error) {
	p, err := s.provider()
	if err != nil {
		return 0, err
	}
	done, err := p.Up(ctx)
	if partial, ok := errors.AsType[*goose.PartialError](err); ok {
		done = partial.Applied // the steps before the one that failed stay
	}
	if err != nil {
		err = fmt.Errorf("migrate the database: %w", err)
	}
	return len(done), err
}

func (s *Store) provider() (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	dialect, options := goose.DialectSQLite3, []goose.ProviderOption{}
	if s.engine == Postgres {
		// It asks again each second for a minute; by default it would sleep for five.
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 60))
		if err != nil {
			return nil, err
		}
		dialect, options = goose.DialectPostgres, append(options, goose.WithSessionLocker(locker))
	}
	p, err := goose.NewProvider(dialect, s.db.DB, files, options...)
	if err != nil {
		return nil, fmt.Errorf("read the migrations: %w", err)
	}
	return p, nil
}
