package store

import "context"

// wholeKey is where a context carries the transaction of [Store.Whole]; of each store its own.
type wholeKey struct{ *statements }

// Whole runs work in one transaction, which the context that it gets carries: whatever asks
// this store with it is part of the transaction, and [Store.InTx] within it is a part that
// is undone alone. Work asks one thing at a time.
func (s *Store) Whole(ctx context.Context, work func(context.Context, Rows) error) error {
	return s.InTx(ctx, func(rows Rows) error {
		return work(context.WithValue(ctx, wholeKey{s.statements}, rows), rows)
	})
}

// within gives the rows of the transaction that a context carries, or those it is asked of.
func (r Rows) within(ctx context.Context) Rows {
	if whole, ok := ctx.Value(wholeKey{r.statements}).(Rows); ok && r.tx == nil {
		return whole
	}
	return r
}

// Part runs work as a part of a transaction: where it fails, the part is undone, and the
// transaction goes on.
func (r Rows) Part(ctx context.Context, work func(Rows) error) error {
	if err := r.command(ctx, `SAVEPOINT part`); err != nil {
		return err
	}
	outgoing := len(r.noted.outgoing)
	if err := work(r); err != nil {
		r.noted.outgoing = r.noted.outgoing[:outgoing]
		if undone := r.command(ctx, `ROLLBACK TO SAVEPOINT part`); undone != nil {
			return undone // nothing goes on in there
		}
		if released := r.command(ctx, `RELEASE SAVEPOINT part`); released != nil {
			return released
		}
		return err
	}
	return r.command(ctx, `RELEASE SAVEPOINT part`)
}

func (r Rows) command(ctx context.Context, text string) error {
	ctx, done := spend(ctx)
	defer done()
	ctx, err := r.sent(ctx)
	if err == nil {
		_, err = r.tx.ExecContext(ctx, text)
	}
	return err
}
