package e2e_test

import (
	"maps"
	"net/http"
	"testing"

	"latchkey/api/apply"
	"latchkey/api/idp/idptest"
	"latchkey/api/store"
)

// policy applies one connection of acme, and switches of acme itself.
func (w *world) policy(o apply.Organization, c apply.Connection) {
	w.t.Helper()
	o.Code = "acme"
	if c.Provider != "" {
		o.Connections = []apply.Connection{c}
	}
	w.apply(&apply.Document{Organizations: []apply.Organization{o}})
}

// Messages 26, 27 and 36: what an organization decides about first sign-ins,
// with and without an account alike.
func TestLinkingPolicies(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		refused := func(who, code string) {
			t.Helper()
			before := w.rows()
			w.browser().signIn("acme", "google", who).wantRefused(code)
			if grown := w.grew(before); !maps.Equal(grown, map[string]int{"sign_ins": 1}) {
				t.Errorf("%s wrote %v", who, grown)
			}
		}
		asked := func(who string) {
			t.Helper()
			if a := w.browser().signIn("acme", "google", who); a.header.Get("Location") != "/o/acme/link-account" {
				t.Errorf("%s is sent to %q", who, a.header.Get("Location"))
			}
		}
		w.policy(apply.Organization{}, apply.Connection{Provider: "google", Linking: ptr(store.LinkProfileOnly)})
		for _, who := range []string{"maya@acme.example", "stranger@acme.example", unproven} {
			refused(who, "link_in_profile_first")
		}
		w.policy(apply.Organization{}, apply.Connection{Provider: "google", Linking: ptr(store.LinkConfirm)})
		for _, who := range []string{"maya@acme.example", "stranger@acme.example", unproven} {
			asked(who)
		}
		w.policy(apply.Organization{}, apply.Connection{Provider: "google", Linking: ptr(store.LinkAutomatic), WeakProof: ptr(store.WeakRefuse)})
		refused(unproven, "email_not_verified")
		w.lie(func(s *idptest.Script) {
			s.MutateClaims = func(c map[string]any) { delete(c, "email"); delete(c, "email_verified") }
			s.Userinfo = func(c map[string]any) { delete(c, "email"); delete(c, "email_verified") }
		})
		refused("maya@acme.example", "email_missing")
		w.lie(func(s *idptest.Script) { s.MutateClaims, s.Userinfo = nil, nil })
		w.browser().signIn("acme", "google", "maya@acme.example").wantSignedIn()
		w.policy(apply.Organization{}, apply.Connection{Provider: "google", Linking: ptr(store.LinkProfileOnly)})
		w.browser().signIn("acme", "google", "maya@acme.example").wantSignedIn() // linked already
	})
}

// Message 42: with passwords off, every address is told the same, and on the
// link page a password proves only what the provider proves too.
func TestPasswordsTurnedOff(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.policy(apply.Organization{PasswordSignIn: ptr(false)}, apply.Connection{})
		for _, email := range []string{"maya@acme.example", "nobody@acme.example"} {
			w.browser().password("acme", email, everybodysPassword).want(http.StatusForbidden, "password_login_disabled")
		}
		strong := w.browser()
		strong.signIn("acme", "google", "sofia@acme.example")
		strong.fetch(http.MethodPost, "/api/v1/sign-in/link", map[string]any{"password": everybodysPassword}).want(http.StatusOK, "")
		weak := w.browser()
		weak.signIn("acme", "microsoft", "gita@partner.example")
		page := weak.fetch(http.MethodGet, "/api/v1/sign-in/link", nil)
		page.want(http.StatusOK, "")
		if proofs, _ := page.object()["proofs"].([]any); len(proofs) > 0 {
			t.Errorf("%s", page.body)
		}
		weak.fetch(http.MethodPost, "/api/v1/sign-in/link", map[string]any{"password": everybodysPassword}).want(http.StatusUnauthorized, "link_proof_failed")
	})
}

// Another address may be typed only where the connection allows it.
func TestProveAnotherAddress(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.policy(apply.Organization{}, apply.Connection{Provider: "microsoft", DifferentEmail: ptr(true)})
		b := w.browser()
		b.signIn("acme", "microsoft", "nobody@partner.example")
		if page := b.fetch(http.MethodGet, "/api/v1/sign-in/link", nil); page.object()["emailEditable"] != true {
			t.Errorf("%s", page.body)
		}
		b.fetch(http.MethodPost, "/api/v1/sign-in/link", map[string]any{"password": everybodysPassword, "email": "maya@acme.example"}).want(http.StatusOK, "")
		again := w.browser()
		again.signIn("acme", "microsoft", "nobody@partner.example").wantSignedIn()
		if email := again.me(again.token()).object()["user"].(map[string]any)["email"]; email != "maya@acme.example" {
			t.Errorf("linked to %v", email)
		}
		// D18: a user with an identity here gets no second one, and no other text.
		other := w.browser()
		other.signIn("acme", "microsoft", "gita@partner.example")
		other.fetch(http.MethodPost, "/api/v1/sign-in/link", map[string]any{"password": everybodysPassword, "email": "maya@acme.example"}).
			want(http.StatusUnauthorized, "link_proof_failed")
	})
}

// Messages 16 and 17 at the start: no attempt to a provider that cannot be used.
func TestStartWithoutAProvider(t *testing.T) {
	t.Parallel()
	start := map[string]any{"organization": "acme", "provider": "google"}
	down := newWorld(t, setting{})
	down.lie(func(s *idptest.Script) { s.DiscoveryAnswer = idptest.Body(500, "text/html", "CANARY-BODY") })
	down.secrets.add("CANARY-BODY")
	for range 3 { // merely unreachable: never degraded
		a := down.browser().fetch(http.MethodPost, "/api/v1/sign-in/sso", start)
		a.want(http.StatusServiceUnavailable, "provider_unreachable")
	}
	wrong := newWorld(t, setting{})
	wrong.lie(func(s *idptest.Script) {
		s.Discovery = func(d map[string]any) { d["issuer"] = "https://evil.example" }
	})
	wrong.browser().fetch(http.MethodPost, "/api/v1/sign-in/sso", start).want(http.StatusConflict, "sso_app_invalid")
}

// The provider goes down between start and return, with its keys known: R09.
func TestR09KnownKeysOutliveTheProvider(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	w.browser().signIn("acme", "google", "maya@acme.example").wantSignedIn()
	w.lie(func(s *idptest.Script) {
		s.KeysAnswer, s.DiscoveryAnswer = idptest.Body(503, "text/plain", "down"), idptest.Body(503, "text/plain", "down")
	})
	w.browser().signIn("acme", "google", "maya@acme.example").wantSignedIn()
	w.lie(func(s *idptest.Script) { s.KeysAnswer, s.DiscoveryAnswer = nil, nil })
	must(t, w.provider.RotateKey(nil, false))
	w.browser().signIn("acme", "google", "maya@acme.example").wantSignedIn()
}
