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
	for _, query := range noted.missed {
		if _, err := s.prepare(ctx, query); err != nil {
			return // the work is done; the next transaction tries again
		}
	}
}

// statement gives the statement of a query, on the connection of the
// transaction if there is one. What a transaction asks for the first time is
// noted, and kept for the next one when it has ended.
func (r Rows) statement(ctx context.Context, query string) (*sqlx.Stmt, error) {
	r.statements.work.statements.Add(1)
	if r.tx == nil {
		return r.statements.prepare(ctx, query)
	}
	if stmt, ok := r.statements.find(query); ok {
		return r.tx.StmtxContext(ctx, stmt), nil
	}
	r.noted.missed = append(r.noted.missed, query)
	return r.tx.PreparexContext(ctx, r.tx.Rebind(query))
}
