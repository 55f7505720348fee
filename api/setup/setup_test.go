package setup_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"sync"
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/password"
	"latchkey/api/secret"
	"latchkey/api/session"
	"latchkey/api/setup"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// rig is a new deployment.
type rig struct {
	t        *testing.T
	db       *store.Store
	now      time.Time
	sessions *session.Sessions
	*setup.Setup
}

func newRig(t *testing.T, db *store.Store) *rig {
	t.Helper()
	r := &rig{t: t, db: db, now: time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)}
	clock := func() time.Time { return r.now }
	ring, err := secret.NewRing([]string{"k1:" + base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{7}, secret.KeySize))})
	r.must(err)
	r.sessions, err = session.New(session.Options{Store: db, Ring: ring, Issuer: "i", Audience: "a", Now: clock})
	r.must(err)
	r.must(r.sessions.LoadKeys(t.Context()))
	r.Setup = &setup.Setup{Store: db, Sessions: r.sessions, Passwords: password.NewCheap(), Now: clock}
	return r
}

func (r *rig) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) link() string {
	r.t.Helper()
	token, err := r.NewLink(r.t.Context())
	r.must(err)
	if token == "" {
		r.t.Fatal("no link")
	}
	return token
}

func (r *rig) complete(ctx context.Context, token, code string) (string, error) {
	refresh, until, err := r.Complete(ctx, setup.First{
		Token: token, Code: code, Organization: " Acme ", Name: " Sofia ", Email: "Sofia@acme.example", Password: "a cave that opens by words", Address: "192.0.2.7",
	})
	if (err == nil) != (refresh != "") || (err == nil) != !until.IsZero() {
		r.t.Errorf("token %q until %v beside %v", refresh, until, err)
	}
	return refresh, err
}

// closed wants a refusal, and no organization of that code.
func (r *rig) closed(token, code, reason string) {
	r.t.Helper()
	_, err := r.complete(r.t.Context(), token, code)
	if f := fault.Of(err); err == nil || f.Code != fault.SetupClosed || f.Reason != reason {
		r.t.Errorf("got %v, want setup_closed (%s)", err, reason)
	}
	if _, err := r.db.OrganizationByCode(r.t.Context(), code); !errors.Is(err, store.ErrNotFound) {
		r.t.Errorf("%s was made: %v", code, err)
	}
}

func TestSetupLinkOpensANewDeploymentOnce(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
		r := newRig(t, open())
		token, second := r.link(), r.link()
		refresh, err := r.complete(t.Context(), token, "acme")
		r.must(err)

		o, err := r.db.OrganizationByCode(t.Context(), "acme")
		r.must(err)
		u, err := r.db.UserByEmail(t.Context(), o.ID, "sofia@acme.example")
		r.must(err)
		if o.Name != "Acme" || !o.Active || u.Name != "Sofia" || u.Role != store.SuperAdmin || !u.Active || !password.Known(*u.PasswordHash) {
			t.Errorf("made %+v and %+v", o, u)
		}
		tokens, err := r.sessions.Refresh(t.Context(), refresh)
		r.must(err)
		if h, err := r.sessions.Authenticate(t.Context(), tokens.Access); err != nil || h.UserID != u.ID || h.Method != "password" {
			t.Errorf("signed in as %+v, %v", h, err)
		}
		events, err := r.db.AuditEvents(t.Context(), o.ID, 10)
		if err != nil || len(events) != 1 || events[0].Action != "organization.created" || events[0].Actor != u.ID {
			t.Errorf("audited %+v, %v", events, err)
		}

		if isOpen, err := r.Open(t.Context()); isOpen || err != nil {
			t.Errorf("open %v, %v", isOpen, err)
		}
		if token, err := r.NewLink(t.Context()); token != "" || err != nil {
			t.Errorf("a new link %q, %v", token, err)
		}
		r.closed(token, "again", "already_set_up")
		r.closed(second, "second", "already_set_up")
	})
}

func TestSetupLinksThatDoNotOpen(t *testing.T) {
	r := newRig(t, storetest.Open(t, store.SQLite))
	token, passwords := r.link(), r.Passwords
	r.Passwords = nil // no hash is made for them
	r.closed("", "acme", "link_unknown_or_used")
	r.closed(token+"x", "acme", "link_unknown_or_used")
	r.closed(secret.Hash(token), "acme", "link_unknown_or_used") // J01: what the database keeps is no key
	r.now = r.now.Add(setup.LinkLife)
	r.closed(token, "acme", "link_unknown_or_used")
	if isOpen, err := r.Open(t.Context()); !isOpen || err != nil {
		t.Errorf("open %v, %v", isOpen, err)
	}
	r.Passwords = passwords
	if _, err := r.complete(t.Context(), r.link(), "acme"); err != nil {
		t.Errorf("a new link: %v", err)
	}
}

// A password that is easily guessed opens nothing, and costs no link.
func TestWeakFirstPassword(t *testing.T) {
	r := newRig(t, storetest.Open(t, store.SQLite))
	token := r.link()
	for _, weak := range []string{"password1234", "sofia@acme.example", "Sofia of acme"} {
		_, _, err := r.Complete(t.Context(), setup.First{
			Token: token, Code: "acme", Organization: "Acme", Name: "Sofia", Email: "sofia@acme.example", Password: weak,
		})
		f := fault.Of(err)
		if err == nil || f.Code != fault.ValidationFailed || len(f.Fields) != 1 || f.Fields[0] != (fault.Field{Pointer: "/superAdmin/password", Code: "too_weak"}) {
			t.Errorf("%q: got %v %v", weak, err, f.Fields)
		}
	}
	if _, err := r.complete(t.Context(), token, "acme"); err != nil {
		t.Errorf("the link is gone: %v", err)
	}
}

// Two people at one link, or at two, make one organization.
func TestRacedSetup(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
		r := newRig(t, open())
		tokens := []string{r.link(), r.link()}
		codes := []string{"one", "two", "three", "four"}
		errs, start := make([]error, len(codes)), make(chan struct{})
		var all sync.WaitGroup
		for n, code := range codes {
			all.Go(func() {
				<-start
				_, errs[n] = r.complete(t.Context(), tokens[n%2], code)
			})
		}
		close(start)
		all.Wait()
		made := 0
		for n, code := range codes {
			_, err := r.db.OrganizationByCode(t.Context(), code)
			if (err == nil) != (errs[n] == nil) {
				t.Errorf("%s: answered %v, in the database %v", code, errs[n], err)
			}
			if err == nil {
				made++
			} else if f := fault.Of(errs[n]); f.Code != fault.SetupClosed {
				t.Errorf("%s: %v", code, errs[n])
			}
		}
		if made != 1 {
			t.Errorf("%d organizations", made)
		}
	})
}

// What fails writes nothing, and the link still works.
func TestFailedSetupGivesTheLinkBack(t *testing.T) {
	r := newRig(t, storetest.Open(t, store.SQLite))
	token := r.link()
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.complete(over, token, "acme"); err == nil {
		t.Error("set up for somebody who left")
	}
	if _, err := r.complete(t.Context(), token, "acme"); err != nil {
		t.Errorf("the link is gone: %v", err)
	}
}

// The first super admin's address has one reading, as everybody's who is added.
func TestTheFirstAddressHasOneReading(t *testing.T) {
	r := newRig(t, storetest.Open(t, store.SQLite))
	token := r.link()
	for address, want := range map[string]string{"sofia@acme.example.": "/superAdmin/email", "sofia@[127.0.0.1]": "/superAdmin/email", "sofia@acme.example": "/superAdmin/password"} {
		_, _, err := r.Complete(t.Context(), setup.First{Token: token, Code: "acme", Organization: "Acme", Name: "Sofia", Email: address, Password: "short"})
		if f := fault.Of(err); f.Code != fault.ValidationFailed || len(f.Fields) != 1 || f.Fields[0].Pointer != want {
			t.Errorf("%s: %v %v, want %s", address, err, f.Fields, want)
		}
	}
}
