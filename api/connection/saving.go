package connection

import (
	"context"
	"crypto/subtle"
	"fmt"

	"latchkey/api/change"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// saving is what a change makes of the newest version: the same with other
// notes, or a new one.
type saving struct {
	before, after store.Version // before has no id when there was none
	secret        string        // of a new one
	isNew         bool
	keepsSecret   bool // a new one with the secret of the one before
}

// savingOf compares a change with the newest version.
func (c *Connections) savingOf(ctx context.Context, rows store.Rows, conn store.Connection, ch Change) (saving, error) {
	newest, err := newestOf(ctx, rows, conn)
	if err != nil {
		return saving{}, err
	}
	var s saving
	if newest != nil {
		s.before, s.after = *newest, *newest
	}
	if ch.ofApplication() {
		if err := c.renew(conn, ch, &s); err != nil {
			return s, err
		}
	}
	return s, c.setNotes(ctx, rows, conn, ch, &s)
}

// ofApplication says whether a change says anything of the application itself.
func (ch Change) ofApplication() bool {
	return ch.ClientID != nil || ch.ClientSecret != nil || ch.Tenant != nil || ch.Issuer != nil || ch.ClientAuth != nil
}

// renew makes the newest version a new one if it differs by more than notes.
// Nobody points an old secret at another application: it would be sent there.
func (c *Connections) renew(conn store.Connection, ch Change, s *saving) error {
	set(&s.after.ClientID, ch.ClientID)
	set(&s.after.Tenant, ch.Tenant)
	if of(conn).NamesIssuer {
		set(&s.after.Issuer, ch.Issuer)
	} else {
		s.after.Issuer = c.issuerOf(conn.Provider, s.after.Tenant)
	}
	if s.before.ID == "" {
		if err := firstVersion(conn, ch); err != nil {
			return err
		}
		s.isNew, s.secret, s.after.ClientAuth = true, *ch.ClientSecret, clientAuth("", false, ch)
		return nil
	}
	same := sameApplication(s.before, s.after)
	s.after.ClientAuth = clientAuth(s.after.ClientAuth, same, ch)
	if ch.ClientSecret == nil && !same {
		return refused(fault.Field{Pointer: "/clientSecret", Code: "needs_secret"})
	}
	if ch.ClientSecret == nil && s.after.ClientAuth == s.before.ClientAuth {
		return nil
	}
	old, err := c.Ring.OpenRow(s.before.SecretPlace(), s.before.SecretSealed)
	if err != nil {
		return fmt.Errorf("the stored secret: %w", err)
	}
	s.keepsSecret = ch.ClientSecret == nil || subtle.ConstantTimeCompare(old, []byte(*ch.ClientSecret)) == 1
	s.isNew = !same || !s.keepsSecret || s.after.ClientAuth != s.before.ClientAuth
	s.secret = string(old)
	if !s.keepsSecret {
		s.secret = *ch.ClientSecret
	}
	return nil
}

// clientAuth is how the secret is shown after a change: as it was, unless it is
// chosen anew or found out of another application.
func clientAuth(was string, same bool, ch Change) string {
	switch {
	case ch.ClientAuth != nil:
		return *ch.ClientAuth
	case !same:
		return string(idp.AuthAutomatic)
	}
	return was
}

// firstVersion wants all that the first version of a connection needs.
func firstVersion(conn store.Connection, ch Change) error {
	var fields []fault.Field
	for _, member := range []struct {
		pointer string
		missing bool
	}{
		{"/clientId", ch.ClientID == nil},
		{"/clientSecret", ch.ClientSecret == nil},
		{"/issuer", ch.Issuer == nil && of(conn).NamesIssuer},
	} {
		if member.missing {
			fields = append(fields, fault.Field{Pointer: member.pointer, Code: "required"})
		}
	}
	if len(fields) > 0 {
		return refused(fields...)
	}
	return nil
}

// setNotes sets what is noted beside a version. A rotation keeps the secret of
// the live version, so there must be one, of the same application.
func (c *Connections) setNotes(ctx context.Context, rows store.Rows, conn store.Connection, ch Change, s *saving) error {
	if s.isNew && !s.keepsSecret {
		s.after.SecretExpires = store.Time{} // that was the other secret's
	}
	if ch.SecretExpires != nil {
		if s.before.ID == "" && !s.isNew {
			return refused(fault.Field{Pointer: "/clientSecret", Code: "required"})
		}
		s.after.SecretExpires = noted(*ch.SecretExpires)
	}
	rotates := false
	if conn.LiveVersionID != nil && (s.isNew || conn.DraftVersionID != nil) {
		live, err := rows.VersionOf(ctx, conn.OrganizationID, *conn.LiveVersionID)
		if err != nil {
			return err
		}
		rotates = sameApplication(live, s.after)
	}
	switch {
	case ch.KeepOldUntil != nil && !ch.KeepOldUntil.IsZero() && !rotates:
		return refused(fault.Field{Pointer: "/keepOldSecretUntil", Code: "invalid"})
	case ch.KeepOldUntil != nil && (s.isNew || conn.DraftVersionID != nil):
		s.after.KeepOldUntil = noted(*ch.KeepOldUntil)
	case s.isNew && (!rotates || conn.DraftVersionID == nil):
		s.after.KeepOldUntil = store.Time{} // it was noted of another rotation
	}
	return nil
}

// addVersion writes a new version as the draft, in the place of the one before it.
func (c *Connections) addVersion(ctx context.Context, tx change.Tx, conn store.Connection, s saving) error {
	if err := retireDraft(ctx, tx.Rows, conn); err != nil {
		return err
	}
	v, err := c.newVersion(ctx, tx.Rows, conn, s, tx.By.ID)
	if err != nil {
		return err
	}
	conn.DraftVersionID = &v.ID
	return write(ctx, tx, conn, event.ConnectionVersion, s.auditDetail(v))
}

// auditDetail is what is audited of a new version.
func (s saving) auditDetail(v store.Version) map[string]any {
	secret := "changed"
	if s.keepsSecret {
		secret = "kept"
	}
	return map[string]any{
		"version": v.Number, "client_id": v.ClientID, "tenant": v.Tenant, "issuer": v.Issuer,
		"client_auth": v.ClientAuth, "secret": secret,
	}
}

// newVersion writes a new version, a draft that nothing points to yet.
func (c *Connections) newVersion(ctx context.Context, rows store.Rows, conn store.Connection, s saving, by string) (store.Version, error) {
	number, err := rows.NextVersionNumber(ctx, conn.OrganizationID, conn.ID)
	if err != nil {
		return store.Version{}, err
	}
	v := s.after
	v.ID, v.OrganizationID, v.ConnectionID, v.Number = secret.NewID(), conn.OrganizationID, conn.ID, number
	v.State, v.PassedAt, v.CreatedAt, v.CreatedBy = store.VersionDraft, store.Time{}, store.At(c.Now()), by
	v.SecretEnds = store.SecretEndsOf(s.secret)
	v.SecretSealed = c.Ring.SealRow(v.SecretPlace(), []byte(s.secret))
	return v, rows.AddVersion(ctx, v)
}

func set(to, from *string) {
	if from != nil {
		*to = *from
	}
}
