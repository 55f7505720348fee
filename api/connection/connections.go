package connection

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// Connections is the door of this room.
type Connections struct{ Options }

// Options are what the room needs from outside.
type Options struct {
	Store          *store.Store
	Ring           *secret.Ring
	Providers      *idp.Providers
	RedirectURI    func(connectionID string) string
	GenericAllowed bool // organizations may add generic OpenID providers
	Log            *slog.Logger
	Now            func() time.Time
}

// New returns the room.
func New(o Options) *Connections { return &Connections{o} }

// Target is a connection that somebody wants to change, as they had read it.
type Target struct {
	OrganizationID, ConnectionID string
	Revision                     int64  // that was read; 0 matches none
	By                           string // the user's id
	// Recent refuses with reauth_required unless they have just proven to be
	// themselves; nil refuses.
	Recent func(context.Context, store.Rows) error
	// IsOwnLogin says whether a value is what they sign in with themselves; nil
	// where nobody fills in a form.
	IsOwnLogin func(ctx context.Context, value string) (bool, error)
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

// askRecent is asked of whoever gives somebody a way in: see
// store.Connection.Weakens and store.Version.LetsOthersIn.
func (t Target) askRecent(ctx context.Context, rows store.Rows) error {
	if t.Recent == nil {
		return fault.Because(fault.ReauthRequired, "not_proven")
	}
	return t.Recent(ctx, rows)
}

// change runs a change of a connection under the guard and reads what it has
// become. Work gets the connection as its author had read it, or does not run.
func (c *Connections) change(ctx context.Context, t Target, work func(store.Rows, store.Connection) error) (View, error) {
	err := c.guarded(ctx, t.OrganizationID, func(rows store.Rows) error {
		conn, err := c.current(ctx, rows, t)
		if err != nil {
			return err
		}
		return work(rows, conn)
	})
	if err != nil {
		return View{}, err
	}
	return c.Read(ctx, t.OrganizationID, t.ConnectionID)
}

// guarded is Store.Guarded in the words of the catalogue.
func (c *Connections) guarded(ctx context.Context, organizationID string, work func(store.Rows) error) error {
	err := c.Store.Guarded(ctx, organizationID, work)
	switch {
	case errors.Is(err, store.ErrNobodyLeft):
		return fault.Wrap(fault.LastSuperAdmin, "nobody_left", err)
	case err != nil:
		return fmt.Errorf("change a connection: %w", err)
	}
	return nil
}

// current reads a connection that is to be changed and refuses when somebody
// else has changed it since its reader read it.
func (c *Connections) current(ctx context.Context, rows store.Rows, t Target) (store.Connection, error) {
	conn, err := present(rows.ConnectionByID(ctx, t.OrganizationID, t.ConnectionID))
	if err != nil || conn.Revision == t.Revision {
		return conn, err
	}
	name, err := rows.ActorNameOf(ctx, t.OrganizationID, conn.ChangedBy)
	if err != nil {
		return conn, err
	}
	return conn, &fault.Fault{Code: fault.ConfigChanged, Reason: "revision", ChangedBy: name, ChangedAt: conn.UpdatedAt.Time}
}

// present says that a removed connection is as good as none.
func present(conn store.Connection, err error) (store.Connection, error) {
	if errors.Is(err, store.ErrNotFound) || err == nil && conn.State == store.Removed {
		return store.Connection{}, fault.Because(fault.NotFound, "no_connection")
	}
	return conn, err
}

// note audits what somebody did with a connection.
func (c *Connections) note(ctx context.Context, rows store.Rows, conn store.Connection, by string, kind event.Kind, detail map[string]any) error {
	return event.Record(ctx, rows, event.Event{
		Organization: conn.OrganizationID, Actor: by, Kind: kind, Subject: conn.ID, Detail: detail, At: c.Now(),
	})
}

// refused is a request whose members are not as they must be.
func refused(fields ...fault.Field) error {
	return &fault.Fault{Code: fault.ValidationFailed, Reason: "members", Fields: fields}
}
