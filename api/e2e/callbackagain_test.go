package e2e_test

import (
	"maps"
	"net/http"
	"sync"
	"testing"
)

func TestB04ReplayTwiceAndFiftyAtOnce(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		b := w.browser()
		back := b.beforeCallback("acme", "google", "maya@acme.example")
		jar := maps.Clone(b.cookies)
		before := w.rows()
		var wait sync.WaitGroup
		var mu sync.Mutex
		sessions := 0
		for range 50 {
			wait.Go(func() {
				one := w.browser()
				one.cookies = maps.Clone(jar)
				a := one.navigate(back)
				mu.Lock()
				defer mu.Unlock()
				if a.status != http.StatusSeeOther {
					t.Errorf("%d %s", a.status, a.body)
				}
				if a.cookie("latchkey-session") != nil {
					sessions++
				}
			})
		}
		wait.Wait()
		grown := w.grew(before)
		if sessions != 1 || grown["sessions"] != 1 || grown["sign_ins"] != 1 {
			t.Errorf("%d sessions, rows %v", sessions, grown)
		}
		again := w.browser()
		again.cookies = maps.Clone(jar)
		before = w.rows()
		if a := again.navigate(back); a.cookie("latchkey-session") != nil || len(w.grew(before)) > 0 {
			t.Errorf("a later replay: %d %v, rows %v", a.status, a.set, w.grew(before))
		}
	})
}

// Refresh and Back after a success lead home without a cookie.
func TestBackButtonAfterSignIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	b := w.browser()
	back := b.beforeCallback("acme", "google", "maya@acme.example")
	jar := maps.Clone(b.cookies)
	b.navigate(back).wantSignedIn()
	if a := b.navigate(back); a.status != http.StatusSeeOther || a.header.Get("Location") != "/" || len(a.set) > 0 {
		t.Errorf("with the session: %d to %q", a.status, a.header.Get("Location"))
	}
	stale := w.browser()
	stale.cookies = jar
	if a := stale.navigate(back); a.header.Get("Location") != "/" || a.cookie("latchkey-session") != nil {
		t.Errorf("with the spent attempt: %d to %q", a.status, a.header.Get("Location"))
	}
	w.browser().navigate(back).wantRefused("attempt_cookie_missing")
}

// Five attempts fit; a sixth pushes the oldest out.
func TestFiveAttemptsThenTheOldestGoes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	b := w.browser()
	oldest := b.beforeCallback("acme", "google", "maya@acme.example")
	for range 4 {
		b.start("acme", "google")
	}
	if n := len(b.attempts()); n != 5 {
		t.Fatalf("%d attempts", n)
	}
	newest := b.beforeCallback("acme", "google", "maya@acme.example")
	if n := len(b.attempts()); n != 5 {
		t.Errorf("%d attempts after the sixth start", n)
	}
	b.navigate(oldest).wantRefused("attempt_unknown")
	b.navigate(newest).wantSignedIn()
}

// Two tabs: both attempts end well, the later session replaces the earlier one.
func TestTwoTabs(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	b := w.browser()
	one, two := b.beforeCallback("acme", "google", "maya@acme.example"), b.beforeCallback("acme", "microsoft", "ben@acme.example")
	b.navigate(two).wantSignedIn()
	b.navigate(one).wantSignedIn()
	if n := w.count("SELECT count(*) FROM sessions WHERE ended_at IS NULL"); n != 1 {
		t.Errorf("%d live sessions in one browser", n)
	}
}

// Two browsers of one person link at once: one link, two sessions.
func TestD18ParallelFirstSignIns(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		const n = 8
		var attempts [n]string
		var browsers [n]*browser
		for i := range n {
			browsers[i] = w.browser()
			attempts[i] = browsers[i].beforeCallback("acme", "google", "maya@acme.example")
		}
		before := w.rows()
		var wait sync.WaitGroup
		for i := range n {
			wait.Go(func() { browsers[i].navigate(attempts[i]).wantSignedIn() })
		}
		wait.Wait()
		if grown := w.grew(before); grown["identities"] != 1 || grown["sessions"] != n || grown["audit_events"] != 1 {
			t.Errorf("it wrote %v", grown)
		}
	})
}
