package e2e_test

import (
	"maps"
	"net/http"
	"sync"
	"testing"
	"time"
)

// G10: twenty tabs at once get one successor and no alarm.
func TestG10ParallelRefresh(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		b := w.browser()
		b.signIn("acme", "google", "maya@acme.example").wantSignedIn()
		jar := maps.Clone(b.cookies)
		var wait sync.WaitGroup
		var mu sync.Mutex
		children := map[string]bool{}
		for range 20 {
			wait.Go(func() {
				tab := w.browser()
				tab.cookies = maps.Clone(jar)
				tab.token()
				mu.Lock()
				defer mu.Unlock()
				children[tab.session()] = true
			})
		}
		wait.Wait()
		if len(children) != 1 {
			t.Errorf("%d successors", len(children))
		}
		for child := range children {
			b.cookies[w.cookieName("latchkey-session")] = child
		}
		b.token()
	})
}

// G09, message 61: an older token ends the session, and the thief's too.
func TestG09RefreshReuse(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		b := w.browser()
		b.signIn("acme", "google", "maya@acme.example").wantSignedIn()
		thief := w.browser()
		thief.cookies = maps.Clone(b.cookies)
		token := b.token()
		b.token() // S3: at once, too
		a := thief.fetch(http.MethodPost, "/api/v1/session/token", nil)
		a.want(http.StatusUnauthorized, "session_reused")
		if thief.session() != "" {
			t.Error("the dead cookie is not cleared")
		}
		b.me(token).want(http.StatusUnauthorized, "unauthenticated")
		b.fetch(http.MethodPost, "/api/v1/session/token", nil).want(http.StatusUnauthorized, "unauthenticated")
		if n := w.count("SELECT count(*) FROM audit_events WHERE action = 'session.reused'"); n != 1 {
			t.Errorf("%d audit events", n)
		}
	})
}

// G13: idle and absolute ends.
func TestG13SessionsEnd(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		idle, busy := w.browser(), w.browser()
		idle.signIn("acme", "google", "maya@acme.example").wantSignedIn()
		busy.signIn("acme", "microsoft", "ben@acme.example").wantSignedIn()
		w.clock.add(7 * time.Hour)
		busy.token()
		w.clock.add(2 * time.Hour)
		idle.fetch(http.MethodPost, "/api/v1/session/token", nil).want(http.StatusUnauthorized, "unauthenticated")
		busy.token()
		w.clock.add(2*time.Hour + 58*time.Minute)
		token := busy.token()
		w.clock.add(3 * time.Minute)
		busy.me(token).want(http.StatusUnauthorized, "unauthenticated")
		busy.fetch(http.MethodPost, "/api/v1/session/token", nil).want(http.StatusUnauthorized, "unauthenticated")
	})
}

// G06: sign-out bites at once, for the access token too.
func TestG06SignOut(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		b := w.browser()
		b.signIn("acme", "google", "maya@acme.example").wantSignedIn()
		token := b.token()
		b.me(token).want(http.StatusOK, "")
		kept := maps.Clone(b.cookies)
		b.fetch(http.MethodDelete, "/api/v1/session", nil).want(http.StatusNoContent, "")
		if b.session() != "" {
			t.Error("the cookie stays")
		}
		b.me(token).want(http.StatusUnauthorized, "unauthenticated")
		b.cookies = kept
		b.fetch(http.MethodPost, "/api/v1/session/token", nil).want(http.StatusUnauthorized, "unauthenticated")
		w.browser().fetch(http.MethodDelete, "/api/v1/session", nil).want(http.StatusNoContent, "") // there was none
	})
}

// S11: over https the browser is told to forget what the pages kept, when somebody
// signs out and when a session was ended as stolen; the cookies of others stay.
func TestS11ClearSiteData(t *testing.T) {
	t.Parallel()
	const all = `"cache", "storage"`
	for _, plain := range []bool{false, true} {
		w := newWorld(t, setting{plain: plain})
		want := map[bool]string{false: all}[plain]
		clears := func(what string, a answer, want string) {
			t.Helper()
			if got := a.header.Get("Clear-Site-Data"); got != want {
				t.Errorf("%s, plain %v: %q", what, plain, got)
			}
		}
		b := w.browser()
		b.signIn("acme", "google", "maya@acme.example").wantSignedIn()
		thief := w.browser()
		thief.cookies = maps.Clone(b.cookies)
		clears("a token", b.fetch(http.MethodPost, "/api/v1/session/token", nil), "")
		b.token()
		clears("reuse", thief.fetch(http.MethodPost, "/api/v1/session/token", nil), want)
		clears("an ended session", b.fetch(http.MethodPost, "/api/v1/session/token", nil), "")
		b.signIn("acme", "google", "maya@acme.example").wantSignedIn()
		clears("sign-out", b.fetch(http.MethodDelete, "/api/v1/session", nil), want)
		if len(b.cookies) == 0 {
			t.Error("the browser is not known any more")
		}
	}
}

// G07: a deactivated person is out at the next request.
func TestG07Deactivated(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		b := w.browser()
		b.signIn("acme", "google", "maya@acme.example").wantSignedIn()
		token := b.token()
		if _, err := w.raw.ExecContext(t.Context(), "UPDATE users SET active = FALSE WHERE email = 'maya@acme.example'"); err != nil {
			t.Fatal(err)
		}
		w.clock.add(1100 * time.Millisecond)
		b.me(token).want(http.StatusUnauthorized, "unauthenticated")
		b.fetch(http.MethodPost, "/api/v1/session/token", nil).want(http.StatusUnauthorized, "unauthenticated")
	})
}
