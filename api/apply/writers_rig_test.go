package apply_test

import (
	"context"
	"strconv"
	"testing"

	"latchkey/api/apply"
	"latchkey/api/change"
	"latchkey/api/connection"
	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/password"
	"latchkey/api/people"
	"latchkey/api/policy"
	"latchkey/api/profile"
	"latchkey/api/rules"
	"latchkey/api/session"
	"latchkey/api/setup"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// writers are all ways by which a value comes in: the operator's file, and the
// rooms behind the screens and the API. A nil error is a value that was taken.
type writers struct {
	*rig
	people      *people.People
	policies    *policy.Policies
	connections *connection.Connections
	setup       *setup.Setup
	profile     *profile.Profile
	principal   store.Principal
	n           int // counts what was made, so that nothing is taken already
}

func newWriters(t *testing.T) *writers {
	w := &writers{rig: newRig(t, storetest.Open(t, store.SQLite))}
	w.GenericAllowed, w.IdentityChanges = true, true
	w.Providers = must(idp.New(idp.Options{}))
	clock := w.Now
	w.people = people.New(people.Options{Store: w.db, Now: clock})
	w.policies = policy.New(policy.Options{Store: w.db, Now: clock})
	w.connections = connection.New(connection.Options{Store: w.db, Ring: w.ring, Providers: w.Providers, GenericAllowed: true, Now: clock})
	sessions, err := session.New(session.Options{Store: w.db, Ring: w.ring, Issuer: "i", Audience: "a", Now: clock})
	w.must(err)
	w.must(sessions.LoadKeys(t.Context()))
	empty := storetest.Open(t, store.SQLite) // where set-up is still open
	w.setup = &setup.Setup{Store: empty, Sessions: sessions, Passwords: password.NewCheap(), Now: clock}
	w.profile = profile.New(profile.Options{Store: w.db, Forget: func(string) {}, Now: clock})
	w.apply("organizations:\n  - code: acme\n    people:\n      - {email: sofia@acme.example, role: super_admin, passwordHash: '" + hashA + "'}\n")
	sofia := w.user("sofia@acme.example")
	w.stay(sofia)
	w.principal, err = w.db.SessionPrincipal(t.Context(), "s-"+sofia.ID)
	w.must(err)
	return w
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func (w *writers) actor() change.Actor {
	return change.Actor{
		OrganizationID: w.principal.OrganizationID, ID: w.principal.UserID,
		Recent: func(context.Context, store.Rows) error { return nil },
	}
}

// fresh is an address that nobody has.
func (w *writers) fresh() string { w.n++; return "p" + strconv.Itoa(w.n) + "@acme.example" }

// filed tries a person or an organization of a file, without writing.
func (w *writers) filed(o apply.Organization) error {
	_, err := w.Apply(w.t.Context(), &apply.Document{Organizations: []apply.Organization{o}}, true)
	return err
}

func (w *writers) person(p apply.Person) error {
	return w.filed(apply.Organization{Code: "acme", People: []apply.Person{p}})
}

func (w *writers) create(n people.NewUser) error {
	_, err := w.people.Create(w.t.Context(), w.actor(), n)
	return err
}

// change changes somebody new.
func (w *writers) change(c people.Change) error {
	made := must(w.people.Create(w.t.Context(), w.actor(), people.NewUser{Email: w.fresh(), Name: "P", Role: store.Agent}))
	_, err := w.people.Change(w.t.Context(), w.actor(), made.ID, made.Revision, c)
	return err
}

// first completes a set-up whose link is unknown: what is said of the values comes
// before, and set-up stays open.
func (w *writers) first(change func(*setup.First)) error {
	f := setup.First{Token: "x", Code: "acme", Organization: "Acme", Name: "Sofia", Email: "sofia@acme.example", Password: "a long sentence nobody says"}
	change(&f)
	_, _, err := w.setup.Complete(w.t.Context(), f)
	if fault.Of(err).Code == fault.SetupClosed {
		return nil
	}
	return err
}

func (w *writers) mine(c profile.Change) error {
	_, err := w.profile.Change(w.t.Context(), w.principal, c)
	return err
}

func (w *writers) policy(c policy.Change) error {
	o := must(w.db.OrganizationByID(w.t.Context(), w.principal.OrganizationID))
	_, err := w.policies.Change(w.t.Context(), w.actor(), o.Revision, c)
	return err
}

// by are the writers of a field.
type by = map[string]func(string) error

// settings are the writers of a setting of the sign-in policy.
func (w *writers) settings(of func(string) rules.SignInPolicy) by {
	return by{
		"file":   func(v string) error { return w.filed(apply.Organization{Code: "acme", SignInPolicy: of(v)}) },
		"policy": func(v string) error { return w.policy(policy.Change{SignInPolicy: of(v)}) },
	}
}

// organization makes another one.
func (w *writers) organization() store.Organization {
	w.n++
	o := store.NewOrganization("o"+strconv.Itoa(w.n), "O", w.now)
	w.must(w.db.AddOrganization(w.t.Context(), o))
	sofia := store.NewUser(o.ID, "sofia@acme.example", "Sofia", store.SuperAdmin, w.now)
	hash := hashA
	sofia.PasswordHash, sofia.PasswordUsedAt = &hash, store.At(w.now)
	w.must(w.db.AddUser(w.t.Context(), sofia))
	return o
}
