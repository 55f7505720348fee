package storetest

import (
	"testing"
	"time"

	"latchkey/api/store"
)

// isolation walks every method that takes an organization: with another one's
// id beside rows of acme, nothing is found and nothing changes (E09, E01).
func isolation(t *testing.T, w *world) {
	ctx, p, other := t.Context(), w.acme, w.globex.ID
	link := w.link(w.identity(p, p.ana, "sub"))
	spent := w.signIn(p)
	w.must(w.db.SpendAttempt(ctx, spent))
	w.must(w.db.AddAuditEvent(ctx, store.NewAuditEvent(p.ID, p.ana.ID, "user.changed", p.ana.ID, nil, noon())))
	through := w.session(p, p.ana)
	through.ConnectionID = &p.google.ID
	w.begin(through)
	w.refuse(p, 0)
	w.refuse(p, 0)
	before := w.picture(p, through)

	absent[store.Version](t, "VersionOf")(w.db.VersionOf(ctx, other, p.version.ID))
	absent[store.Live](t, "LiveByID")(w.db.LiveByID(ctx, other, p.google.ID))
	absent[store.Returned](t, "LiveForReturn")(w.db.LiveForReturn(ctx, other, p.google.ID, spent.ID))
	absent[store.SignIn](t, "SignInByID")(w.db.SignInByID(ctx, other, spent.ID))
	read(t, "SignInsByReference", []store.SignIn(nil))(w.db.SignInsByReference(ctx, other, spent.Reference))
	absent[store.LoggedSignIn](t, "SignInEntry")(w.db.SignInEntry(ctx, other, spent.ID))
	read(t, "SignInLog", []store.LogLine(nil))(w.db.SignInLog(ctx, other, store.SignInFilter{Search: spent.Reference}, store.Cursor{}, 10))
	read(t, "SignInCounts", []store.SignInCount{})(w.db.SignInCounts(ctx, other, noon()))
	read(t, "AuditLog", []store.AuditLine(nil))(w.db.AuditLog(ctx, other, store.Cursor{}, 10))
	read(t, "IdentitiesOf", []store.Identity(nil))(w.db.IdentitiesOf(ctx, other, p.ana.ID))
	absent[store.User](t, "UserByEmail")(w.db.UserByEmail(ctx, "org_nobody", p.ana.Email))
	absent[store.Connection](t, "ConnectionAt")(w.db.ConnectionAt(ctx, "org_nobody", "google"))
	read(t, "ProviderStates", []store.ProviderState(nil))(w.db.ProviderStates(ctx, "org_nobody"))
	found, err := w.db.FindForSignIn(ctx, store.Account{
		OrganizationID: other, ConnectionID: p.google.ID, Issuer: link.Issuer, Subject: link.Subject,
	})
	same(t, "FindForSignIn", []any{len(found), err}, []any{0, error(nil)})

	stolen := p.ana
	stolen.OrganizationID, stolen.Role, stolen.Name = other, store.SuperAdmin, "Mallory"
	wants(t, "UpdateUser", w.db.UpdateUser(ctx, stolen), store.ErrNotFound)
	w.must(w.db.UpgradePasswordHash(ctx, stolen, "theirs"))
	c := p.google
	c.OrganizationID, c.State = other, store.Disabled
	wants(t, "UpdateConnection", w.db.UpdateConnection(ctx, c), store.ErrNotFound)
	wants(t, "SetVersionState", w.db.SetVersionState(ctx, other, p.version.ID, store.VersionRetired), store.ErrNotFound)
	wants(t, "SeeIdentity", w.db.SeeIdentity(ctx, store.Seen{
		OrganizationID: other, IdentityID: link.ID, UserID: p.ana.ID, OldSubject: "sub", Subject: "x", At: noon(),
	}), store.ErrNotFound)
	_, err = w.db.MarkRefused(ctx, other, p.google.ID, p.version.ID, "theirs", time.Hour, noon())
	wants(t, "MarkRefused", err, store.ErrNotFound)
	w.must(w.db.MarkWorking(ctx, other, p.google.ID, p.version.ID))
	w.must(w.db.MarkProbeRefused(ctx, other, p.google.ID, p.version.ID, noon()))
	w.must(w.db.ResetHealth(ctx, other, p.google.ID))
	read(t, "TakeTrial", false)(w.db.TakeTrial(ctx, other, p.google.ID, 0, noon().Add(hours(9))))
	rotated := through
	rotated.OrganizationID, rotated.Generation = other, 2
	wants(t, "RotateSession", w.db.RotateSession(ctx, rotated, 1), store.ErrNotFound)
	read(t, "EndSessionsOf", int64(0))(w.db.EndSessionsOf(ctx, other, p.ana.ID, "", "theirs", noon()))
	read(t, "EndSessionsThrough", int64(0))(w.db.EndSessionsThrough(ctx, other, p.google.ID, "theirs", noon()))
	again := spent
	again.OrganizationID = other
	wants(t, "SpendAttempt", w.db.SpendAttempt(ctx, again), store.ErrConflict)

	same(t, "acme after all that", w.picture(p, through), before)
}

// picture is everything that isolation must leave as it was.
func (w *world) picture(p place, s store.Session) []any {
	w.t.Helper()
	ctx := w.t.Context()
	u, err := w.db.UserByEmail(ctx, p.ID, p.ana.Email)
	w.must(err)
	l, err := w.db.LiveByID(ctx, p.ID, p.google.ID)
	w.must(err)
	v, err := w.db.VersionOf(ctx, p.ID, p.version.ID)
	w.must(err)
	ids, err := w.db.IdentitiesOf(ctx, p.ID, p.ana.ID)
	w.must(err)
	h, err := w.db.SessionHolder(ctx, s.ID)
	w.must(err)
	rows, err := w.db.SignInsByReference(ctx, p.ID, "7F3K-92QD")
	w.must(err)
	return []any{u, l, v, ids, h, rows}
}

// references: a row of one organization cannot point at a row of another.
func references(t *testing.T, w *world) {
	ctx, p, other := t.Context(), w.acme, w.globex
	nobodys := store.NewUser("org_nobody", "x@acme.example", "x", store.Agent, noon())
	connection := store.NewConnection("org_nobody", "google", noon())
	version := p.version
	version.ID, version.OrganizationID = store.NewID(), other.ID
	foreignUser := w.identity(p, other.ana, "s1")
	foreignConnection := w.identity(p, p.ana, "s2")
	foreignConnection.ConnectionID = other.google.ID
	foreignBoth := w.identity(p, p.ana, "s3")
	foreignBoth.OrganizationID = other.ID
	session := w.session(p, other.ana)
	pending := w.pending(p)
	pending.OrganizationID = other.ID
	row := w.signIn(p)
	row.OrganizationID = "org_nobody"
	for name, err := range map[string]error{
		"a user of no organization":                        w.db.AddUser(ctx, nobodys),
		"a connection of no organization":                  w.db.AddConnection(ctx, connection),
		"a version under another organization (E01)":       w.db.AddVersion(ctx, version),
		"a link to another organization's user":            w.db.AddIdentity(ctx, foreignUser),
		"a link at another organization's connection":      w.db.AddIdentity(ctx, foreignConnection),
		"a link under another organization":                w.db.AddIdentity(ctx, foreignBoth),
		"a session of another organization's user (E04)":   w.db.AddSession(ctx, session),
		"a pending link at another one's connection":       w.db.AddPendingLink(ctx, pending),
		"a sign-in of no organization":                     w.db.SpendAttempt(ctx, row),
		"an audit event of no organization":                w.db.AddAuditEvent(ctx, store.NewAuditEvent("org_nobody", "a", "b", "c", nil, noon())),
		"a connection that would take another one's place": w.db.UpdateConnection(ctx, store.Connection{ID: p.google.ID, OrganizationID: other.ID}),
	} {
		if err == nil {
			t.Errorf("%s was written", name)
		}
	}
}
