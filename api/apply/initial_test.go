package apply_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"latchkey/api/apply"
	"latchkey/api/secret"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// stay gives a person a session, and what is begun and not finished.
func (r *rig) stay(u store.User) {
	r.t.Helper()
	r.must(r.db.AddSession(r.t.Context(), store.Session{
		ID: "s-" + u.ID, OrganizationID: u.OrganizationID, UserID: u.ID, Method: "password", Generation: 1,
		AuthenticatedAt: store.At(r.now), LastUsedAt: store.At(r.now), IdleExpiresAt: store.At(r.now.Add(time.Hour)), ExpiresAt: store.At(r.now.Add(time.Hour)),
	}))
}

func (r *rig) ended(u store.User) string {
	r.t.Helper()
	h, err := r.db.SessionPrincipal(r.t.Context(), "s-"+u.ID)
	r.must(err)
	return h.EndReason
}

func (r *rig) user(email string) store.User {
	r.t.Helper()
	u, err := r.db.UserByEmail(r.t.Context(), r.acme().ID, email)
	r.must(err)
	return u
}

// F1: who somebody is changes only when the operator says that it is meant, and
// then everything that was begun as the one before is over.
func TestF1_IdentityChangesAreShownAndAskedFor(t *testing.T) {
	person := func(text string) string {
		return "organizations:\n  - code: acme\n    people:\n      - {" + text + "}\n"
	}
	for name, c := range map[string]struct{ file, line string }{
		"another address for an external id": {`externalId: "10", email: bruno@acme.example, name: Bruno`, "~ externalId 10: anna@acme.example becomes bruno@acme.example"},
		"another external id for an address": {`externalId: "11", email: anna@acme.example`, "~ anna@acme.example: externalId 10 becomes 11"},
	} {
		t.Run(name, func(t *testing.T) {
			storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
				r := newRig(t, open())
				r.apply(person(`externalId: "10", email: anna@acme.example, name: Anna, passwordHash: "` + hashA + `", role: super_admin`))
				anna := r.user("anna@acme.example")
				r.stay(anna)
				connection := store.NewConnection(anna.OrganizationID, "google", r.now)
				r.must(r.db.AddConnection(t.Context(), connection))
				for id, email := range map[string]string{"new": "Bruno@acme.example", "old": "anna@acme.example", "code": "", "other": "zoe@acme.example"} {
					p := store.PendingLink{IDHash: id, OrganizationID: anna.OrganizationID, ConnectionID: connection.ID, Email: email, ExpiresAt: store.At(r.now.Add(time.Hour))}
					if id == "code" {
						p.CodeUserID = anna.ID
					}
					r.must(r.db.AddPendingLink(t.Context(), p))
				}
				r.must(r.db.AddBypassLink(t.Context(), store.BypassLink{TokenHash: "b", OrganizationID: anna.OrganizationID, UserID: anna.ID, ExpiresAt: store.At(r.now.Add(time.Hour))}))
				before := r.audit()
				changes, err := r.Apply(t.Context(), r.document(person(c.file)), true)
				if !errors.Is(err, apply.ErrIdentity) || !strings.Contains(err.Error(), c.line) || !strings.Contains(r.said(changes), c.line) {
					t.Errorf("dry: %v\n%s", err, r.said(changes))
				}
				if _, err = r.Apply(t.Context(), r.document(person(c.file)), false); !errors.Is(err, apply.ErrIdentity) || r.audit() != before || r.ended(anna) != "" {
					t.Errorf("not refused: %v", err)
				}
				r.IdentityChanges = true
				if said := r.apply(person(c.file)); !strings.HasPrefix(said, c.line) || !strings.Contains(said, "! anna@acme.example: signed out; what it keeps: its password") {
					t.Errorf("said\n%s", said)
				}
				if r.ended(anna) != "identity_changed" {
					t.Errorf("the session ended by %q", r.ended(anna))
				}
				if _, err := r.db.TakeBypassLink(t.Context(), anna.OrganizationID, "b", r.now); !errors.Is(err, store.ErrNotFound) {
					t.Error("a bypass link still works")
				}
				left := map[string]bool{"new": !strings.Contains(c.file, "bruno"), "old": false, "code": false, "other": true}
				for id, want := range left {
					if _, err := r.db.PendingLinkByID(t.Context(), id); (err == nil) != want {
						t.Errorf("pending link %s: %v", id, err)
					}
				}
			})
		})
	}
}

// F1: what is no change of who somebody is needs no flag.
func TestF1_WhatIsNoIdentityChange(t *testing.T) {
	r := newRig(t, storetest.Open(t, store.SQLite))
	acme := func(person string) string {
		return "organizations:\n  - code: acme\n    people:\n      - {" + person + "}\n"
	}
	r.apply(acme(`email: anna@acme.example, name: Anna`))
	for _, c := range []struct{ file, want string }{
		{`email: anna@acme.example, externalId: "10"`, "~ anna@acme.example in acme"},
		{`email: Anna@acme.example, externalId: "10"`, "~ anna@acme.example in acme"},
		{`email: Anna@acme.example, externalId: "10", name: Anna Maria`, "~ externalId 10: Anna becomes Anna Maria"},
	} {
		if said := r.apply(acme(c.file)); said != c.want {
			t.Errorf("%s: %s", c.file, said)
		}
	}
	r.apply(acme(`email: bruno@acme.example, externalId: "11"`))
	r.IdentityChanges = true
	r.refuses(acme(`email: bruno@acme.example, externalId: "10"`), "person bruno@acme.example: email: somebody else of the organization has it")
	r.refuses(acme(`email: a@acme.example, externalId: "1"}`+"\n      - {"+`email: b@acme.example, externalId: "1"`), "externalId: stands there twice")
	r.refuses(acme(`email: a@acme.example}`+"\n      - {"+`email: A@acme.example`), "email: stands there twice")
	r.refuses("organizations:\n  - code: acme\n  - code: acme\n", "code: stands there twice")
}

// F41: a hash is an initial value. What a sign-in or the person made of it since
// stays, and the same file changes nothing.
func TestF41_PasswordHashIsInitial(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
		r := newRig(t, open())
		file := func(hash string) string {
			return "organizations:\n  - code: acme\n    people:\n      - {email: ana@acme.example, passwordHash: \"" + hash + "\"}\n"
		}
		r.apply(file(hashA))
		ana := r.user("ana@acme.example")
		r.stay(ana)
		nothing := func(name, text string) {
			before, user := r.audit(), r.user("ana@acme.example")
			for _, again := range []bool{false, true} {
				said := r.apply(text)
				if is := r.user("ana@acme.example"); *is.PasswordHash != *user.PasswordHash || is.Revision != user.Revision || r.audit() != before || r.ended(ana) != "" {
					t.Errorf("%s: changed\n%s", name, said)
				}
				if again && said != "" {
					t.Errorf("%s, again: %s", name, said)
				}
			}
		}
		nothing("at once", file(hashA))
		r.must(r.db.UpgradePasswordHash(t.Context(), ana, "upgraded"))
		nothing("after a sign-in upgraded it", file(hashA))
		r.must(r.db.SetPassword(t.Context(), r.user("ana@acme.example"), "own", r.now))
		nothing("after the person changed it", file(hashA))
		nothing("another hash, and no flag", file(hashB))
		r.ResetPasswords = true
		if said := r.apply(file(hashB)); said != "~ ana@acme.example in acme" || *r.user("ana@acme.example").PasswordHash != hashB || r.ended(ana) != "password_changed" {
			t.Errorf("with the flag: %s", said)
		}
	})
}

// F41: for every field, the file wins where it says something new, and does not
// undo what somebody changed since it said the same.
func TestF41_EveryFieldAsksWhoChangedItLast(t *testing.T) {
	file := func(organization, connection, person string) string {
		return "organizations:\n  - code: acme\n" + organization + "    connections:\n      - {provider: google, " + connection +
			"}\n    people:\n      - {email: ana@acme.example, externalId: \"7\", " + person + "}\n"
	}
	one := file("    name: Acme\n    contactText: One\n    sessionIdle: 1h\n    sessionAbsolute: 2h\n    passwordSignIn: true\n",
		"label: One, state: enabled, clientId: c.apps.googleusercontent.com, secret: {env: APPLY_SECRET}, lockedTo: [one.example], linking: confirm, weakProof: ask, differentEmail: false",
		"name: Ana, role: agent, active: true, language: es")
	two := file("    name: Acme 2\n    contactText: Two\n    sessionIdle: 1h1m\n    sessionAbsolute: 2h1m\n    passwordSignIn: true\n",
		"label: Two, state: draft, clientId: c2.apps.googleusercontent.com, secret: {env: APPLY_OTHER}, lockedTo: [two.example], linking: profile_only, weakProof: ask, differentEmail: false",
		"name: Ana B, role: super_admin, active: true, language: ar")
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
		r := newRig(t, open())
		r.apply(one)
		o, c, u := r.acme(), r.connection(), r.user("ana@acme.example")
		// A super admin and the person change everything.
		o.Name, o.ContactText, o.SessionIdleSeconds, o.SessionAbsoluteSeconds, o.PasswordSignIn, o.ChangedBy = "Mine", "Mine", 3000, 9000, false, "usr_1"
		r.must(r.db.UpdateOrganization(t.Context(), o))
		version := store.Version{
			ID: secret.NewID(), OrganizationID: o.ID, ConnectionID: c.ID, Number: 2, Issuer: "https://accounts.google.com", ClientID: "mine.apps.googleusercontent.com",
			State: store.VersionLive, CreatedAt: store.At(r.now), CreatedBy: "usr_1",
		}
		version.SecretSealed = r.ring.SealRow(version.SecretPlace(), []byte("canary-mine"))
		r.must(r.db.AddVersion(t.Context(), version))
		c.Label, c.State, c.LockedTo, c.Linking, c.WeakProof, c.DifferentEmail, c.LiveVersionID = "Mine", store.Disabled, store.Strings{"mine.example"}, store.LinkAutomatic, store.WeakRefuse, true, &version.ID
		r.must(r.db.UpdateConnection(t.Context(), c))
		u.Name, u.Role, u.Active, u.Language, u.Email = "Mine", store.SuperAdmin, false, "en", "mine@acme.example"
		r.must(r.db.UpdateUser(t.Context(), u))
		o, c, u = r.acme(), r.connection(), r.user("mine@acme.example")

		before := r.audit()
		said := r.apply(one)
		if r.acme() != o || r.audit() != before || r.connection().Revision != c.Revision || r.user("mine@acme.example").Revision != u.Revision {
			t.Errorf("said again, it changed\n%s", said)
		}
		if said != strings.Join([]string{
			"= organization acme: kept name, passwordSignIn, contactText, sessionIdle, sessionAbsolute as somebody made it since the file said the same",
			"= application of acme google: kept as somebody made it since the file said the same",
			"= connection google of acme: kept label, state, linking, weakProof, differentEmail, lockedTo as somebody made it since the file said the same",
			"= mine@acme.example in acme: kept email, name, role, active, language as somebody made it since the file said the same",
		}, "\n") {
			t.Errorf("said\n%s", said)
		}

		r.apply(two) // what it says anew wins, and what it repeats does not
		if o := r.acme(); o.Name != "Acme 2" || o.ContactText != "Two" || o.SessionIdleSeconds != 3660 || o.SessionAbsoluteSeconds != 7260 || o.PasswordSignIn {
			t.Errorf("organization %+v", o)
		}
		if c := r.connection(); c.Label != "Two" || c.State != store.Draft || c.Linking != store.LinkProfileOnly || c.WeakProof != store.WeakRefuse || !c.DifferentEmail || c.LockedTo[0] != "two.example" || *c.LiveVersionID == version.ID {
			t.Errorf("connection %+v", c)
		}
		if u := r.user("mine@acme.example"); u.Name != "Ana B" || u.Role != store.SuperAdmin || u.Active || u.Language != "ar" {
			t.Errorf("person %+v", u)
		}
		r.Overwrite, r.IdentityChanges = true, true
		r.apply(two)
		if u := r.user("ana@acme.example"); !u.Active || !r.acme().PasswordSignIn || r.connection().WeakProof != store.WeakAsk {
			t.Errorf("not overwritten: %+v", u)
		}
		if said := r.apply(two); said != "" {
			t.Errorf("overwritten twice\n%s", said)
		}
	})
}

func (r *rig) connection() store.Connection {
	r.t.Helper()
	c, err := r.db.ConnectionAt(r.t.Context(), r.acme().ID, "google")
	r.must(err)
	return c
}
