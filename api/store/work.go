package store

import (
	"context"
	"sync/atomic"

	"github.com/jmoiron/sqlx"
)

// Work is what a process has asked of its database since it opened it, migrations apart.
type Work struct {
	Statements int64 // BEGIN and COMMIT are none
	Commits    int64 // that wait for the disk: of transactions that write, and of statements that write alone
}

// work holds the counters behind Work.
type work struct{ statements, commits atomic.Int64 }

// Work gives the counts so far.
func (s *Store) Work() Work {
	w := &s.statements.work
	return Work{w.statements.Load(), w.commits.Load()}
}

// transaction holds what a running transaction has done so far.
type transaction struct {
	made     map[string]*sqlx.Stmt // of queries that were not prepared yet
	wrote    bool
	live     bool       // it changed what a [LiveConnection] is read from
	outgoing []Outgoing // see [Rows.AtEnd]
	write    func(context.Context, Rows, []Outgoing) error
}

// written notes that a statement wrote: it was committed, or will be with its transaction.
func (r Rows) written() {
	if r.tx != nil {
		r.noted.wrote = true
		return
	}
	r.statements.work.commits.Add(1)
}
