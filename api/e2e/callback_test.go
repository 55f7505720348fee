package e2e_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"latchkey/api/idp/idptest"
)

// Malformed parameters spend nothing.
func TestCallbackParameters(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	b := w.browser()
	back := b.beforeCallback("acme", "google", "maya@acme.example")
	before := w.rows()
	for name, edit := range map[string]func(url.Values){
		"doubled state":    func(q url.Values) { q.Add("state", q.Get("state")) },
		"doubled code":     func(q url.Values) { q.Add("code", "x") },
		"no state":         func(q url.Values) { q.Del("state") },
		"no code":          func(q url.Values) { q.Del("code") },
		"code and error":   func(q url.Values) { q.Set("error", "access_denied") },
		"overlong code":    func(q url.Values) { q.Set("code", strings.Repeat("x", 5000)) },
		"overlong state":   func(q url.Values) { q.Set("state", strings.Repeat("x", 200)) },
		"overlong issuer":  func(q url.Values) { q.Set("iss", strings.Repeat("x", 600)) },
		"overlong message": func(q url.Values) { q.Set("error_description", strings.Repeat("x", 3000)) },
	} {
		if a := b.navigate(withQuery(t, back, edit)); !strings.Contains(a.header.Get("Location"), "reason=callback_malformed") {
			t.Errorf("%s: %d to %q", name, a.status, a.header.Get("Location"))
		}
	}
	for _, query := range []string{"?", "?%zz", "?state=%zz&code=x", "?a;b", "?" + strings.Repeat("a=1&", 2000)} {
		b.navigate(w.callback("acme", "google") + query).wantRefused("callback_malformed")
	}
	if grown := w.grew(before); len(grown) > 0 {
		t.Errorf("it wrote %v", grown)
	}
	b.navigate(withQuery(t, back, func(q url.Values) { q.Set("authuser", "0"); q.Add("scope", "email") })).wantSignedIn()
}

// A path that names no connection is answered as every navigation is.
func TestCallbackOfNoConnection(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	for _, id := range []string{"x", "%00", "%ff", strings.Repeat("a", 200)} {
		w.browser().navigate("/api/v1/sso/callback/" + id + "?state=a&code=b").wantRefused("attempt_cookie_missing")
	}
}

// B22: what is no navigation to a document is refused and spends nothing.
func TestB22OnlyNavigationsComeBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	b := w.browser()
	back := b.beforeCallback("acme", "google", "maya@acme.example")
	before := w.rows()
	for name, h := range map[string]http.Header{
		"frame":        {"Sec-Fetch-Mode": {"navigate"}, "Sec-Fetch-Dest": {"iframe"}},
		"object":       {"Sec-Fetch-Mode": {"navigate"}, "Sec-Fetch-Dest": {"object"}},
		"image":        {"Sec-Fetch-Mode": {"no-cors"}, "Sec-Fetch-Dest": {"image"}},
		"fetch":        {"Sec-Fetch-Mode": {"cors"}, "Sec-Fetch-Dest": {"empty"}},
		"prefetch":     {"Sec-Fetch-Mode": {"navigate"}, "Sec-Fetch-Dest": {"document"}, "Sec-Purpose": {"prefetch;prerender"}},
		"old prefetch": {"Purpose": {"prefetch"}},
		"X-Moz":        {"X-Moz": {"prefetch"}},
	} {
		if a := b.send(http.MethodGet, back, nil, h); a.status != http.StatusBadRequest || a.text("code") != "callback_malformed" {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	for _, method := range []string{http.MethodHead, http.MethodPost, http.MethodPut, http.MethodOptions} {
		if a := b.send(method, back, nil, http.Header{"Sec-Fetch-Site": {"none"}}); a.status != http.StatusMethodNotAllowed {
			t.Errorf("%s: %d", method, a.status)
		}
	}
	if grown := w.grew(before); len(grown) > 0 || w.provider.Hits("/google/token") != 0 {
		t.Errorf("it wrote %v", grown)
	}
	b.send(http.MethodGet, back, nil, nil).wantSignedIn() // a browser that tells nothing
}

// Entra's subject changed with the app registration: tenant and object id find
// the person, and the link gets its new subject once.
func TestMicrosoftSubjectHeals(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.browser().signIn("acme", "microsoft", "ben@acme.example").wantSignedIn()
		must(t, w.provider.AddPerson(idptest.Person{
			Provider: idptest.Microsoft, Subject: "new-subject-11", Email: "ben.new@acme.example", TenantID: acmeTenant,
			ObjectID: "5a0c7b1e-0000-4000-8000-000000000011",
		}))
		w.browser().signIn("acme", "microsoft", "new-subject-11").wantRefused("user_not_authorized") // the same application
		if _, err := w.raw.ExecContext(t.Context(), "UPDATE identities SET client_id = 'older'"); err != nil {
			t.Fatal(err)
		}
		before := w.rows()
		w.browser().signIn("acme", "microsoft", "new-subject-11").wantSignedIn()
		if grown := w.grew(before); grown["identities"] != 0 || grown["audit_events"] != 1 {
			t.Errorf("it wrote %v", grown)
		}
		w.browser().signIn("acme", "microsoft", "ben@acme.example").wantRefused("user_not_authorized")
	})
}
