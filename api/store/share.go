package store

import (
	"context"
	"fmt"
)

// shareTx is [Store.InTx] together with other requests.
func (s *Store) shareTx(ctx context.Context, work func(Rows) error) error {
	return s.share(ctx, func(rows Rows) error {
		if err := work(rows); err != nil {
			return err
		}
		return rows.writeOutgoing(ctx)
	})
}

// share runs work as a part of a transaction of several requests, see [writer]. What work
// decided by what others have written before it counts only if that is committed: so it
// waits for them even if it failed.
func (r Rows) share(ctx context.Context, work func(Rows) error) error {
	bounded, begun := spend(ctx)
	err := r.writer.turn(bounded)
	begun()
	if err != nil {
		return err
	}
	noted := &transaction{}
	g, failed, err := r.part(ctx, noted, work)
	if err != nil {
		return err
	}
	_, done := spend(ctx)
	err = r.writer.wait(g)
	done()
	if noted.live {
		r.noteLive()
	}
	if err != nil {
		return err
	}
	if failed == nil {
		r.statements.prepareMissed(ctx, noted)
	}
	return failed
}

// part runs work in its turn and gives it up. It gives how work failed, or why there is no
// transaction. One that panics leaves nobody to commit: what the others wrote is committed.
func (r Rows) part(ctx context.Context, noted *transaction, work func(Rows) error) (g *group, failed, err error) {
	defer r.writer.give()
	bounded, done := spend(ctx)
	g, err = r.writer.join(bounded)
	done()
	if err != nil {
		return nil, nil, err
	}
	g.run(ctx, `SAVEPOINT request`)
	if g.err != nil {
		return g, nil, nil
	}
	ended := false
	defer func() {
		if !ended || failed != nil {
			g.run(ctx, `ROLLBACK TO SAVEPOINT request`)
		}
		g.run(ctx, `RELEASE SAVEPOINT request`)
		g.wrote = g.wrote || noted.wrote && failed == nil
		if !ended {
			r.writer.end()
		}
	}()
	if failed = work(Rows{statements: r.statements, tx: g.tx, noted: noted, shared: true}); failed == nil {
		failed = ctx.Err()
	}
	ended = true
	return g, failed, nil
}

// run runs a command of the transaction. Where it fails the engine has undone all of it, as
// for a disk that is full.
func (g *group) run(ctx context.Context, command string) {
	if _, err := g.tx.ExecContext(context.WithoutCancel(ctx), command); err != nil && g.err == nil {
		g.err = fmt.Errorf("a transaction of several: %w", err)
	}
}

// sent is the context of a statement. In a transaction of several requests nothing
// interrupts it once it is sent.
func (r Rows) sent(ctx context.Context) (context.Context, error) {
	if !r.shared {
		return ctx, nil
	}
	return context.WithoutCancel(ctx), ctx.Err()
}
