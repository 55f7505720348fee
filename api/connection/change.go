package connection

import (
	"context"
	"fmt"
	"slices"
	"time"

	"latchkey/api/change"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/idp/provider"
	"latchkey/api/store"
)

// Change is what a super admin wants a connection to be; nil members stay.
type Change struct {
	Label, ClientID, ClientSecret, Tenant, Issuer *string
	ClientAuth                                    *string // AutomaticAuth or an idp.ClientAuth; generic providers only
	LockedTo                                      *[]string
	SecretExpires, KeepOldUntil                   *time.Time   // the zero time takes the note away
	Unlocked                                      Confirmation // asked for when it takes the lock off a connection that is on
}

// Change changes a connection. Another client id, secret, tenant, issuer or way
// to show the secret makes a version that must pass its test; what is live stays so until then.
func (c *Connections) Change(ctx context.Context, t Target, ch Change) (View, error) {
	conn, err := t.current(ctx, c.Store.Rows)
	if err != nil {
		return View{}, fmt.Errorf("read a connection: %w", err)
	}
	if err := t.refuseOwnLogin(ctx, ch); err != nil {
		return View{}, err
	}
	if ch, err = c.readChange(ctx, provider.Key(conn.Provider), ch); err != nil {
		return View{}, err
	}
	return c.change(ctx, t, func(tx change.Tx, conn store.Connection) error {
		return c.apply(ctx, tx, conn, ch)
	})
}

// readChange checks the members and asks Microsoft for the tenant of a domain:
// before the transaction, because it may take its time.
func (c *Connections) readChange(ctx context.Context, by provider.Key, ch Change) (Change, error) {
	s := shape{of: provider.Of(by), usable: c.Providers.UsableIssuer, strict: c.Providers.IsReal(by)}
	ch = s.read(ch)
	s.times(ch, c.Now())
	if len(s.fields) > 0 {
		return ch, refused(s.fields...)
	}
	if ch.Tenant == nil || *ch.Tenant == "" || provider.IsGUID(*ch.Tenant) {
		return ch, nil
	}
	tenant, err := c.Providers.ResolveTenant(ctx, *ch.Tenant)
	if f := fault.Of(err); err != nil && f.Code == fault.SSOAppInvalid {
		return ch, refused(fault.Field{Pointer: "/tenant", Code: "unresolved"})
	}
	ch.Tenant = &tenant
	return ch, err
}

// apply writes a change that was read.
func (c *Connections) apply(ctx context.Context, tx change.Tx, conn store.Connection, ch Change) error {
	s, err := c.savingOf(ctx, tx.Rows, conn, ch)
	if err != nil {
		return err
	}
	next := conn
	if ch.Label != nil {
		next.Label = *ch.Label
	}
	switch {
	case ch.LockedTo != nil && !slices.Equal(*ch.LockedTo, conn.LockedTo):
		next.LockedTo = *ch.LockedTo
	case ch.LockedTo == nil && len(conn.LockedTo) == 0 && s.isNew && ch.Tenant != nil && *ch.Tenant != "":
		next.LockedTo = store.Strings{*ch.Tenant}
	}
	if conn.State == store.Enabled && len(conn.LockedTo) > 0 && len(next.LockedTo) == 0 {
		if fields := ch.Unlocked.problem(); len(fields) > 0 {
			return refused(fields...)
		}
	}
	elsewhere, err := replacesLive(ctx, tx.Rows, conn, s.after)
	if err != nil {
		return err
	}
	if next.Weakens(conn) || s.isNew && elsewhere {
		if err := tx.AskRecent(ctx); err != nil {
			return err
		}
	}
	detail := store.Difference(conn, next)
	if !s.isNew {
		for column, change := range store.Difference(s.before, s.after) {
			detail[column] = change
		}
	}
	if len(detail) > 0 {
		if err := tx.Record(ctx, event.ConnectionChanged, conn.ID, detail); err != nil {
			return err
		}
	}
	switch {
	case s.isNew:
		return c.addVersion(ctx, tx, next, s)
	case len(detail) == 0:
		return nil
	case s.after.ID != "":
		if err := tx.NoteVersion(ctx, s.after); err != nil {
			return err
		}
	}
	next.UpdatedAt, next.ChangedBy = store.At(tx.At), tx.By.ID
	return tx.UpdateConnection(ctx, next)
}

// replacesLive says whether a version would let others in than the live one of a
// connection that is on: once it has passed its test nobody is asked any more.
func replacesLive(ctx context.Context, rows store.Rows, conn store.Connection, version store.Version) (bool, error) {
	if conn.State != store.Enabled || conn.LiveVersionID == nil {
		return false, nil
	}
	live, err := rows.VersionOf(ctx, conn.OrganizationID, *conn.LiveVersionID)
	return err == nil && version.LetsOthersIn(live), err
}
