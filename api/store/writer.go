package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"
)

// writer lets one writer at a time into SQLite, in the order of asking; the engine itself
// would make them sleep and poll. Writers that wait while others write share a transaction
// with them, and so one wait for the disk: each has a part of it that is undone alone, and
// none hears that it is done before all of it is on the disk. Whoever finished first asks
// for one more turn, behind those that came meanwhile, and commits for all who wrote until
// then.
//
// Only requests share, whose work is short: see [Within]. Nothing interrupts a statement of
// theirs, because SQLite would undo the transaction of all; a request that is over stops
// between two statements. A nil writer is always free.
type writer struct {
	line
	db   *sqlx.DB
	work *work
	open *group // is not committed yet; whoever has the turn may touch it
}

// group is a transaction of several requests.
type group struct {
	conn  *sqlx.Conn
	tx    *sqlx.Tx
	wrote bool
	over  chan struct{} // closed when it is committed, or never will be
	err   error         // why it is not; to be read when it is over
}

func newWriter(s *statements) *writer {
	return &writer{db: s.db, work: &s.work}
}

// shares says whether what is asked with a context may be written together with others.
func (w *writer) shares(ctx context.Context) bool {
	_, request := ctx.Value(budgetKey{}).(*budget)
	return w != nil && request
}

// lock waits for a turn alone. What others have written and not committed is committed
// first.
func (w *writer) lock(ctx context.Context) (unlock func(), err error) {
	if w == nil {
		return func() {}, nil
	}
	if err := w.turn(ctx); err != nil {
		return nil, err
	}
	w.end()
	return w.give, nil
}

// join gives the transaction that is open, or begins one, in a turn.
func (w *writer) join(ctx context.Context) (*group, error) {
	if w.open != nil {
		return w.open, nil
	}
	conn, err := w.db.Connx(ctx)
	if err != nil {
		return nil, fmt.Errorf("begin: %w", err)
	}
	tx, err := conn.BeginTxx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("begin: %w", err), conn.Close())
	}
	w.open = &group{conn: conn, tx: tx, over: make(chan struct{})}
	return w.open, nil
}

// end commits what is open, in a turn.
func (w *writer) end() {
	g := w.open
	if g == nil {
		return
	}
	w.open = nil
	if g.err != nil {
		_ = g.tx.Rollback() // the engine has done it
	} else if err := g.tx.Commit(); err != nil {
		g.err = fmt.Errorf("commit: %w", err)
	} else if g.wrote {
		w.work.commits.Add(1)
	}
	_ = g.conn.Close() // back to the pool
	close(g.over)
}

// wait waits until a transaction is committed, by whoever's turn comes first.
func (w *writer) wait(g *group) error {
	if w.turnUnless(g.over) {
		if w.open == g {
			w.end()
		}
		w.give()
	}
	<-g.over
	return g.err
}
