package e2e_test

import (
	"maps"
	"net/http"
	"testing"
	"time"
)

// A41: the person proves the account by its password and is linked.
func TestA41LinkPage(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		elsewhere := w.browser()
		elsewhere.password("acme", "gita@partner.example", everybodysPassword).want(http.StatusOK, "")
		b := w.browser()
		b.signIn("acme", "microsoft", "gita@partner.example")
		pending := maps.Clone(b.cookies)
		prove := func(b *browser, body map[string]any) answer {
			return b.fetch(http.MethodPost, "/api/v1/sign-in/link", body)
		}
		prove(b, map[string]any{"password": "wrong canary password"}).want(http.StatusUnauthorized, "link_proof_failed")
		if left := b.fetch(http.MethodGet, "/api/v1/sign-in/link", nil).object()["triesLeft"]; left != 4.0 {
			t.Errorf("%v tries left", left)
		}
		// An address that may not be typed is not looked at: ben's password links nobody.
		prove(b, map[string]any{"password": everybodysPassword, "email": "ben@acme.example"}).want(http.StatusOK, "")
		if email := b.me(b.token()).object()["user"].(map[string]any)["email"]; email != "gita@partner.example" {
			t.Errorf("linked to %v", email)
		}
		if b.cookies[w.cookieName("latchkey-link")] != "" {
			t.Error("the link cookie stays")
		}
		elsewhere.fetch(http.MethodPost, "/api/v1/session/token", nil).want(http.StatusUnauthorized, "unauthenticated") // D23

		again := w.browser()
		again.cookies = pending
		prove(again, map[string]any{"password": everybodysPassword}).want(http.StatusGone, "link_ticket_expired") // D15
		w.browser().signIn("acme", "microsoft", "gita@partner.example").wantSignedIn()
	})
}

// A43 and messages 37-39: no proof succeeds without an account, tries run out,
// and the step times out.
func TestA43LinkPageWithoutAnAccount(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		b := w.browser()
		b.signIn("acme", "microsoft", "nobody@partner.example")
		before := w.rows()
		for i := range 5 {
			w.clock.add(40 * time.Second) // the account's own pause
			b.fetch(http.MethodPost, "/api/v1/sign-in/link", map[string]any{"password": everybodysPassword}).
				want(http.StatusUnauthorized, "link_proof_failed")
			if left := b.fetch(http.MethodGet, "/api/v1/sign-in/link", nil).object()["triesLeft"]; left != float64(4-i) {
				t.Errorf("%v tries left after %d", left, i+1)
			}
		}
		a := b.fetch(http.MethodPost, "/api/v1/sign-in/link", map[string]any{"password": everybodysPassword})
		a.want(http.StatusTooManyRequests, "link_locked")
		if a.header.Get("Retry-After") == "" {
			t.Error("no Retry-After")
		}
		if grown := w.grew(before); !maps.Equal(grown, map[string]int{"sign_ins": 5}) {
			t.Errorf("it wrote %v", grown)
		}
		w.clock.add(11 * time.Minute)
		b.fetch(http.MethodGet, "/api/v1/sign-in/link", nil).want(http.StatusGone, "link_ticket_expired")
		b.fetch(http.MethodPost, "/api/v1/sign-in/link", map[string]any{"password": everybodysPassword}).want(http.StatusGone, "link_ticket_expired")
		w.browser().fetch(http.MethodGet, "/api/v1/sign-in/link", nil).want(http.StatusGone, "link_ticket_expired")
	})
}

// A super admin is never linked silently.
func TestSuperAdminIsAsked(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		b := w.browser()
		if a := b.signIn("acme", "google", "sofia@acme.example"); a.header.Get("Location") != "/o/acme/link-account" {
			t.Fatalf("%d to %q", a.status, a.header.Get("Location"))
		}
		page := b.fetch(http.MethodGet, "/api/v1/sign-in/link", nil)
		if page.text("email") != "sofia@acme.example" {
			t.Errorf("%s", page.body) // the proof is strong, so the address may be shown
		}
		b.fetch(http.MethodPost, "/api/v1/sign-in/link", map[string]any{"password": everybodysPassword}).want(http.StatusOK, "")
		w.browser().signIn("acme", "google", "sofia@acme.example").wantSignedIn()
	})
}
