package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/jmoiron/sqlx"
	"modernc.org/sqlite"
	sqlitelib "modernc.org/sqlite/lib"

	"latchkey/api/store/postgres"
)

// Open connects to the database of source and asks it for an answer. It does
// not migrate.
func Open(ctx context.Context, source Source) (*Store, error) {
	db, err := source.open(ctx, source.limits, nil)
	if err != nil {
		return nil, err
	}
	// As many idle as open, or connections are made and dropped under load.
	n := source.connections(runtime.NumCPU())
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	db.SetConnMaxIdleTime(5 * time.Minute)
	s := &Store{db: db, engine: source.Engine, source: source}
	s.statements = &statements{db: db, usable: source.Usable}
	if source.Engine == SQLite {
		s.writer = newWriter(s.statements)
	} else {
		s.gathered = newGathered(s.Rows)
	}
	return s, nil
}

// connections is how many are open at most. Those of the embedded database do their work in
// this process, each with its own copy of the schema, its statements and its pages, 1.2 MB and
// more: two a core keep the cores at work while one waits for the disk, and two more are
// there for what takes seconds. With four a core it signed in no more people.
func (s Source) connections(cores int) int {
	if s.Engine == SQLite {
		return 2*cores + 2
	}
	return max(s.MaxConnections, 4*cores)
}

// open opens a pool with its own limits and settings, and reaches the database.
func (s Source) open(ctx context.Context, limits postgres.Options, settings map[string]string) (*sqlx.DB, error) {
	if s.Engine == SQLite {
		pool, err := sqliteWithWords(s.dsnWith(settings))
		if err != nil {
			return nil, fmt.Errorf("open the database: %w", err)
		}
		db := sqlx.NewDb(pool, s.Engine.driver())
		if err := reachFile(ctx, db); err != nil {
			return nil, errors.Join(fmt.Errorf("reach the database: %w", err), db.Close())
		}
		return db, nil
	}
	connector, err := postgres.New(s.dsnWith(settings), limits)
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	db := sqlx.NewDb(sql.OpenDB(connector), s.Engine.driver())
	if err := connector.Reach(ctx, db.DB); err != nil {
		return nil, errors.Join(fmt.Errorf("reach the database: %w", err), db.Close())
	}
	return db, nil
}

// reachFile asks for an answer. Those that open a new SQLite file at the same time
// are in each other's way for a moment, in which its busy_timeout does not count.
func reachFile(ctx context.Context, db *sqlx.DB) error {
	const tries = 20
	for try := 1; ; try++ {
		err := db.PingContext(ctx)
		e, ok := errors.AsType[*sqlite.Error](err)
		if !ok || e.Code()&0xff != sqlitelib.SQLITE_BUSY || try == tries {
			return err
		}
		select {
		case <-time.After(time.Duration(try) * 20 * time.Millisecond):
		case <-ctx.Done():
			return err
		}
	}
}
