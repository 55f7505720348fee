package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"net"
	"slices"
)

// ours are the settings that a shared session can do without: our own deadlines
// end what the server does not.
func ours() []string { return []string{"statement_timeout", "lock_timeout"} }

// Reach asks the database for an answer, and finds out whether a pooler hands out
// its connections by transaction. If so nothing is kept prepared or set on them
// from then on.
func (c *Connector) Reach(ctx context.Context, db *sql.DB) error {
	first, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	direct, err := isDirect(ctx, first)
	if err != nil || direct {
		return errors.Join(err, first.Close())
	}
	shared, err := isShared(ctx, db, first)
	if err := errors.Join(err, first.Close()); err != nil || !shared {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(c.settings)) {
		if !slices.Contains(ours(), name) {
			return fmt.Errorf("the pooler hands out its connections by transaction, so %s of the address cannot be set: set it for the database's user, or let the pooler work by session", name)
		}
	}
	c.shared.Store(true)
	c.generation.Add(1) // what was set on the first ones is nobody's
	return nil
}

// isDirect says whether the server sees the very socket that we have: then nobody
// is in between.
func isDirect(ctx context.Context, c *sql.Conn) (bool, error) {
	var seen sql.NullInt64
	if err := c.QueryRowContext(ctx, `SELECT inet_client_port()`).Scan(&seen); err != nil {
		return false, err
	}
	direct := false
	err := c.Raw(func(made any) error {
		if m, ok := made.(*conn); ok {
			local, ok := m.socket.LocalAddr().(*net.TCPAddr)
			direct = ok && seen.Valid && seen.Int64 == int64(local.Port)
		}
		return nil
	})
	return direct, err
}

// isShared looks whether another connection is served by the backend of the first
// one, or the first one by several. Round by round, because a busy pooler may give
// each its own for a while.
func isShared(ctx context.Context, db *sql.DB, first *sql.Conn) (shared bool, err error) {
	const rounds = 3
	second, err := db.Conn(ctx)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, second.Close()) }()
	was, err := backend(ctx, first)
	for range rounds {
		if err != nil || shared {
			return shared, err
		}
		shared, err = meets(ctx, first, second, was)
	}
	return shared, err
}

// meets compares the backends of both while the second is in a transaction.
func meets(ctx context.Context, first, second *sql.Conn, was int) (shared bool, err error) {
	tx, err := second.BeginTx(ctx, nil)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, tx.Rollback()) }()
	other, err := backend(ctx, tx)
	if err != nil {
		return false, err
	}
	is, err := backend(ctx, first)
	return is != was || other == was, err
}

type asks interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func backend(ctx context.Context, c asks) (pid int, err error) {
	err = c.QueryRowContext(ctx, `SELECT pg_backend_pid()`).Scan(&pid)
	return pid, err
}
