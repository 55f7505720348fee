package postgres

import (
	"context"
	"database/sql/driver"
	"strings"
)

// PrepareContext prepares a statement. Where the session is shared nothing can be
// prepared on it: the text is kept, and goes with each call.
func (c *conn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	if c.owner.shared.Load() {
		return &text{c, query}, nil
	}
	if err := c.begin(ctx); err != nil {
		return nil, driver.ErrBadConn
	}
	inner, err := c.session.PrepareContext(ctx, query)
	if err != nil {
		return nil, c.again(ctx, err)
	}
	kept, ok := inner.(prepared)
	if !ok {
		return nil, driver.ErrSkip
	}
	return &stmt{kept, c, reads(query)}, nil
}

// reads says whether a statement changes nothing.
func reads(query string) bool { return strings.HasPrefix(strings.TrimSpace(query), "SELECT") }

// prepared is what the driver's statements can do.
type prepared interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// stmt is a prepared statement.
type stmt struct {
	prepared
	c     *conn
	reads bool
}

// ExecContext runs the statement.
func (s *stmt) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	if err := s.c.begin(ctx); err != nil {
		return nil, driver.ErrBadConn
	}
	result, err := s.prepared.ExecContext(ctx, args)
	return result, s.c.end(ctx, err)
}

// QueryContext runs it and gives its rows.
func (s *stmt) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	if err := s.c.begin(ctx); err != nil {
		return nil, driver.ErrBadConn
	}
	inner, err := s.prepared.QueryContext(ctx, args)
	if err != nil && s.reads {
		return nil, s.c.again(ctx, err)
	}
	if err != nil {
		return nil, s.c.end(ctx, err)
	}
	return &rows{inner, s.c, ctx}, nil
}

// Close drops it on the server.
func (s *stmt) Close() error {
	ctx := context.Background()
	if err := s.c.begin(ctx); err != nil {
		return driver.ErrBadConn
	}
	return s.c.again(ctx, s.prepared.Close())
}

// text is a statement that is prepared nowhere.
type text struct {
	c     *conn
	query string
}

// NumInput leaves the number of arguments to the server.
func (*text) NumInput() int { return -1 }

// Close has nothing to do.
func (*text) Close() error { return nil }

// Exec is what the interface demands and nobody calls.
func (*text) Exec([]driver.Value) (driver.Result, error) { return nil, driver.ErrSkip }

// Query likewise.
func (*text) Query([]driver.Value) (driver.Rows, error) { return nil, driver.ErrSkip }

// ExecContext runs the statement.
func (t *text) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	return t.c.ExecContext(ctx, t.query, args)
}

// QueryContext runs it and gives its rows.
func (t *text) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	return t.c.QueryContext(ctx, t.query, args)
}

// rows are the rows of a statement, under the deadline of its operation.
type rows struct {
	driver.Rows
	c   *conn
	ctx context.Context //nolint:containedctx // of the query: the driver's rows are asked without one
}

// Next reads one row.
func (r *rows) Next(into []driver.Value) error { return r.c.end(r.ctx, r.Rows.Next(into)) }

// Close leaves the rest.
func (r *rows) Close() error { return r.c.end(r.ctx, r.Rows.Close()) }

// tx is a transaction.
type tx struct {
	inner driver.Tx
	c     *conn
	ctx   context.Context //nolint:containedctx // of the begin: a commit is asked without one
}

// Commit commits. After an Away nobody knows whether it did.
func (t *tx) Commit() error {
	if err := t.c.begin(t.ctx); err != nil {
		return driver.ErrBadConn
	}
	return t.c.end(t.ctx, t.inner.Commit())
}

// Rollback takes it back. What cannot be told to the server it finds out by
// itself, when the connection goes.
func (t *tx) Rollback() error {
	if err := t.c.begin(context.Background()); err != nil {
		return driver.ErrBadConn
	}
	return t.c.end(t.ctx, t.inner.Rollback())
}
