package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Tell hears how a migration goes, in a sentence for the operator.
type Tell func(progress string)

// Migrate brings the schema to this program's version, and says how many steps
// that took. Replicas that start together wait for each other. A schema that a newer
// program has migrated already is served as it is: steps only add, so that an
// upgrade can roll back (spec "Faults", R15). What large tables need is left to
// [Store.CatchUp].
func (s *Store) Migrate(ctx context.Context) (int, error) {
	return s.MigrateTelling(ctx, func(string) {})
}

// MigrateTelling is Migrate that tells how far it is.
func (s *Store) MigrateTelling(ctx context.Context, tell Tell) (taken int, err error) {
	db, err := s.patient(ctx, patientLockLimit)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	release, err := s.holdMigrations(ctx, db, numberedLock, tell)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, release()) }()
	if taken, err = s.numbered(ctx, db, tell); err != nil {
		return taken, fmt.Errorf("migrate the database: %w", err)
	}
	if err := s.laterAtOnce(ctx, db); err != nil {
		return taken, fmt.Errorf("migrate the database: %w", err)
	}
	return taken, nil
}

// patient is a pool without the limits of requests: nobody waits for what it does.
// lock is how long it may stand in the queue for a table, 0 for ever.
func (s *Store) patient(ctx context.Context, lock time.Duration) (*sqlx.DB, error) {
	settings := map[string]string{"busy_timeout": millis(patientBusy)}
	if s.engine == Postgres {
		settings = map[string]string{"statement_timeout": "0", "lock_timeout": millis(lock)}
	}
	return s.source.open(ctx, patientLimits(), settings)
}

// numbered takes the steps of the folder migrations, one by one.
func (s *Store) numbered(ctx context.Context, db *sqlx.DB, tell Tell) (taken int, err error) {
	p, err := s.provider(db)
	if err != nil {
		return 0, err
	}
	for refused := 0; ; {
		next := pendingName(ctx, p)
		ended := func() {}
		if next != "" {
			ended = tellWhile(tell, "migrating the tables: "+next)
		}
		_, err := p.UpByOne(ctx)
		ended()
		switch {
		case err == nil:
			taken++
		case errors.Is(err, goose.ErrNoNextVersion):
			return taken, nil
		case !s.hindered(err) || refused == mostHindered || ctx.Err() != nil:
			return taken, err
		default: // it changed nothing, and is taken again
			refused++
			if err := pause(ctx, time.Duration(refused)*20*time.Millisecond); err != nil {
				return taken, err
			}
		}
	}
}

// mostHindered is how often a step is tried again that others hinder.
const mostHindered = 50

// hindered says whether a step failed because of somebody else: a table was in use
// (PostgreSQL; to wait longer in its queue would keep others out of it), or another
// process took the same step (SQLite).
func (s *Store) hindered(err error) bool {
	e, ok := errors.AsType[*pq.Error](err)
	return s.engine == SQLite || ok && (e.Code == "55P03" || e.Code == "40P01")
}

// pendingName is the file of the next step, or "".
func pendingName(ctx context.Context, p *goose.Provider) string {
	at, err := p.GetDBVersion(ctx)
	if err != nil {
		return ""
	}
	for _, m := range p.ListSources() {
		if m.Version > at {
			return m.Path
		}
	}
	return ""
}

// tellEvery is how often somebody is told of a step that goes on.
const tellEvery = 5 * time.Second

// tellWhile tells of a step now and then until it is told that it has ended.
func tellWhile(tell Tell, step string) (done func()) {
	tick := time.NewTicker(tellEvery)
	ended := tellAt(tick.C, tell, step)
	return func() { tick.Stop(); ended() }
}

// tellAt is tellWhile at these times. Telling that breaks is told too, and stops
// no migration.
func tellAt(tick <-chan time.Time, tell Tell, step string) (done func()) {
	begun, ended := time.Now(), make(chan struct{})
	tell(step)
	broken := beside(func() error {
		for {
			select {
			case <-ended:
				return nil
			case <-tick:
				tell(fmt.Sprintf("%s, for %s", step, time.Since(begun).Round(time.Second)))
			}
		}
	})
	return func() {
		close(ended)
		if err := <-broken; err != nil {
			tell("telling of the migration broke: " + err.Error())
		}
	}
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Store) provider(db *sqlx.DB) (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	dialect := goose.DialectSQLite3
	if s.engine == Postgres {
		dialect = goose.DialectPostgres
	}
	p, err := goose.NewProvider(dialect, db.DB, files, goose.WithGoMigrations(s.rolesOfUsers(), s.userWords(), s.differentEmails(), s.ownEmail(), s.auditSeals(), s.wordStarts()), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return nil, fmt.Errorf("read the migrations: %w", err)
	}
	return p, nil
}
