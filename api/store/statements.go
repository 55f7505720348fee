package store

import (
	"context"
	"sync"

	"github.com/jmoiron/sqlx"
)

// statements keeps the queries of this program prepared: there are a few dozen
// texts, and to parse one costs more than to run it.
type statements struct {
	db     *sqlx.DB
	kept   sync.Map               // query -> *sqlx.Stmt
	usable func(hash string) bool // see [Source.Usable]
	work   work
	live   liveWrites
	filled sync.Map // the later steps of which it is known that they are done
}

func (s *statements) find(query string) (*sqlx.Stmt, bool) {
	kept, ok := s.kept.Load(query)
	if !ok {
		return nil, false
	}
	stmt, ok := kept.(*sqlx.Stmt)
	return stmt, ok
}

// prepare makes and keeps a statement. Never call it inside a transaction: it
// asks the pool for a connection, and many that hold one would wait for others.
func (s *statements) prepare(ctx context.Context, query string) (*sqlx.Stmt, error) {
	if stmt, ok := s.find(query); ok {
		return stmt, nil
	}
	made, err := s.db.PreparexContext(ctx, s.db.Rebind(query))
	if err != nil {
		return nil, err
	}
	if _, raced := s.kept.LoadOrStore(query, made); raced {
		if err := made.Close(); err != nil {
			return nil, err
		}
	}
	stmt, _ := s.find(query)
	return stmt, nil
}

// prepareMissed keeps what a transaction that has ended asked for the first time: once in
// the life of the process.
func (s *statements) prepareMissed(ctx context.Context, noted *transaction) {
	for query := range noted.made {
		if _, err := s.prepare(ctx, query); err != nil {
			return // the work is done; the next transaction tries again
		}
	}
}

// statement gives the statement of a query, on the connection of the
// transaction if there is one. What a transaction asks for the first time it makes for
// itself, once, and it is kept for the next one when it has ended.
func (r Rows) statement(ctx context.Context, query string) (*sqlx.Stmt, error) {
	r.statements.work.statements.Add(1)
	if r.tx == nil {
		return r.statements.prepare(ctx, query)
	}
	if stmt, ok := r.statements.find(query); ok {
		return r.tx.StmtxContext(ctx, stmt), nil
	}
	if stmt, ok := r.noted.made[query]; ok {
		return stmt, nil
	}
	stmt, err := r.tx.PreparexContext(ctx, r.tx.Rebind(query))
	if err != nil {
		return nil, err
	}
	if r.noted.made == nil {
		r.noted.made = map[string]*sqlx.Stmt{}
	}
	r.noted.made[query] = stmt
	return stmt, nil
}

func (r Rows) onPostgres() bool { return r.statements.db.DriverName() == Postgres.driver() }

// behindGate is a condition that always holds. PostgreSQL locks the table that it names, before
// it looks at any row and until the transaction has ended, in a mode that lets everybody
// else do the same and makes [Rows.closeGate] wait. It costs nothing, unlike a lock of a row
// that all share. There is no row of that name.
const behindGate = ` AND NOT EXISTS (SELECT 1 FROM deployment WHERE name = '' FOR KEY SHARE)`

// gated is behindGate where it is needed: on SQLite one writes at a time.
func (r Rows) gated() string {
	if !r.onPostgres() {
		return ""
	}
	return behindGate
}

// closeGate waits for all whose statement is behind the gate, and lets nobody in until the
// transaction has ended: whoever comes then sees what it has changed.
func (r Rows) closeGate(ctx context.Context) error {
	if r.tx == nil || !r.onPostgres() {
		return nil
	}
	return r.execOnce(ctx, `LOCK TABLE deployment IN EXCLUSIVE MODE`)
}

// listAfresh is list for a query that reads as much as an organization has people. PostgreSQL
// gets a plan for the values that are asked with, each time: of a statement that is kept
// prepared it makes one for an organization of the usual size, which takes seconds in one of
// 100,000 (G1). A plan costs less than a millisecond; nothing of a sign-in is asked so.
func (r Rows) listAfresh(ctx context.Context, into any, query string, args ...any) error {
	if !r.onPostgres() {
		return r.list(ctx, into, query, args...)
	}
	return r.listOnce(ctx, into, query, args...)
}

// listOnce is list for a query whose text differs from call to call: it is not kept prepared.
func (r Rows) listOnce(ctx context.Context, into any, query string, args ...any) error {
	r = r.within(ctx)
	ctx, done := spend(ctx)
	defer done()
	ctx, err := r.sent(ctx)
	if err != nil {
		return err
	}
	r.statements.work.statements.Add(1)
	if r.tx != nil {
		return r.tx.SelectContext(ctx, into, r.tx.Rebind(query), args...)
	}
	return r.statements.db.SelectContext(ctx, into, r.statements.db.Rebind(query), args...)
}
