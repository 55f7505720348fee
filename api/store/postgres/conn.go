package postgres

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"net"
	"time"
)

// session is what the driver's connections can do.
type session interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.NamedValueChecker
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// conn is a connection whose operations end in time.
type conn struct {
	session
	socket     *wire
	owner      *Connector
	generation int64
	spoiled    bool // it is dropped when it is given back
}

// begin starts an operation.
func (c *conn) begin(ctx context.Context) error {
	c.socket.wrote.Store(false)
	return c.socket.SetDeadline(c.owner.until(ctx))
}

// end says what an operation's error means. After one that is no answer of the
// server the connection is of no use; after an answer that it only reads, nor are
// the others. Nor is one whose statement the caller gave up: the request to cancel
// it may still be under way, and would hit the next one.
func (c *conn) end(ctx context.Context, err error) error {
	c.spoiled = c.spoiled || ctx.Err() != nil
	if err == nil || answered(err) && !ReadsOnly(err) || errors.Is(err, driver.ErrSkip) {
		return err
	}
	c.spoiled = true
	if errors.Is(err, driver.ErrBadConn) && !c.socket.wrote.Load() {
		return err // nothing was asked yet: database/sql asks on another connection
	}
	if timeout(err) && ctx.Err() == nil || ReadsOnly(err) {
		c.dropOthers()
	}
	if answered(err) {
		return err
	}
	return away(err)
}

// dropOthers lets nobody use the connections that were made before this one was
// found to be of no use.
func (c *conn) dropOthers() { c.owner.generation.CompareAndSwap(c.generation, c.generation+1) }

// again is end for what may be done again on another connection, because it changes
// nothing by itself: where the connection was closed, database/sql does so. Where it
// went silent it has taken all the time there was.
func (c *conn) again(ctx context.Context, err error) error {
	if err == nil || answered(err) || timeout(err) || ctx.Err() != nil {
		return c.end(ctx, err)
	}
	c.spoiled = true
	return driver.ErrBadConn
}

func timeout(err error) bool {
	e, ok := errors.AsType[net.Error](err)
	return ok && e.Timeout()
}

// set makes the session's settings, where the session is ours alone.
func (c *conn) set(ctx context.Context) error {
	if c.owner.shared.Load() {
		return nil
	}
	return c.run(ctx, c.owner.settingsSQL(false))
}

// run runs a text without arguments and reads nothing of what it gives.
func (c *conn) run(ctx context.Context, query string) error {
	if query == "" {
		return nil
	}
	if err := c.begin(ctx); err != nil {
		return err
	}
	rows, err := c.session.QueryContext(ctx, query, nil)
	if err != nil {
		return err
	}
	return rows.Close()
}

// IsValid says whether the connection may be used again.
func (c *conn) IsValid() bool {
	return !c.spoiled && c.generation == c.owner.generation.Load() && c.session.IsValid()
}

// ResetSession is asked before the connection is used again.
func (c *conn) ResetSession(ctx context.Context) error {
	if err := c.socket.SetDeadline(time.Time{}); err != nil || !c.IsValid() || !alive(c.socket.Conn) {
		return driver.ErrBadConn
	}
	return c.session.ResetSession(ctx)
}

// farewell is how long a connection that goes may say so.
const farewell = 100 * time.Millisecond

// Close leaves. Whether the server hears of it does not matter.
func (c *conn) Close() error {
	if err := c.socket.SetDeadline(time.Now().Add(farewell)); err != nil {
		return c.socket.Close()
	}
	_ = c.session.Close()
	return nil
}

// Ping asks whether the server takes writes. One that only reads is away for us: its
// pages would be shown, and nothing done.
func (c *conn) Ping(ctx context.Context) error {
	if err := c.begin(ctx); err != nil {
		return driver.ErrBadConn
	}
	only, err := c.onlyReads(ctx)
	if err != nil || !only {
		return c.again(ctx, err)
	}
	c.spoiled = true
	c.dropOthers()
	return away(errOnlyReads)
}

// onlyReads is true for a standby, and for a server that was told to.
func (c *conn) onlyReads(ctx context.Context) (bool, error) {
	rows, err := c.session.QueryContext(ctx, `SHOW transaction_read_only`, nil)
	if err != nil {
		return false, err
	}
	is := make([]driver.Value, 1)
	err = rows.Next(is)
	return fmt.Sprintf("%s", is[0]) == "on", errors.Join(err, rows.Close())
}

// BeginTx begins a transaction. Where the session is shared its settings are made
// for each transaction.
func (c *conn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	if err := c.begin(ctx); err != nil {
		return nil, driver.ErrBadConn
	}
	inner, err := c.session.BeginTx(ctx, opts)
	if err == nil && c.owner.shared.Load() {
		err = c.run(ctx, c.owner.settingsSQL(true))
	}
	if err != nil {
		return nil, c.again(ctx, err)
	}
	return &tx{inner, c, ctx}, nil
}

// ExecContext runs a statement that is not kept prepared.
func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if err := c.begin(ctx); err != nil {
		return nil, driver.ErrBadConn
	}
	result, err := c.session.ExecContext(ctx, query, args)
	return result, c.end(ctx, err)
}

// QueryContext likewise, with its rows.
func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	if err := c.begin(ctx); err != nil {
		return nil, driver.ErrBadConn
	}
	inner, err := c.session.QueryContext(ctx, query, args)
	if err != nil && reads(query) {
		return nil, c.again(ctx, err)
	}
	if err != nil {
		return nil, c.end(ctx, err)
	}
	return &rows{inner, c, ctx}, nil
}
