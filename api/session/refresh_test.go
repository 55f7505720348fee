package session_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/secret"
	"latchkey/api/session"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

func TestRefreshRotates(t *testing.T) {
	r := newRig(t)
	row, first := r.begin(r.entry())
	tokens := r.refresh(first)
	if tokens.Refresh == first || tokens.Refresh == "" || tokens.ExpiresIn != session.AccessLife {
		t.Errorf("got %+v", tokens)
	}
	if h := r.admitted(tokens.Access); h.ID != row.ID || h.UserID != r.u.ID {
		t.Errorf("the access token is %s's", h.UserID)
	}
	h, err := r.db.SessionPrincipal(t.Context(), row.ID)
	r.must(err)
	if h.Generation != 2 || h.RefreshHash != secret.Hash(tokens.Refresh) { // G15: nothing but the hash is kept
		t.Errorf("kept %+v", h.Session)
	}
	if id, ok := r.s.SessionOf(tokens.Refresh); id != row.ID || !ok {
		t.Errorf("session of the token: %s, %v", id, ok)
	}
}

// G10: twenty tabs that ask at once with the same token get one successor.
func TestTabsGetTheSameChild(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
		r := newRigOn(t, open())
		row, first := r.begin(r.entry())
		const tabs = 20
		got := make([]session.Tokens, tabs)
		start := make(chan struct{})
		var all sync.WaitGroup
		for n := range tabs {
			all.Go(func() {
				<-start
				var err error
				if got[n], err = r.s.Refresh(t.Context(), first); err != nil {
					t.Errorf("tab %d: %v", n, err)
				}
			})
		}
		close(start)
		all.Wait()
		for n, tokens := range got {
			if tokens.Refresh != got[0].Refresh || tokens.Refresh == first {
				t.Errorf("tab %d got another child", n)
			}
		}
		h, err := r.db.SessionPrincipal(t.Context(), row.ID)
		r.must(err)
		if h.Generation != 2 || !h.EndedAt.IsZero() || r.audited("session.reused") != 0 {
			t.Errorf("generation %d, ended %v", h.Generation, h.EndedAt)
		}
	})
}

// G12: the answer was lost, so the child was never used: the parent brings the
// same child for as long as the session stands.
func TestLostAnswer(t *testing.T) {
	r := newRig(t)
	_, parent := r.begin(r.entry())
	child := r.refresh(parent).Refresh
	for _, later := range []time.Duration{0, 10 * time.Second, time.Second, time.Hour, 6 * time.Hour} {
		r.clock.Add(later)
		if again := r.refresh(parent).Refresh; again != child {
			t.Fatalf("%v later: another child", later)
		}
	}
	if next := r.refresh(child).Refresh; next == child {
		t.Error("the child did not rotate when it came")
	}
}

// S3: the direct parent is accepted until its child is used, however late; what is
// older is reuse (G09), however soon it comes.
func TestS3OnlyTheDirectParentIsAccepted(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
		r := newRigOn(t, open())
		for name, c := range map[string]struct {
			uses     int           // of the newest token, after the one that comes again
			comes    time.Duration // after the last of them
			accepted bool
		}{
			"the parent, at once":                   {1, 0, true},
			"the parent, much later":                {1, time.Hour, true},
			"the grandparent, at once":              {2, 0, false},
			"the grandparent, a second later":       {2, time.Second, false},
			"the grandparent, much later":           {2, time.Hour, false},
			"an older one within the same second":   {5, 0, false},
			"an older one, after a lot of activity": {30, time.Millisecond, false},
		} {
			row, old := r.begin(r.entry())
			newest, events := old, r.audited("session.reused")
			for range c.uses {
				newest = r.refresh(newest).Refresh
			}
			r.clock.Add(c.comes)
			if c.accepted {
				if got := r.refresh(old).Refresh; got != newest {
					t.Errorf("%s brought something else than its child", name)
				}
				continue
			}
			r.refreshRefused(old, fault.SessionReused, "refresh_token_replayed")
			h, err := r.db.SessionPrincipal(t.Context(), row.ID)
			r.must(err)
			if h.EndReason != "reused" || r.audited("session.reused") != events+1 {
				t.Errorf("%s: ended by %q", name, h.EndReason)
			}
			r.refreshRefused(newest, fault.Unauthenticated, "session_over")
		}
	})
}

// G09, G14: whoever brings the old token, thief or robbed, both are out.
func TestReuseEndsTheSessionForEverybody(t *testing.T) {
	r := newRig(t)
	_, stolen := r.begin(r.entry())
	honest := r.refresh(stolen)
	honest = r.refresh(honest.Refresh)
	r.admitted(honest.Access) // and is remembered
	r.clock.Add(time.Minute)
	r.refreshRefused(stolen, fault.SessionReused, "refresh_token_replayed")
	r.accessRefused(honest.Access, "session_over")
	r.refreshRefused(honest.Refresh, fault.Unauthenticated, "session_over")
	r.refreshRefused(stolen, fault.Unauthenticated, "session_over")
	if n := r.audited("session.reused"); n != 1 {
		t.Errorf("%d events", n)
	}
}

// Tabs that lag one step behind each other are no thieves.
func TestQuickTabsRaiseNoAlarm(t *testing.T) {
	r := newRig(t)
	_, token := r.begin(r.entry())
	for range 6 {
		old := token
		r.clock.Add(time.Second)
		token = r.refresh(old).Refresh
		if r.refresh(old).Refresh != token {
			t.Fatal("the tab behind got another token")
		}
	}
}

// G13.
func TestSessionEndsWhenIdleAndInAnyCase(t *testing.T) {
	t.Run("idle", func(t *testing.T) {
		r := newRig(t)
		_, tokens := r.ana()
		if want := r.clock.Now().Add(store.DefaultSessionIdle); !tokens.RefreshUntil.Equal(want) {
			t.Errorf("until %v, want %v", tokens.RefreshUntil, want)
		}
		r.clock.Add(store.DefaultSessionIdle - time.Microsecond)
		tokens = r.refresh(tokens.Refresh)
		r.clock.Add(store.DefaultSessionAbsolute - store.DefaultSessionIdle) // used at half: not idle
		tokens = r.refresh(tokens.Refresh)
		_, other := r.ana()
		r.clock.Add(store.DefaultSessionIdle)
		r.refreshRefused(other.Refresh, fault.Unauthenticated, "session_over")
		r.refreshRefused(tokens.Refresh, fault.Unauthenticated, "session_over")
	})
	t.Run("after its whole life, however busy", func(t *testing.T) {
		r := newRig(t)
		row, tokens := r.ana()
		for r.clock.Now().Before(row.ExpiresAt.Add(-2 * time.Minute)) {
			r.clock.Add(time.Hour - 5*time.Second)
			if r.clock.Now().Before(row.ExpiresAt.Time) {
				tokens = r.refresh(tokens.Refresh)
			}
		}
		if tokens.RefreshUntil.After(row.ExpiresAt.Time) {
			t.Errorf("the cookie lives until %v, the session until %v", tokens.RefreshUntil, row.ExpiresAt)
		}
		r.clock.Add(row.ExpiresAt.Sub(r.clock.Now()))
		r.refreshRefused(tokens.Refresh, fault.Unauthenticated, "session_over")
		r.accessRefused(tokens.Access, "access_token_refused")
	})
	t.Run("as long as the organization says", func(t *testing.T) {
		r := newRig(t)
		r.o.SessionIdleSeconds = 1800
		r.must(r.db.UpdateOrganization(t.Context(), r.o))
		_, tokens := r.ana() // a refresh reads the organization's length
		r.clock.Add(30 * time.Minute)
		r.refreshRefused(tokens.Refresh, fault.Unauthenticated, "session_over")
	})
}

// G03, D17: what we did not make opens nothing, and ends nothing either.
func TestForeignRefreshTokens(t *testing.T) {
	r := newRig(t)
	row, tokens := r.ana()
	parts := strings.Split(tokens.Refresh, ".")
	forged := func(i int, text string) string {
		copied := append([]string{}, parts...)
		copied[i] = text
		return strings.Join(copied, ".")
	}
	for name, token := range map[string]string{
		"none":                        "",
		"an access token":             tokens.Access,
		"another session":             forged(0, secret.NewID()),
		"another generation":          forged(1, "1"),
		"the next generation":         forged(1, "3"),
		"a generation with a sign":    forged(1, "+2"),
		"a generation with zeros":     forged(1, "02"),
		"generation zero":             forged(1, "0"),
		"a generation beyond numbers": forged(1, "9223372036854775808"),
		"another key":                 forged(2, "rX"),
		"the signing key":             forged(2, kidOf(r.s)),
		"no mac":                      forged(3, ""),
		"a mac, cut":                  forged(3, parts[3][:42]),
		"one more part":               tokens.Refresh + ".x",
		"a space behind":              tokens.Refresh + " ",
		"too long":                    tokens.Refresh + strings.Repeat("A", 300),
		"the id alone":                row.ID,
	} {
		t.Run(name, func(t *testing.T) {
			r.t = t
			r.refreshRefused(token, fault.Unauthenticated, "refresh_token_unknown")
			r.must(r.s.End(t.Context(), token))
			if live, err := r.s.Active(t.Context(), token); live || err != nil {
				t.Errorf("live: %v, %v", live, err)
			}
		})
	}
	r.t = t
	r.admitted(tokens.Access)
	_, unknown, err := r.s.Begin(r.entry()) // genuine, but its row was never written
	r.must(err)
	r.refreshRefused(unknown, fault.Unauthenticated, "session_unknown")
	if live, err := r.s.Active(t.Context(), unknown); live || err != nil {
		t.Errorf("live: %v, %v", live, err)
	}
}

func kidOf(s *session.Sessions) string { kid, _ := s.Signer(); return kid }
