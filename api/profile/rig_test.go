package profile_test

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"
	_ "time/tzdata" // as in package main

	"latchkey/api/fault"
	"latchkey/api/password"
	"latchkey/api/profile"
	"latchkey/api/secret"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

const (
	oldPassword = "an old sentence that nobody says"
	newPassword = "another sentence that nobody says"
)

// oldHash is made once: a hash is meant to be slow.
var oldHash = sync.OnceValue(func() string {
	hash, err := password.NewCheap().Hash(context.Background(), oldPassword)
	if err != nil {
		panic(err)
	}
	return hash
})

// rig is an organization with Maya, who has a password, and Ben.
type rig struct {
	t         *testing.T
	db        *store.Store
	now       time.Time
	acme      store.Organization
	maya, ben store.User
	passwords *password.Hasher
	mu        sync.Mutex
	forgotten map[string]bool
	*profile.Profile
}

func newRig(t *testing.T, db *store.Store) *rig {
	t.Helper()
	r := &rig{t: t, db: db, now: time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC), passwords: password.NewCheap(), forgotten: map[string]bool{}}
	r.Profile = profile.New(profile.Options{Store: db, Passwords: r.passwords, Forget: r.forget, Now: func() time.Time { return r.now }})
	r.acme = store.NewOrganization("acme", "Acme", r.now)
	r.must(db.AddOrganization(t.Context(), r.acme))
	hash := oldHash()
	r.maya = store.NewUser(r.acme.ID, "maya@acme.example", "Maya Ortiz", store.Agent, r.now)
	r.maya.PasswordHash, r.maya.PasswordUsedAt = &hash, store.At(r.now)
	r.ben = store.NewUser(r.acme.ID, "ben@acme.example", "Ben", store.Agent, r.now)
	r.must(db.AddUser(t.Context(), r.maya))
	r.must(db.AddUser(t.Context(), r.ben))
	return r
}

// onEngines runs a test on both engines, each with a rig of its own.
func onEngines(t *testing.T, test func(t *testing.T, r *rig)) {
	t.Helper()
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) { test(t, newRig(t, open())) })
}

func (r *rig) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) forget(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.forgotten[id] = true
}

// begin signs a user in now.
func (r *rig) begin(u store.User) store.Principal {
	r.t.Helper()
	at := store.At(r.now)
	s := store.Session{
		ID: secret.NewID(), OrganizationID: r.acme.ID, UserID: u.ID, Method: "password", Generation: 1, RefreshHash: secret.NewID(),
		BeganAt: at, AuthenticatedAt: at, LastUsedAt: at, IdleExpiresAt: store.At(r.now.Add(time.Hour)), ExpiresAt: store.At(r.now.Add(time.Hour)),
	}
	r.must(r.db.AddSession(r.t.Context(), s))
	return r.principal(s.ID)
}

func (r *rig) principal(id string) store.Principal {
	r.t.Helper()
	h, err := r.db.SessionPrincipal(r.t.Context(), id)
	r.must(err)
	return h
}

func (r *rig) user(u store.User) store.User {
	r.t.Helper()
	u, err := r.db.UserByID(r.t.Context(), r.acme.ID, u.ID)
	r.must(err)
	return u
}

// confirm is what the flow does, without its pauses.
func (r *rig) confirm(of store.User) profile.Confirm {
	return func(ctx context.Context, typed string) (store.User, error) {
		u, err := r.db.UserByID(ctx, r.acme.ID, of.ID)
		if err != nil {
			return u, err
		}
		result, err := r.passwords.Check(ctx, password.Try{Password: typed, Hash: u.PasswordHash})
		if err == nil && !result.Match {
			err = fault.Because(fault.CredentialsInvalid, "wrong_password")
		}
		return u, err
	}
}

// opens says whether a password is the user's.
func (r *rig) opens(u store.User, typed string) bool {
	r.t.Helper()
	_, err := r.confirm(u)(r.t.Context(), typed)
	return err == nil
}

// refused wants a refusal with its inner reason.
func (r *rig) refused(err error, code fault.Code, reason string) {
	r.t.Helper()
	if f := fault.Of(err); err == nil || f.Code != code || f.Reason != reason {
		r.t.Errorf("got %v, want %s (%s)", err, code, reason)
	}
}

// wrong wants the refused members, as "pointer code".
func (r *rig) wrong(err error, want ...string) {
	r.t.Helper()
	f := fault.Of(err)
	var got []string
	for _, field := range f.Fields {
		got = append(got, field.Pointer+" "+field.Code)
	}
	if err == nil || f.Code != fault.ValidationFailed || strings.Join(got, ", ") != strings.Join(want, ", ") {
		r.t.Errorf("got %v %v, want %v", err, got, want)
	}
}

// audited lists what was written of a user, the latest first, as "action
// detail"; none may hold a secret.
func (r *rig) audited() []string {
	r.t.Helper()
	events, err := r.db.AuditEvents(r.t.Context(), r.acme.ID, 50)
	r.must(err)
	text, err := json.Marshal(events)
	r.must(err)
	for _, secret := range []string{oldPassword, newPassword, "argon2"} {
		if strings.Contains(string(text), secret) {
			r.t.Errorf("audited a secret: %s", text)
		}
	}
	var list []string
	for _, e := range events {
		list = append(list, e.Action+" "+e.Detail)
	}
	return list
}

// wantAudited checks what was written in all.
func (r *rig) wantAudited(want ...string) {
	r.t.Helper()
	if got := r.audited(); strings.Join(got, "\n") != strings.Join(want, "\n") {
		r.t.Errorf("audited %q, want %q", got, want)
	}
}
