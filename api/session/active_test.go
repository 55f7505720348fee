package session_test

import (
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/secret"
	"latchkey/api/session"
	"latchkey/api/store"
)

// G06, G16: signing out bites at once on this process, and within a second on
// every other.
func TestSignOut(t *testing.T) {
	r := newRig(t)
	other := r.replica()
	r.must(other.LoadKeys(t.Context()))
	_, first := r.begin(r.entry())
	tokens := r.refresh(first)
	r.admitted(tokens.Access)
	if _, err := other.Authenticate(t.Context(), tokens.Access); err != nil {
		t.Fatal(err)
	}
	r.must(r.s.End(t.Context(), first)) // whichever generation it is
	r.accessRefused(tokens.Access, "session_over")
	r.refreshRefused(tokens.Refresh, fault.Unauthenticated, "session_over")
	r.must(r.s.End(t.Context(), tokens.Refresh)) // twice is no error
	if live, err := r.s.Active(t.Context(), tokens.Refresh); live || err != nil {
		t.Errorf("live: %v, %v", live, err)
	}
	r.clock.Add(time.Second)
	if _, err := other.Authenticate(t.Context(), tokens.Access); err == nil {
		t.Error("another replica still lets it in after a second")
	}
}

// G07, G08, D08: what the session stands on is asked again each second.
func TestWhatASessionStandsOn(t *testing.T) {
	for name, c := range map[string]struct {
		change    func(r *rig, row store.Session) error
		access    string // why the bearer is turned away
		refreshes bool   // and comes back with a new token
	}{
		"nothing changed": {func(*rig, store.Session) error { return nil }, "", true},
		"the user is deactivated": {func(r *rig, _ store.Session) error {
			r.u.Active = false
			return r.db.UpdateUser(r.t.Context(), r.u)
		}, "session_over", false},
		"the organization is suspended": {func(r *rig, _ store.Session) error {
			r.o.Active = false
			return r.db.UpdateOrganization(r.t.Context(), r.o)
		}, "session_over", false},
		"the role was changed": {func(r *rig, _ store.Session) error {
			r.u.Role = store.SuperAdmin
			return r.db.UpdateUser(r.t.Context(), r.u)
		}, "token_outdated", true},
		"the connection was turned off": {func(r *rig, row store.Session) error {
			_, err := r.db.EndSessionsThrough(r.t.Context(), r.o.ID, *row.ConnectionID, "off", r.clock.Now())
			return err
		}, "session_over", false},
		"all sessions of the user were ended": {func(r *rig, _ store.Session) error {
			_, err := r.db.EndSessionsOf(r.t.Context(), r.o.ID, r.u.ID, "", "all", r.clock.Now())
			return err
		}, "session_over", false},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			e := r.entry()
			e.ConnectionID = "c1"
			row, first := r.begin(e)
			tokens := r.refresh(first)
			r.admitted(tokens.Access)
			r.must(c.change(r, row))
			r.clock.Add(time.Second)
			if c.access == "" {
				r.admitted(tokens.Access)
			} else {
				r.accessRefused(tokens.Access, c.access)
			}
			if live, err := r.s.Active(t.Context(), tokens.Refresh); live != c.refreshes || err != nil {
				t.Errorf("live: %v, %v", live, err)
			}
			if !c.refreshes {
				r.refreshRefused(tokens.Refresh, fault.Unauthenticated, "session_over")
				return
			}
			if h := r.admitted(r.refresh(tokens.Refresh).Access); h.Role != r.u.Role {
				t.Errorf("the new token says %s", h.Role)
			}
		})
	}
}

// A second of memory spares the database; it never outlives the second.
func TestMemoryIsShort(t *testing.T) {
	r := newRig(t)
	_, tokens := r.ana()
	r.admitted(tokens.Access)
	r.u.Active = false
	r.must(r.db.UpdateUser(t.Context(), r.u))
	r.clock.Add(time.Second - time.Microsecond)
	r.admitted(tokens.Access)
	r.clock.Add(time.Microsecond)
	r.accessRefused(tokens.Access, "session_over")
}

func TestLiveRotatesNothing(t *testing.T) {
	r := newRig(t)
	row, tokens := r.ana()
	for range 3 {
		if live, err := r.s.Active(t.Context(), tokens.Refresh); !live || err != nil {
			t.Fatalf("live: %v, %v", live, err)
		}
	}
	h, err := r.db.SessionPrincipal(t.Context(), row.ID)
	r.must(err)
	if h.Generation != 2 {
		t.Errorf("generation %d", h.Generation)
	}
}

func TestBeginWritesDownHowSomebodyGotIn(t *testing.T) {
	r := newRig(t)
	e := session.Entry{
		OrganizationID: r.o.ID, UserID: r.u.ID, Method: "sso", Provider: "google", ProviderEmail: "Ana@x.example",
		ConnectionID: "c", IdentityID: "i", Address: "a", Browser: "b", Idle: time.Hour, Absolute: 2 * time.Hour,
	}
	row, token, err := r.s.Begin(e)
	r.must(err)
	now := store.At(r.clock.Now())
	want := store.Session{
		ID: row.ID, OrganizationID: r.o.ID, UserID: r.u.ID, ConnectionID: row.ConnectionID, IdentityID: row.IdentityID,
		Method: "sso", Provider: "google", ProviderEmail: "Ana@x.example", Generation: 1, RefreshHash: secret.Hash(token),
		BeganAt: now, AuthenticatedAt: now, LastUsedAt: now, IdleExpiresAt: store.At(now.Add(time.Hour)), ExpiresAt: store.At(now.Add(2 * time.Hour)),
		Address: "a", Browser: "b",
	}
	if row != want || *row.ConnectionID != "c" || *row.IdentityID != "i" {
		t.Errorf("got %+v", row)
	}
	e.ConnectionID, e.IdentityID = "", ""
	if row, _, err = r.s.Begin(e); err != nil || row.ConnectionID != nil || row.IdentityID != nil {
		t.Errorf("got %+v, %v", row, err)
	}
}

// R: before keys are loaded nobody is signed in, and nothing breaks.
func TestWithoutKeys(t *testing.T) {
	r := newRig(t)
	_, tokens := r.ana()
	r.s = r.replica()
	if _, token, err := r.s.Begin(r.entry()); err == nil || token != "" {
		t.Errorf("began with %q", token)
	}
	r.accessRefused(tokens.Access, "access_token_refused")
	r.refreshRefused(tokens.Refresh, fault.Unauthenticated, "refresh_token_unknown")
}
