package e2e_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// A04 and CSRF: what another site makes a browser send.
func TestA04CrossSite(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	b := w.browser()
	b.signIn("acme", "google", "maya@acme.example").wantSignedIn()
	start := []byte(`{"organization":"acme","provider":"google"}`)
	for name, h := range map[string]http.Header{
		"cross-site":      {"Sec-Fetch-Site": {"cross-site"}},
		"same-site":       {"Sec-Fetch-Site": {"same-site"}},
		"foreign origin":  {"Origin": {"https://evil.example"}},
		"null origin":     {"Origin": {"null"}},
		"another port":    {"Origin": {"https://127.0.0.1:1"}},
		"another scheme":  {"Origin": {strings.Replace(w.url, "https", "http", 1)}, "Sec-Fetch-Site": {"same-site"}},
		"our name in it":  {"Origin": {w.url + ".evil.example"}},
		"form, no origin": {"Sec-Fetch-Site": {"cross-site"}, "Sec-Fetch-Mode": {"navigate"}},
	} {
		h.Set("Content-Type", "application/json")
		for path, method := range map[string]string{"/api/v1/sign-in/sso": "POST", "/api/v1/session/token": "POST", "/api/v1/session": "DELETE", "/api/v1/sign-in/link": "POST", "/api/v1/sign-in/link/code": "POST"} {
			if a := b.send(method, path, start, h); a.status != http.StatusForbidden || a.text("code") != "origin_refused" || len(a.set) > 0 {
				t.Errorf("%s %s: %d %s", name, path, a.status, a.body)
			}
		}
	}
	// A form can say these types without asking first.
	for _, kind := range []string{"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"} {
		b.send(http.MethodPost, "/api/v1/sign-in/sso", start, http.Header{"Content-Type": {kind}}).want(http.StatusUnsupportedMediaType, "media_type_unsupported")
	}
	// Cookie routes want some sign of our page.
	for path, method := range map[string]string{"/api/v1/session/token": "POST", "/api/v1/session": "DELETE", "/api/v1/sign-in/link": "POST", "/api/v1/sign-in/link/code": "POST"} {
		b.send(method, path, start, http.Header{"Content-Type": {"application/json"}}).want(http.StatusForbidden, "origin_refused")
	}
	for name, h := range map[string]http.Header{"fetch metadata": {"Sec-Fetch-Site": {"same-origin"}}, "origin": {"Origin": {w.url}}, "our header": {"X-Latchkey": {"1"}}} {
		if a := b.send(http.MethodPost, "/api/v1/session/token", nil, h); a.status != http.StatusOK {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
}

// A05: only exact routes of the app are kept as return path.
func TestA05ReturnTo(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	for _, to := range []string{
		"//evil.com", `/\evil.com`, "/%5cevil.com", "https:evil.com", "https://evil.com", "javascript:alert(1)",
		"/@evil", "///evil.com", "/./", "/?next=//evil.com", "/#//evil.com", " /", "", "/settings/../..", strings.Repeat("/", 2000),
	} {
		b := w.browser()
		a := b.fetch(http.MethodPost, "/api/v1/sign-in/sso", map[string]any{"organization": "acme", "provider": "google", "returnTo": to})
		a.want(http.StatusCreated, "")
		b.navigate(b.atProvider(a.text("authorizationUrl"), "maya@acme.example")).wantSignedIn()
	}
	for _, to := range []string{"/\tevil", "/\n/evil.com", "\u2028/", "/" + strings.Repeat("a", 2048)} {
		w.browser().fetch(http.MethodPost, "/api/v1/sign-in/sso", map[string]any{"organization": "acme", "provider": "google", "returnTo": to}).
			want(http.StatusUnprocessableEntity, "validation_failed")
	}
	b := w.browser()
	a := b.fetch(http.MethodPost, "/api/v1/sign-in/password", map[string]any{"organization": "acme", "email": "ben@acme.example", "password": everybodysPassword, "returnTo": "//evil.com"})
	if a.text("returnTo") != "/" {
		t.Errorf("%s", a.body)
	}
}

// A07: nothing that a client says about the host gets anywhere.
func TestA07SpoofedHost(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{mail: true})
	spoof := http.Header{
		"Host": {"evil.example"}, "X-Forwarded-Host": {"evil.example"}, "X-Forwarded-Proto": {"http"},
		"Forwarded": {"host=evil.example;proto=http"}, "X-Original-Url": {"//evil.example"}, "Content-Type": {"application/json"},
	}
	b := w.browser()
	a := b.send(http.MethodPost, "/api/v1/sign-in/sso", []byte(`{"organization":"acme","provider":"google"}`), spoof)
	a.want(http.StatusCreated, "")
	u, err := url.Parse(a.text("authorizationUrl"))
	must(t, err)
	if got := u.Query().Get("redirect_uri"); got != w.callback("acme", "google") {
		t.Errorf("redirect_uri %s", got)
	}
	for _, path := range []string{"/", "/sign-in", "/o/acme/sign-in", "/nowhere"} {
		if a := b.send(http.MethodGet, path, nil, spoof); strings.Contains(string(a.body)+a.header.Get("Location"), "evil") {
			t.Errorf("%s: %s", path, a.body)
		}
	}
	for _, path := range []string{resetPath, bypassPath} { // what anybody may have mailed
		spoof.Set("Sec-Fetch-Site", "same-origin")
		spoof.Set("Origin", w.url)
		b.send(http.MethodPost, path, []byte(`{"organization":"acme","email":"sofia@acme.example"}`), spoof).want(http.StatusAccepted, "")
	}
	must(t, w.app.Sender.Send(t.Context()))
	for _, m := range w.mailbox.Messages() {
		if text := m.Text + m.HTML; strings.Contains(text, "evil") || !strings.Contains(text, w.url+"/") {
			t.Errorf("mailed %s", text)
		}
	}
	if n := len(w.mailbox.Messages()); n == 0 {
		t.Error("nothing was mailed")
	}
}
