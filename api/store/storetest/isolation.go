package storetest

import (
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// isolation walks every method that takes an organization: with another one's
// id beside rows of acme, nothing is found and nothing changes (E09, E01).
func isolation(t *testing.T, w *world) {
	ctx, p, other := t.Context(), w.acme, w.globex.ID
	link := w.link(w.identity(p, p.ana, "sub"))
	spent := w.signIn(p)
	w.must(w.db.SpendAttempt(ctx, spent))
	w.must(w.db.AddAuditEvent(ctx, AuditEvent(p.ID, p.ana.ID, "user.changed", p.ana.ID, noon())))
	through := w.session(p, p.ana)
	through.ConnectionID, through.IdentityID = &p.google.ID, &link.ID
	w.begin(through)
	claim := w.prove(w.domain(p, "isolation.example"))
	sofia := store.NewUser(p.ID, "sofia@acme.example", "Sofia", store.SuperAdmin, noon())
	sofia.PasswordHash = ptr("h")
	w.must(w.db.AddUser(ctx, sofia))
	w.refuse(p, 0)
	w.refuse(p, 0)
	w.must(w.db.AddBypassLink(ctx, store.BypassLink{TokenHash: "hash of " + p.ID, OrganizationID: p.ID, UserID: sofia.ID, ExpiresAt: store.At(noon().Add(time.Hour))}))
	test := w.test(p, 0)
	w.must(w.db.AddConnectionTest(ctx, test))
	message := w.mail(p, 0)
	w.must(w.db.AddMail(ctx, message))
	before := w.picture(p, through)

	read(t, "MailsOf", []store.Mail(nil))(w.db.MailsOf(ctx, other, ""))
	read(t, "MailCounts", []store.MailCount(nil))(w.db.MailCounts(ctx, other))
	read(t, "MailRequested", false)(w.db.MailRequested(ctx, other, message.Kind, message.Recipient, noon().Add(-time.Hour)))
	absent[store.Version](t, "VersionOf")(w.db.VersionOf(ctx, other, p.version.ID))
	absent[store.LiveConnection](t, "LiveByID")(w.db.LiveByID(ctx, other, p.google.ID))
	absent[store.Returned](t, "LiveForReturn")(w.db.LiveForReturn(ctx, other, p.google.ID, spent.ID))
	absent[store.SignIn](t, "SignInByID")(w.db.SignInByID(ctx, other, spent.ID))
	read(t, "SignInsByReference", []store.SignIn(nil))(w.db.SignInsByReference(ctx, other, spent.Reference))
	absent[store.LoggedSignIn](t, "SignInEntry")(w.db.SignInEntry(ctx, other, spent.ID))
	read(t, "SignInLog", []store.LogLine(nil))(w.db.SignInLog(ctx, other, store.SignInFilter{Search: spent.Reference}, store.Cursor{}, 10))
	read(t, "SignInCounts", []store.SignInCount(nil))(w.db.SignInCounts(ctx, other, []time.Time{noon()}))
	read(t, "AuditLog", []store.AuditLine(nil))(w.db.AuditLog(ctx, other, store.Cursor{}, 10))
	read(t, "IdentitiesOf", []store.Identity(nil))(w.db.IdentitiesOf(ctx, other, p.ana.ID))
	absent[store.User](t, "UserByEmail")(w.db.UserByEmail(ctx, "org_nobody", p.ana.Email))
	absent[store.Connection](t, "ConnectionAt")(w.db.ConnectionAt(ctx, "org_nobody", "google"))
	read(t, "ProviderStates", []store.ProviderState(nil))(w.db.ProviderStates(ctx, "org_nobody"))
	absent[store.User](t, "UserByID")(w.db.UserByID(ctx, other, p.ana.ID))
	read(t, "UsersByID", []store.User(nil))(w.db.UsersByID(ctx, other, []string{p.ana.ID}))
	absent[store.Connection](t, "ConnectionByID")(w.db.ConnectionByID(ctx, other, p.google.ID))
	read(t, "ConnectionsOf", []store.Connection(nil))(w.db.ConnectionsOf(ctx, "org_nobody"))
	absent[store.ClaimedDomain](t, "DomainByID")(w.db.DomainByID(ctx, other, claim.ID))
	read(t, "DomainsOf", []store.ClaimedDomain(nil))(w.db.DomainsOf(ctx, other))
	read(t, "VerifiedDomains", []string(nil))(w.db.VerifiedDomains(ctx, other))
	absent[store.Domain](t, "TakeDomainCheck")(w.db.TakeDomainCheck(ctx, other, claim.ID, 0, noon().Add(hours(9))))
	absent[store.Domain](t, "RemoveDomain")(w.db.RemoveDomain(ctx, other, claim.ID))
	lost := claim
	lost.OrganizationID, lost.State = other, store.DomainLost
	wants(t, "SaveDomainCheck", w.db.SaveDomainCheck(ctx, lost), store.ErrNotFound)
	absent[store.Strings](t, "GuideDone")(w.db.GuideDone(ctx, other, p.google.ID))
	wants(t, "SetGuideDone", w.db.SetGuideDone(ctx, other, p.google.ID, store.Strings{"G1"}), store.ErrNotFound)
	read(t, "VersionsOf", []store.Version(nil))(w.db.VersionsOf(ctx, other, p.google.ID))
	read(t, "NextVersionNumber", int64(1))(w.db.NextVersionNumber(ctx, other, p.google.ID))
	read(t, "VersionEntriesOf", []store.VersionEntry(nil))(w.db.VersionEntriesOf(ctx, other, p.google.ID))
	read(t, "ConnectionEntries", []store.ConnectionEntry(nil))(w.db.ConnectionEntries(ctx, "org_nobody"))
	read(t, "VersionsInUse", []store.VersionEntry(nil))(w.db.VersionsInUse(ctx, "org_nobody"))
	read(t, "LatestTests", []store.LatestTest(nil))(w.db.LatestTests(ctx, other))
	read(t, "LastDays", []store.SignInCount(nil))(w.db.LastDays(ctx, other, noon()))
	touched, people, err := w.db.ImpactOf(ctx, other, p.google.ID, noon(), 10)
	read(t, "ImpactOf", store.Impact{})(touched, err)
	same(t, "people of ImpactOf", len(people), 0)
	read(t, "ActorNameOf", "")(w.db.ActorNameOf(ctx, other, p.ana.ID))
	absent[store.ConnectionTest](t, "ConnectionTestByID")(w.db.ConnectionTestByID(ctx, other, p.google.ID, test.ID))
	absent[store.TestLine](t, "TestByID")(w.db.TestByID(ctx, other, p.google.ID, test.ID))
	read(t, "TestsOf", []store.TestLine(nil))(w.db.TestsOf(ctx, other, p.google.ID))
	read(t, "TestsSince", []store.Time(nil))(w.db.TestsSince(ctx, other, noon().Add(-hours(9))))
	read(t, "LearnedOf", store.Learned{})(w.db.LearnedOf(ctx, other, p.google.ID))
	foreseen, err := w.db.ForecastUsers(ctx, other, p.google.ID)
	same(t, "ForecastUsers", []any{len(foreseen), foreseen[0].UserID, foreseen[0].IdentityID, err}, []any{1, w.globex.ana.ID, (*string)(nil), error(nil)})
	everybody, err := w.db.ForecastPeople(ctx, other)
	seen := everybody.At(p.google.ID)
	same(t, "ForecastPeople", []any{len(seen), seen[0].UserID, seen[0].IdentityID, err}, []any{1, w.globex.ana.ID, (*string)(nil), error(nil)})
	learned, err := w.db.LearnedOfAll(ctx, other)
	read(t, "LearnedOfAll", store.Learned{})(learned(p.google.ID), err)
	read(t, "SuperAdminCanSignIn", false)(w.db.SuperAdminCanSignIn(ctx, other))
	read(t, "SuperAdminCanSignIn, at home", true)(w.db.SuperAdminCanSignIn(ctx, p.ID))
	found, err := w.db.FindForSignIn(ctx, store.ProviderAccount{
		OrganizationID: other, ConnectionID: p.google.ID, Issuer: link.Issuer, Subject: link.Subject,
	})
	same(t, "FindForSignIn", []any{len(found), err}, []any{0, error(nil)})

	stolen := p.ana
	stolen.OrganizationID, stolen.Role, stolen.Name = other, store.SuperAdmin, "Mallory"
	wants(t, "UpdateUser", w.db.UpdateUser(ctx, stolen), store.ErrNotFound)
	wants(t, "ChangeUser", w.db.ChangeUser(ctx, stolen), store.ErrNotFound)
	wants(t, "ReleaseEmail", w.db.ReleaseEmail(ctx, stolen), store.ErrNotFound)
	theirs := sofia
	theirs.OrganizationID = other
	read(t, "UserLines", []store.UserLine(nil))(w.db.UserLines(ctx, "org_nobody", store.UserQuery{Now: noon()}, nil, 10))
	read(t, "CountUsers", int64(0))(w.db.CountUsers(ctx, "org_nobody", store.UserQuery{Now: noon()}, 10))
	absent[store.UserLine](t, "UserLine")(w.db.UserLine(ctx, other, p.ana.ID, noon()))
	read(t, "LinksOf", []store.Link(nil))(w.db.LinksOf(ctx, other, []string{p.ana.ID}))
	absent[store.Link](t, "RecentSSOSignIn")(w.db.RecentSSOSignIn(ctx, other, p.ana.ID, noon()))
	read(t, "ProvenAdmins", []store.User(nil))(w.db.ProvenAdmins(ctx, other, time.Time{}))
	read(t, "ExemptUsers", []store.User(nil))(w.db.ExemptUsers(ctx, "org_nobody"))
	read(t, "Reach", store.Reach{})(w.db.Reach(ctx, "org_nobody"))
	read(t, "CountToConnect", int64(0))(w.db.CountToConnect(ctx, "org_nobody", nil))
	read(t, "NotConnected", []store.User(nil))(w.db.NotConnected(ctx, "org_nobody", 10))
	read(t, "KnownUsers", []string(nil))(w.db.KnownUsers(ctx, other, []string{p.ana.ID}))
	read(t, "Exempt", []string(nil))(w.db.Exempt(ctx, other, []string{p.ana.ID}, "theirs", noon()))
	absent[store.BypassLink](t, "TakeBypassLink")(w.db.TakeBypassLink(ctx, other, "hash of "+p.ID, noon()))
	absent[store.Organization](t, "OrganizationByID")(w.db.OrganizationByID(ctx, "org_nobody"))
	w.must(w.db.UpgradePasswordHash(ctx, stolen, "theirs"))
	c := p.google
	c.OrganizationID, c.State = other, store.Disabled
	wants(t, "UpdateConnection", w.db.UpdateConnection(ctx, c), store.ErrNotFound)
	wants(t, "SetVersionState", w.db.SetVersionState(ctx, other, p.version.ID, store.VersionRetired), store.ErrNotFound)
	noted := p.version
	noted.OrganizationID, noted.SecretExpires = other, store.At(noon())
	wants(t, "NoteVersion", w.db.NoteVersion(ctx, noted), store.ErrNotFound)
	wants(t, "TouchIdentity", w.db.TouchIdentity(ctx, store.IdentityUse{
		OrganizationID: other, IdentityID: link.ID, UserID: p.ana.ID, OldSubject: "sub", Subject: "x", At: noon(),
	}), store.ErrNotFound)
	wants(t, "PassVersion", w.db.PassVersion(ctx, other, p.version.ID, noon()), store.ErrNotFound)
	w.must(w.db.RecordFallbackUse(ctx, other, p.google.ID, p.version.ID, noon()))
	finished := test
	finished.OrganizationID, finished.State = other, store.TestPassed
	wants(t, "WriteConnectionTest", w.db.WriteConnectionTest(ctx, finished), store.ErrNotFound)
	_, err = w.db.MarkRefused(ctx, store.CredentialsRefused{OrganizationID: other, ConnectionID: p.google.ID, VersionID: p.version.ID, Reason: "theirs", At: noon()}, time.Hour)
	wants(t, "MarkRefused", err, store.ErrNotFound)
	w.must(failed(w.db.MarkWorking(ctx, other, p.google.ID, p.version.ID)))
	w.must(w.db.MarkProbeRefused(ctx, other, p.google.ID, p.version.ID, noon()))
	w.must(w.db.ResetHealth(ctx, other, p.google.ID))
	read(t, "TakeTrial", false)(w.db.TakeTrial(ctx, other, p.google.ID, 0, noon().Add(hours(9))))
	rotated := through
	rotated.OrganizationID, rotated.Generation = other, 2
	wants(t, "RotateSession", w.db.RotateSession(ctx, rotated, 1), store.ErrNotFound)
	read(t, "EndSessionsOf", int64(0))(w.db.EndSessionsOf(ctx, other, p.ana.ID, "", "theirs", noon()))
	read(t, "EndSessionsThrough", int64(0))(w.db.EndSessionsThrough(ctx, other, p.google.ID, "theirs", noon()))
	read(t, "EndSessionsOfIdentity", int64(0))(w.db.EndSessionsOfIdentity(ctx, other, link.ID, "", "theirs", noon()))
	read(t, "CanSignInWithout", false)(w.db.CanSignInWithout(ctx, other, p.ana.ID, ""))
	foreign := sofia
	foreign.OrganizationID = other
	wants(t, "RecordPasswordUse", w.db.RecordPasswordUse(ctx, foreign, noon()), store.ErrNotFound)
	wants(t, "SetPassword", w.db.SetPassword(ctx, foreign, "theirs", noon()), store.ErrNotFound)
	wants(t, "ChangeProfile", w.db.ChangeProfile(ctx, stolen), store.ErrNotFound)
	wants(t, "Reauthenticate", w.db.Reauthenticate(ctx, other, p.ana.ID, through.ID, noon().Add(hours(1))), store.ErrNotFound)
	read(t, "SessionsOf", []store.Session(nil))(w.db.SessionsOf(ctx, other, p.ana.ID, through.ID, noon(), 10))
	read(t, "SignInsOf", []store.SignIn(nil))(w.db.SignInsOf(ctx, other, p.ana.ID, 10))
	read(t, "EndSessionOf", false)(w.db.EndSessionOf(ctx, other, p.ana.ID, through.ID, "theirs", noon()))
	absent[store.Identity](t, "Displace")(w.db.Displace(ctx, other, p.ana.ID, link.ID))
	absent[store.Identity](t, "Unlink")(w.db.Unlink(ctx, other, p.ana.ID, link.ID, noon()))
	again := spent
	again.OrganizationID = other
	wants(t, "SpendAttempt", w.db.SpendAttempt(ctx, again), store.ErrConflict)

	_, err = w.db.TakeBypassLink(ctx, p.ID, "hash of "+p.ID, noon())
	wants(t, "TakeBypassLink, at home", err, nil)

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
	c, err := w.db.ConnectionByID(ctx, p.ID, p.google.ID)
	w.must(err)
	v, err := w.db.VersionOf(ctx, p.ID, p.version.ID)
	w.must(err)
	ids, err := w.db.IdentitiesOf(ctx, p.ID, p.ana.ID)
	w.must(err)
	h, err := w.db.SessionPrincipal(ctx, s.ID)
	w.must(err)
	rows, err := w.db.SignInsByReference(ctx, p.ID, "7F3K-92QD")
	w.must(err)
	tests, err := w.db.TestsOf(ctx, p.ID, p.google.ID)
	w.must(err)
	claims, err := w.db.DomainsOf(ctx, p.ID)
	w.must(err)
	return []any{u, l, c, v, ids, h, rows, tests, claims}
}

// references: a row of one organization cannot point at a row of another.
func references(t *testing.T, w *world) {
	ctx, p, other := t.Context(), w.acme, w.globex
	nobodys := store.NewUser("org_nobody", "x@acme.example", "x", store.Agent, noon())
	connection := store.NewConnection("org_nobody", "google", noon())
	version := p.version
	version.ID, version.OrganizationID = secret.NewID(), other.ID
	foreignUser := w.identity(p, other.ana, "s1")
	foreignConnection := w.identity(p, p.ana, "s2")
	foreignConnection.ConnectionID = other.google.ID
	foreignBoth := w.identity(p, p.ana, "s3")
	foreignBoth.OrganizationID = other.ID
	session := w.session(p, other.ana)
	bypass := store.BypassLink{TokenHash: "x" + p.ID, OrganizationID: p.ID, UserID: other.ana.ID, ExpiresAt: store.At(noon())}
	pending := w.pending(p)
	pending.OrganizationID = other.ID
	row := w.signIn(p)
	row.OrganizationID = "org_nobody"
	test := w.test(p, 0)
	test.OrganizationID = other.ID
	for name, err := range map[string]error{
		"a user of no organization":                      w.db.AddUser(ctx, nobodys),
		"a connection of no organization":                w.db.AddConnection(ctx, connection),
		"a version under another organization (E01)":     w.db.AddVersion(ctx, version),
		"a link to another organization's user":          w.db.AddIdentity(ctx, foreignUser),
		"a link at another organization's connection":    w.db.AddIdentity(ctx, foreignConnection),
		"a link under another organization":              w.db.AddIdentity(ctx, foreignBoth),
		"a session of another organization's user (E04)": w.db.AddSession(ctx, session),
		"a pending link at another one's connection":     w.db.AddPendingLink(ctx, pending),
		"a bypass link of another organization's user":   w.db.AddBypassLink(ctx, bypass),
		"a set-up link of another organization's connection": w.db.AddGuestLink(ctx, store.GuestLink{
			ID: "gst_x", OrganizationID: p.ID, ConnectionID: other.google.ID, TokenHash: "x" + p.ID, CreatedAt: store.At(noon()), ExpiresAt: store.At(noon()),
		}),
		"a sign-in of no organization":                     w.db.SpendAttempt(ctx, row),
		"a test of another organization's connection":      w.db.AddConnectionTest(ctx, test),
		"a domain of no organization":                      w.db.AddDomain(ctx, store.Domain{ID: "dom_x", OrganizationID: "org_nobody", Domain: "a.example", State: store.DomainPending, CreatedAt: store.At(noon())}),
		"an audit event of no organization":                w.db.AddAuditEvent(ctx, AuditEvent("org_nobody", "a", "b", "c", noon())),
		"a connection that would take another one's place": w.db.UpdateConnection(ctx, store.Connection{ID: p.google.ID, OrganizationID: other.ID}),
	} {
		if err == nil {
			t.Errorf("%s was written", name)
		}
	}
}
