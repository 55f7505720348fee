package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"reflect"

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
	source Source

	gathered *gathered
}

// Rows reads and writes rows, one statement at a time or inside a transaction.
type Rows struct {
	statements *statements
	tx         *sqlx.Tx // nil outside of a transaction
	noted      *transaction
	writer     *writer // SQLite outside of a transaction: one writer at a time
	shared     bool    // tx belongs to others, too: see [writer]
	dryRun     bool    // nothing is written: see [Store.DryRun]
}

// Close gives the connections back.
func (s *Store) Close() error { return s.db.Close() }

// Engine says which database this is.
func (s *Store) Engine() Engine { return s.engine }

// Ping asks the database for an answer.
func (s *Store) Ping(ctx context.Context) error {
	ctx, done := spend(ctx)
	defer done()
	return s.db.PingContext(ctx)
}

// InTx runs work in one transaction: all of it, or nothing when it returns an
// error or panics. Make no network call in there. When the commit fails as
// [Unavailable], nobody knows whether it was done.
func (s *Store) InTx(ctx context.Context, work func(Rows) error) (err error) {
	if whole := s.within(ctx); whole.tx != nil {
		return whole.Part(ctx, work)
	}
	if s.writer.shares(ctx) {
		return s.shareTx(ctx, work)
	}
	bounded, begun := spend(ctx)
	unlock, err := s.writer.lock(bounded)
	begun()
	if err != nil {
		return err
	}
	defer unlock()
	whole, cancel := wholeOf(ctx)
	defer cancel()
	tx, err := s.begin(ctx, whole)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	// After a commit there is nothing left to roll back.
	defer func() { err = errors.Join(err, ignoreDone(tx.Rollback())) }()
	noted := &transaction{}
	rows := Rows{statements: s.statements, tx: tx, noted: noted}
	if err := work(rows); err != nil {
		return err
	}
	if err := rows.writeOutgoing(ctx); err != nil {
		return err
	}
	ctx, done := spend(ctx)
	defer done()
	if noted.live {
		defer s.noteLive()
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	if noted.wrote {
		s.statements.work.commits.Add(1)
	}
	s.statements.prepareMissed(ctx, noted)
	return nil
}

// begin begins a transaction that lives as long as whole.
func (s *Store) begin(ctx, whole context.Context) (*sqlx.Tx, error) {
	_, done := spend(ctx)
	defer done()
	return s.db.BeginTxx(whole, nil)
}

func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}

// get reads one row, or ErrNotFound and leaves the zero value: sqlx sets the
// pointers of a struct before it looks for a row.
func (r Rows) get(ctx context.Context, into any, query string, args ...any) error {
	r = r.within(ctx)
	ctx, done := spend(ctx)
	defer done()
	return r.getNow(ctx, into, query, args...)
}

func (r Rows) getNow(ctx context.Context, into any, query string, args ...any) error {
	ctx, err := r.sent(ctx)
	if err != nil {
		return err
	}
	stmt, err := r.statement(ctx, query)
	if err != nil {
		return err
	}
	err = stmt.GetContext(ctx, into, args...)
	if errors.Is(err, sql.ErrNoRows) {
		reflect.ValueOf(into).Elem().SetZero()
		return ErrNotFound
	}
	return conflict(err)
}

// list reads all rows.
func (r Rows) list(ctx context.Context, into any, query string, args ...any) error {
	r = r.within(ctx)
	ctx, done := spend(ctx)
	defer done()
	ctx, err := r.sent(ctx)
	if err != nil {
		return err
	}
	stmt, err := r.statement(ctx, query)
	if err != nil {
		return err
	}
	return stmt.SelectContext(ctx, into, args...)
}

// take is get for a statement that writes (… RETURNING).
func (r Rows) take(ctx context.Context, into any, query string, args ...any) error {
	if r.dryRun {
		return ErrNotFound
	}
	r = r.within(ctx)
	if r.writer.shares(ctx) {
		return r.share(ctx, func(in Rows) error { return in.take(ctx, into, query, args...) })
	}
	ctx, done := spend(ctx)
	defer done()
	unlock, err := r.writer.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	if r.statements.live.of(query) {
		defer r.noteLive()
	}
	err = r.getNow(ctx, into, query, args...)
	if err == nil {
		r.written()
	}
	return err
}

// takeAll is list for a statement that writes (… RETURNING).
func (r Rows) takeAll(ctx context.Context, into any, query string, args ...any) error {
	if r.dryRun {
		return nil
	}
	r = r.within(ctx)
	unlock, err := r.writer.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	return r.list(ctx, into, query, args...)
}

// exec writes and says how many rows it touched.
func (r Rows) exec(ctx context.Context, query string, args ...any) (n int64, err error) {
	if r.dryRun {
		return 1, nil
	}
	r = r.within(ctx)
	if r.writer.shares(ctx) {
		err = r.share(ctx, func(in Rows) error { n, err = in.exec(ctx, query, args...); return err })
		return n, err
	}
	ctx, done := spend(ctx)
	defer done()
	unlock, err := r.writer.lock(ctx)
	if err != nil {
		return 0, err
	}
	defer unlock()
	if r.statements.live.of(query) {
		defer r.noteLive()
	}
	if ctx, err = r.sent(ctx); err != nil {
		return 0, err
	}
	stmt, err := r.statement(ctx, query)
	if err != nil {
		return 0, err
	}
	res, err := stmt.ExecContext(ctx, args...)
	if err != nil {
		return 0, conflict(err)
	}
	n, err = res.RowsAffected()
	if n > 0 {
		r.written()
	}
	return n, err
}

// execOnce is exec for a query whose text differs from call to call: it is not
// kept prepared.
func (r Rows) execOnce(ctx context.Context, query string, args ...any) error {
	if r.dryRun {
		return nil
	}
	r = r.within(ctx)
	if r.writer.shares(ctx) {
		return r.share(ctx, func(in Rows) error { return in.execOnce(ctx, query, args...) })
	}
	ctx, done := spend(ctx)
	defer done()
	unlock, err := r.writer.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	if changesLive(query) {
		defer r.noteLive()
	}
	if ctx, err = r.sent(ctx); err != nil {
		return err
	}
	r.statements.work.statements.Add(1)
	if r.tx != nil {
		_, err = r.tx.ExecContext(ctx, r.tx.Rebind(query), args...)
	} else {
		_, err = r.statements.db.ExecContext(ctx, r.statements.db.Rebind(query), args...)
	}
	if err == nil {
		r.written()
	}
	return conflict(err)
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
