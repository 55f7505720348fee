package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
	"modernc.org/sqlite"
	sqlitelib "modernc.org/sqlite/lib"
)

// What a method of [Rows] reports beside a plain database error.
var (
	ErrNotFound = errors.New("no such row")
	ErrConflict = errors.New("the row conflicts with another")
)

// Store is an open database.
type Store struct {
	Rows
	db     *sqlx.DB
	engine Engine
}

// Rows reads and writes rows, one statement at a time or inside a transaction.
type Rows struct {
	on     sqlx.ExtContext
	writer writerLock // SQLite outside of a transaction: one writer at a time
}

// Open connects to the database of source and asks it for an answer. It does
// not migrate.
func Open(ctx context.Context, source Source) (*Store, error) {
	db, err := sqlx.Open(source.Engine.driver(), source.dsn())
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	// As many idle as open, or connections are made and dropped under load.
	n := max(source.MaxConnections, 4*runtime.NumCPU())
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	db.SetConnMaxIdleTime(5 * time.Minute)
	s := &Store{db: db, engine: source.Engine}
	s.on = db
	if source.Engine == SQLite {
		s.writer = newWriterLock()
	}
	if err := s.Ping(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("reach the database: %w", err), db.Close())
	}
	return s, nil
}

// Close gives the connections back.
func (s *Store) Close() error { return s.db.Close() }

// Engine says which database this is.
func (s *Store) Engine() Engine { return s.engine }

// Ping asks the database for an answer.
func (s *Store) Ping(ctx context.Context) error { return s.db.PingContext(ctx) }

// InTx runs work in one transaction: all of it, or nothing when it returns an
// error. Make no network call in there.
func (s *Store) InTx(ctx context.Context, work func(Rows) error) error {
	unlock, err := s.writer.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	tx, err := s.db.BeginTxx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	if err := work(Rows{on: tx}); err != nil {
		return errors.Join(err, ignoreDone(tx.Rollback()))
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}

// get reads one row, or ErrNotFound.
func (r Rows) get(ctx context.Context, into any, query string, args ...any) error {
	err := sqlx.GetContext(ctx, r.on, into, r.on.Rebind(query), args...)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	return conflict(err)
}

// list reads all rows.
func (r Rows) list(ctx context.Context, into any, query string, args ...any) error {
	return sqlx.SelectContext(ctx, r.on, into, r.on.Rebind(query), args...)
}

// take is get for a statement that writes (… RETURNING).
func (r Rows) take(ctx context.Context, into any, query string, args ...any) error {
	unlock, err := r.writer.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	return r.get(ctx, into, query, args...)
}

// exec writes and says how many rows it touched.
func (r Rows) exec(ctx context.Context, query string, args ...any) (int64, error) {
	unlock, err := r.writer.lock(ctx)
	if err != nil {
		return 0, err
	}
	defer unlock()
	res, err := r.on.ExecContext(ctx, r.on.Rebind(query), args...)
	if err != nil {
		return 0, conflict(err)
	}
	return res.RowsAffected()
}

// insert writes the fields of row by their db names.
func (r Rows) insert(ctx context.Context, query string, row any) error {
	bound, args, err := sqlx.Named(query, row)
	if err != nil {
		return fmt.Errorf("bind: %w", err)
	}
	_, err = r.exec(ctx, bound, args...)
	return err
}

// one turns "no row was touched" into ErrNotFound.
func one(n int64, err error) error {
	if err == nil && n == 0 {
		return ErrNotFound
	}
	return err
}

// conflict names a violated unique key of either engine.
func conflict(err error) error {
	if e, ok := errors.AsType[*pq.Error](err); ok && e.Code == "23505" {
		return fmt.Errorf("%w: %s", ErrConflict, e.Constraint)
	}
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		// A primary key has a code of its own.
		if c := e.Code(); c == sqlitelib.SQLITE_CONSTRAINT_UNIQUE || c == sqlitelib.SQLITE_CONSTRAINT_PRIMARYKEY {
			return fmt.Errorf("%w: %s", ErrConflict, e.Error())
		}
	}
	return err
}

// writerLock lets one writer at a time into SQLite, in the order of asking; the
// engine itself would make them sleep and poll. The zero lock is always open.
type writerLock chan struct{}

func newWriterLock() writerLock { return make(writerLock, 1) }

func (l writerLock) lock(ctx context.Context) (unlock func(), err error) {
	if l == nil {
		return func() {}, nil
	}
	select {
	case l <- struct{}{}:
		return func() { <-l }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
