package connection

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"latchkey/api/change"
	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// Connections makes and changes the SSO applications of organizations; safe for concurrent
// use.
type Connections struct {
	Options
	changes change.Changes
}

// Options are what Connections needs.
type Options struct {
	Store          *store.Store
	Ring           *secret.Ring
	Providers      *idp.Providers
	RedirectURI    func(connectionID string) string
	GenericAllowed bool // organizations may add generic OpenID providers
	Log            *slog.Logger
	Now            func() time.Time
}

// New returns a Connections.
func New(o Options) *Connections { return &Connections{o, change.New(o.Store, o.Now)} }

// Target is a connection that somebody wants to change, as they had read it.
type Target struct {
	By           change.Actor
	ConnectionID string
	Revision     int64 // that was read; 0 matches none
	// IsOwnLogin says whether a value is what they sign in with themselves; nil
	// where nobody fills in a form.
	IsOwnLogin func(ctx context.Context, value string) (bool, error)
	// StillMay refuses, once the organization is locked, who might not go on meanwhile: the
	// provider may have been asked in between. nil where the gate has decided.
	StillMay func(ctx context.Context, rows store.Rows) error
}

// refuseOwnLogin refuses an application whose id or secret is what its author
// signs in with: a password manager took the form for a login, and the next test
// would send it to the provider.
func (t Target) refuseOwnLogin(ctx context.Context, ch Change) error {
	if t.IsOwnLogin == nil {
		return nil
	}
	var fields []fault.Field
	for _, given := range []struct {
		pointer string
		value   *string
	}{{"/clientId", ch.ClientID}, {"/clientSecret", ch.ClientSecret}} {
		if given.value == nil {
			continue
		}
		own, err := t.IsOwnLogin(ctx, strings.TrimSpace(*given.value))
		if err != nil {
			return fmt.Errorf("compare with the own login: %w", err)
		}
		if own {
			fields = append(fields, fault.Field{Pointer: given.pointer, Code: "own_login"})
		}
	}
	if len(fields) > 0 {
		return refused(fields...)
	}
	return nil
}

// change runs a change of a connection under the guard and reads what it has
// become. Work gets the connection as its author had read it, or does not run.
func (c *Connections) change(ctx context.Context, t Target, work func(change.Tx, store.Connection) error) (View, error) {
	err := c.guarded(ctx, t.By, func(tx change.Tx) error {
		if t.StillMay != nil {
			if err := t.StillMay(ctx, tx.Rows); err != nil {
				return err
			}
		}
		conn, err := t.current(ctx, tx.Rows)
		if err != nil {
			return err
		}
		return work(tx, conn)
	})
	if err != nil {
		return View{}, err
	}
	return c.Read(ctx, t.By.OrganizationID, t.ConnectionID)
}

// guarded is change.Guarded.
func (c *Connections) guarded(ctx context.Context, by change.Actor, work func(change.Tx) error) error {
	if err := c.changes.Guarded(ctx, by, work); err != nil {
		return fmt.Errorf("change a connection: %w", err)
	}
	return nil
}

// current reads a connection that is to be changed and refuses when somebody
// else has changed it since its reader read it.
func (t Target) current(ctx context.Context, rows store.Rows) (store.Connection, error) {
	conn, err := present(rows.ConnectionByID(ctx, t.By.OrganizationID, t.ConnectionID))
	if err != nil {
		return conn, err
	}
	read := change.Revision{OrganizationID: conn.OrganizationID, Number: conn.Revision, By: conn.ChangedBy, At: conn.UpdatedAt}
	return conn, read.Matches(ctx, rows, t.Revision)
}

// present says that a removed connection is as good as none.
func present(conn store.Connection, err error) (store.Connection, error) {
	if errors.Is(err, store.ErrNotFound) || err == nil && conn.State == store.Removed {
		return store.Connection{}, fault.Because(fault.NotFound, "no_connection")
	}
	return conn, err
}

// refused is a request whose members are not as they must be.
func refused(fields ...fault.Field) error {
	return &fault.Fault{Code: fault.ValidationFailed, Reason: "members", Fields: fields}
}
