package connection

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"

	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/idp/provider"
	"latchkey/api/rules"
	"latchkey/api/store"
)

// Wanted is what an operator's file wants a connection to be; nil members stay.
type Wanted struct {
	Change
	Preset         *string
	State          *store.State
	Linking        *store.Linking
	WeakProof      *store.WeakProof
	DifferentEmail *bool
}

// ReadWanted holds what a file wants against the same rules as a change on the
// screens, and gives it as it is kept. It may ask Microsoft for a tenant, so it
// comes before any transaction.
func (c *Connections) ReadWanted(ctx context.Context, by string, w Wanted) (Wanted, error) {
	var fields []fault.Field
	refuse := func(is bool, pointer, code string) {
		if is {
			fields = append(fields, fault.Field{Pointer: pointer, Code: code})
		}
	}
	refuse(!rules.IsProviderKey(by), "/provider", "format")
	refuse(!provider.Key(by).IsBrand() && !c.GenericAllowed, "/provider", "invalid")
	refuse(w.Preset != nil && !mayPreset(by, *w.Preset), "/preset", "invalid")
	refuse(w.State != nil && *w.State != store.Draft && *w.State != store.Enabled && *w.State != store.Disabled, "/state", "invalid")
	refuse(w.Linking != nil && *w.Linking != store.LinkAutomatic && *w.Linking != store.LinkConfirm && *w.Linking != store.LinkProfileOnly, "/linking", "invalid")
	refuse(w.WeakProof != nil && *w.WeakProof != store.WeakAsk && *w.WeakProof != store.WeakRefuse, "/weakProof", "invalid")
	read, err := c.readChange(ctx, provider.Key(by), w.Change)
	if err != nil {
		f := fault.Of(err)
		if f.Code != fault.ValidationFailed {
			return w, err
		}
		fields = append(fields, f.Fields...)
	}
	if len(fields) > 0 {
		return w, refused(fields...)
	}
	w.Change = read
	return w, nil
}

// Install is how a connection comes to be what an operator's file wants.
type Install struct {
	Rows         store.Rows
	Organization store.Organization
	Provider     string
	Wanted       Wanted // as ReadWanted gave it
	// Overwrite replaces an application that somebody changed since the file said
	// the same of it.
	Overwrite bool
	// Note shows a change to the operator and audits it; Kept shows that the
	// application stays as somebody made it since.
	Note func(kind event.Kind, subject, text string, detail map[string]any) error
	Kept func(text string)
	// Policy sets what a file says beside the application; nil sets all of it.
	Policy func(*store.Connection)
	// Wins says whether a value that the file gives to a field is to replace another.
	Wins func(field, says string) bool
	// AtLast does what is done when everything else is written: nobody signs in from then
	// until the transaction has ended, in any organization.
	AtLast func(do func() error)
}

// Install writes the connection of an operator's file. What stands in the file is the operator's word: it is live
// without a test, and the guard against locking everybody out is not asked.
func (c *Connections) Install(ctx context.Context, i Install) error {
	conn, err := i.Rows.ConnectionAt(ctx, i.Organization.ID, i.Provider)
	if errors.Is(err, store.ErrNotFound) {
		conn = store.NewConnection(i.Organization.ID, i.Provider, c.Now())
		if err := i.Rows.AddConnection(ctx, conn); err != nil {
			return err
		}
		err = i.Note(event.ConnectionCreated, conn.ID, fmt.Sprintf("+ connection %s of %s", conn.Provider, i.Organization.Code),
			map[string]any{"provider": conn.Provider})
	}
	if err != nil {
		return err
	}
	next, renewed, err := c.installVersion(ctx, i, conn)
	if err != nil {
		return err
	}
	i.setOn(&next, renewed)
	switch {
	case next.Label == "" && !provider.Key(conn.Provider).IsBrand():
		return refused(fault.Field{Pointer: "/label", Code: "required"})
	case next.State == store.Enabled && next.LiveVersionID == nil:
		return refused(fault.Field{Pointer: "/state", Code: "required"})
	}
	detail := store.Difference(conn, next)
	if len(detail) == 0 {
		return nil
	}
	next.UpdatedAt, next.ChangedBy = store.At(c.Now()), store.ActorOperator
	if err := i.Rows.UpdateConnection(ctx, next); err != nil {
		return err
	}
	if err := i.Note(event.ConnectionChanged, conn.ID, fmt.Sprintf("~ connection %s of %s", conn.Provider, i.Organization.Code), detail); err != nil {
		return err
	}
	return c.switched(ctx, i, conn, next)
}

// setOn sets the policy. An application of one directory is locked to it, as on
// the screens, unless the file says otherwise.
func (i Install) setOn(next *store.Connection, renewed bool) {
	tenant := i.Wanted.Tenant
	if renewed && i.Wanted.LockedTo == nil && len(next.LockedTo) == 0 && tenant != nil && *tenant != "" {
		next.LockedTo = store.Strings{*tenant}
	}
	i.Policy(next)
}

// installVersion makes a new live version if the file says something new of the
// application: other than what is live, and other than what it said before.
func (c *Connections) installVersion(ctx context.Context, i Install, conn store.Connection) (next store.Connection, renewed bool, err error) {
	ch := i.Wanted.Change
	if !ch.ofApplication() {
		return conn, false, nil
	}
	var live store.Version
	if conn.LiveVersionID != nil {
		if live, err = i.Rows.VersionOf(ctx, conn.OrganizationID, *conn.LiveVersionID); err != nil {
			return conn, false, err
		}
	}
	said, err := c.saidBefore(ctx, i, conn)
	if err != nil {
		return conn, false, err
	}
	if ch.ClientAuth != nil && *ch.ClientAuth != live.ClientAuth && ch.names(live) && !i.Wins("clientAuth", *ch.ClientAuth) {
		ch.ClientAuth = nil // a test may have found another way
	}
	s := saving{before: live, after: live}
	refusal := c.renew(conn, ch, &s)
	switch {
	case said && !i.Overwrite && (s.isNew || refusal != nil):
		i.Kept(fmt.Sprintf("= application of %s %s: kept as somebody made it since the file said the same", i.Organization.Code, conn.Provider))
		return conn, false, nil //nolint:nilerr // what it would be refused for is not written
	case refusal != nil || !s.isNew:
		return conn, false, refusal
	}
	if s.after.KeepOldUntil = (store.Time{}); !s.keepsSecret {
		s.after.SecretExpires = store.Time{} // that was the other secret's
	}
	v, err := c.newVersion(ctx, i.Rows, conn, s, store.ActorOperator)
	if err != nil {
		return conn, false, err
	}
	if next, _, err = c.replaceLive(ctx, i.Rows, conn, v); err != nil {
		return conn, false, err
	}
	detail := s.auditDetail(v)
	if live.ID != "" {
		detail["replaces"] = live.Number
	}
	return next, true, i.Note(event.ConnectionVersion, conn.ID, fmt.Sprintf("~ application of %s %s", i.Organization.Code, conn.Provider), detail)
}

// saidBefore says whether the operator's newest version of a connection is not
// live any more and is what the file says again.
func (c *Connections) saidBefore(ctx context.Context, i Install, conn store.Connection) (bool, error) {
	versions, err := i.Rows.VersionsOf(ctx, conn.OrganizationID, conn.ID)
	if err != nil {
		return false, err
	}
	for _, v := range versions {
		if v.CreatedBy != store.ActorOperator {
			continue
		}
		ch := i.Wanted.Change
		if conn.LiveVersionID == nil || *conn.LiveVersionID == v.ID || !ch.names(v) {
			return false, nil
		}
		secret, err := c.Ring.OpenRow(v.SecretPlace(), v.SecretSealed)
		if err != nil {
			return false, nil //nolint:nilerr // sealed with a key that is gone: it repeats nothing that can be told
		}
		return ch.ClientSecret == nil || subtle.ConstantTimeCompare(secret, []byte(*ch.ClientSecret)) == 1, nil
	}
	return false, nil
}

// names says whether a change is of the application of a version that there is. An
// empty issuer is that of a provider that we know.
func (ch Change) names(v store.Version) bool {
	repeats := func(given *string, was string) bool { return given == nil || *given == was }
	return v.ID != "" && repeats(ch.ClientID, v.ClientID) && repeats(ch.Tenant, v.Tenant) && (repeats(ch.Issuer, v.Issuer) || *ch.Issuer == "")
}

// switched says what turning a connection on or off means, and ends the
// sessions that came through one that was turned off.
func (c *Connections) switched(ctx context.Context, i Install, was, is store.Connection) error {
	switch {
	case was.State == is.State:
		return nil
	case is.State == store.Enabled:
		detail := map[string]any{"note": "enabled by the operator, never tested"}
		live, err := i.Rows.VersionOf(ctx, is.OrganizationID, *is.LiveVersionID)
		switch {
		case err == nil:
			detail["version"] = live.Number
		case !errors.Is(err, store.ErrNotFound): // a dry run has written none
			return err
		}
		return i.Note(event.ConnectionEnabled, is.ID,
			fmt.Sprintf("! connection %s of %s: enabled by the operator, never tested", is.Provider, i.Organization.Code), detail)
	case was.State == store.Enabled:
		n, err := i.Rows.SessionsThrough(ctx, is.OrganizationID, is.ID) // a dry run ends none, and tells the same
		if err != nil {
			return err
		}
		i.AtLast(func() error {
			_, err := i.Rows.EndSessionsThrough(ctx, is.OrganizationID, is.ID, "connection_turned_off", c.Now())
			return err
		})
		return i.Note(event.ConnectionDisabled, is.ID,
			fmt.Sprintf("! connection %s of %s: turned off, %d sessions ended", is.Provider, i.Organization.Code, n),
			map[string]any{"sessions": n})
	}
	return nil
}

// issuerOf is the issuer of an application at a provider that we know.
func (c *Connections) issuerOf(by, tenant string) string {
	return c.Providers.Issuer(idp.Application{Provider: provider.Key(by), Tenant: tenant})
}
