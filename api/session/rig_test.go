package session_test

import (
	"bytes"
	"encoding/base64"
	"slices"
	"testing"

	"latchkey/api/clocktest"
	"latchkey/api/fault"
	"latchkey/api/secret"
	"latchkey/api/session"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

const (
	issuer   = "https://sso.example.com"
	audience = "crm"
)

// rig is a database with one user, and sessions on it.
type rig struct {
	t     *testing.T
	clock *clocktest.Clock
	db    *store.Store
	s     *session.Sessions
	o     store.Organization
	u     store.User
}

func newRig(t *testing.T) *rig {
	t.Helper()
	return newRigOn(t, storetest.Open(t, store.SQLite))
}

func newRigOn(t *testing.T, db *store.Store) *rig {
	t.Helper()
	r := &rig{t: t, db: db, clock: clocktest.New()}
	r.s = r.replica()
	r.o = store.NewOrganization("acme", "Acme", r.clock.Now())
	r.u = store.NewUser(r.o.ID, "Ana@acme.example", "Ana Silva", store.Agent, r.clock.Now())
	r.must(db.AddOrganization(t.Context(), r.o))
	r.must(db.AddUser(t.Context(), r.u))
	r.must(r.s.LoadKeys(t.Context()))
	return r
}

// replica is another process on the same database, without keys yet.
func (r *rig) replica() *session.Sessions {
	r.t.Helper()
	s, err := session.New(session.Options{Store: r.db, Ring: ring(r.t, "k1"), Issuer: issuer, Audience: audience, Now: r.clock.Now})
	r.must(err)
	return s
}

func ring(t *testing.T, id string) *secret.Ring {
	t.Helper()
	key := base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{7}, secret.KeySize))
	r, err := secret.NewRing([]string{id + ":" + key})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *rig) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// entry is how ana signs in, by password.
func (r *rig) entry() session.Entry {
	return session.Entry{
		OrganizationID: r.o.ID, UserID: r.u.ID, Method: "password",
		Idle: store.DefaultSessionIdle, Absolute: store.DefaultSessionAbsolute,
	}
}

// begin signs in and gives the first refresh token.
func (r *rig) begin(e session.Entry) (store.Session, string) {
	r.t.Helper()
	row, token, err := r.s.Begin(e)
	r.must(err)
	r.must(r.db.AddSession(r.t.Context(), row))
	return row, token
}

// ana begins and refreshes once, as a page load does.
func (r *rig) ana() (store.Session, session.Tokens) {
	r.t.Helper()
	row, token := r.begin(r.entry())
	return row, r.refresh(token)
}

func (r *rig) refresh(token string) session.Tokens {
	r.t.Helper()
	got, err := r.s.Refresh(r.t.Context(), token)
	r.must(err)
	return got
}

// refreshRefused wants no tokens and this refusal.
func (r *rig) refreshRefused(token string, code fault.Code, reason string) {
	r.t.Helper()
	got, err := r.s.Refresh(r.t.Context(), token)
	if got != (session.Tokens{}) {
		r.t.Errorf("tokens beside a refusal: %+v", got)
	}
	r.refused(err, code, reason)
}

// accessRefused wants a bearer to be turned away.
func (r *rig) accessRefused(token, reason string) {
	r.t.Helper()
	h, err := r.s.Authenticate(r.t.Context(), token)
	if h.ID != "" {
		r.t.Errorf("%s holds it", h.UserID)
	}
	r.refused(err, fault.Unauthenticated, reason)
}

func (r *rig) refused(err error, code fault.Code, reason string) {
	r.t.Helper()
	if f := fault.Of(err); err == nil || f.Code != code || f.Reason != reason {
		r.t.Errorf("got %v, want %s (%s)", err, code, reason)
	}
}

// admitted wants a bearer to be let in, and says who it is.
func (r *rig) admitted(token string) store.Principal {
	r.t.Helper()
	h, err := r.s.Authenticate(r.t.Context(), token)
	r.must(err)
	return h
}

// audited counts the events of an action.
func (r *rig) audited(action string) int {
	r.t.Helper()
	events, err := r.db.AuditEvents(r.t.Context(), r.o.ID, 100)
	r.must(err)
	return len(slices.DeleteFunc(events, func(e store.AuditEvent) bool { return e.Action != action }))
}
