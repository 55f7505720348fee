package e2e_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

var referenceInside = regexp.MustCompile(`<code dir="ltr">[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}</code>`)

// RFC 9700, 4.11; RFC 6749, 3.1.2.4: to an address that nobody registered nothing is sent,
// and the page says what to mend, with a reference and without what was
// sent.
func TestOAuthNothingGoesToAnAddressThatNobodyRegistered(t *testing.T) {
	w := oauthWorld(t)
	b := w.signedIn("acme", "maya@acme.example")
	r := w.crm()
	with := func(name, value string) string {
		u, err := url.Parse(r.address())
		must(t, err)
		q := u.Query()
		if value == "" {
			q.Del(name)
		} else {
			q.Set(name, value)
		}
		u.RawQuery = q.Encode()
		return u.String()
	}
	for name, address := range map[string]string{
		"no redirect_uri": with("redirect_uri", ""), "no client_id": with("client_id", ""), "an unknown client": with("client_id", "CANARY-client"),
		"our own pages":      with("client_id", "latchkey-web"),
		"another host":       with("redirect_uri", "https://evil.example/callback"),
		"a path below":       with("redirect_uri", crmCallback+"/x"),
		"a query":            with("redirect_uri", crmCallback+"?x=CANARY"),
		"a fragment":         with("redirect_uri", crmCallback+"#x"),
		"user information":   with("redirect_uri", "https://crm.example@evil.example/callback"),
		"another scheme":     with("redirect_uri", "http://crm.example/callback"),
		"javascript":         with("redirect_uri", "javascript:alert(1)"),
		"that of another":    with("redirect_uri", spaCallback),
		"twice":              r.address() + "&redirect_uri=https://evil.example/",
		"client_id twice":    r.address() + "&client_id=crm",
		"a query of rubbish": w.url + "/oauth/authorize?%zz",
	} {
		a := b.send(http.MethodGet, address, nil, http.Header{"Accept": {"text/html"}})
		if a.status != http.StatusBadRequest || a.header.Get("Location") != "" || strings.Contains(string(a.body), "CANARY") || !referenceInside.Match(a.body) {
			t.Errorf("%s: %d %q %.400s", name, a.status, a.header.Get("Location"), a.body)
		}
	}
	if n := w.count("SELECT count(*) FROM authorization_codes"); n != 0 {
		t.Errorf("%d codes", n)
	}
}

// What no text can hold is somebody else's fault, on both engines: whatever asks a
// database for it is not asked.
func TestOAuthWhatNoTextHoldsIsNotOurFault(t *testing.T) {
	oauthWorlds(t, func(t *testing.T, w *world) {
		b := w.signedIn("acme", "maya@acme.example")
		id := []string{"client_id", "redirect_uri", "state", "nonce", "scope", "organization", "login_hint", "resource", "provider", "id_token_hint"}
		for _, bad := range []string{"\x00", "crm\x00", "\xff\xfe", "\xed\xa0\x80"} {
			ours := func(where string, a answer) {
				t.Helper()
				if a.status >= http.StatusInternalServerError || a.status < http.StatusOK {
					t.Errorf("%s, %q: %d %.200s", where, bad, a.status, a.body)
				}
			}
			for _, name := range id {
				u, err := url.Parse(w.crm().address())
				must(t, err)
				q := u.Query()
				q.Set(name, bad)
				ours("authorize, "+name, b.navigate("/oauth/authorize?"+q.Encode()))
			}
			for _, name := range []string{"client_id", "state", "post_logout_redirect_uri", "id_token_hint"} {
				ours("logout, "+name, b.navigate("/oauth/logout?"+url.Values{name: {bad}}.Encode()))
			}
			for _, name := range []string{"client_id", "client_secret", "client_assertion", "grant_type", "code", "refresh_token"} {
				ours("token, "+name, w.form("/oauth/token", nil, name, bad))
			}
			for _, path := range []string{"/oauth/token", "/oauth/introspect", "/oauth/revoke"} {
				ours(path, w.form(path, basicHeader(bad, crmSecret), "token", "x"))
				ours(path, w.form(path, basicHeader("crm", crmSecret), "token", bad, "code", bad, "refresh_token", bad))
			}
			ours("a file of a look", b.navigate("/o/acme/brand/"+url.PathEscape(bad)+".png"))
			ours("an organization", b.navigate("/o/"+url.PathEscape(bad)+"/sign-in"))
			ours("a request", b.navigate("/oauth/continue/"+url.PathEscape(bad)))
		}
	})
}

// Every other error goes back, with state and issuer.
func TestOAuthErrorsGoBack(t *testing.T) {
	w := oauthWorld(t)
	r, b := w.crm(), w.signedIn("acme", "maya@acme.example")
	r.refused(b, "unsupported_response_type", "response_type", "token")
	r.refused(b, "invalid_scope", "scope", "email")
	r.refused(b, "invalid_request", "code_challenge_method", "plain")
	r.refused(b, "invalid_request", "response_mode", "fragment")
	r.refused(b, "request_not_supported", "request", "e30.e30.")
	r.refused(b, "request_uri_not_supported", "request_uri", "https://evil.example/")
	r.refused(b, "invalid_target", "resource", "https://evil.example/")
	r.refused(b, "access_denied", "organization", "nobody")
	r.refused(b, "access_denied", "organization", "initech") // the application is not for it
	r.refused(b, "account_selection_required", "organization", "globex", "prompt", "none")
	r.refused(w.browser(), "login_required", "prompt", "none")
	r.refused(b, "login_required", "prompt", "none", "id_token_hint", "e30.e30.e30")
	got, _, _ := r.tokens(r.code(b))
	raw, _ := got.Extra("id_token").(string)
	r.code(b, "prompt", "none", "id_token_hint", raw)
	r.refused(w.signedIn("acme", "lena@acme.example"), "login_required", "prompt", "none", "id_token_hint", raw)
	w.clock.add(2 * time.Minute)
	r.code(b, "prompt", "none", "max_age", "600")
	r.refused(b, "login_required", "prompt", "none", "max_age", "60")
}

// A form of another site comes without our cookie: it becomes the same request by GET.
// Who only looks ahead gets nothing, and spends nothing.
func TestOAuthFormsAndLookingAhead(t *testing.T) {
	w := oauthWorld(t)
	r, b := w.crm(), w.signedIn("acme", "maya@acme.example")
	u, err := url.Parse(r.address())
	must(t, err)
	a := b.send(http.MethodPost, "/oauth/authorize", []byte(u.RawQuery), http.Header{
		"Content-Type": {"application/x-www-form-urlencoded"}, "Origin": {"https://crm.example"}, "Sec-Fetch-Site": {"cross-site"},
	})
	if to := a.header.Get("Location"); a.status != http.StatusSeeOther || to != "/oauth/authorize?"+u.Query().Encode() {
		t.Fatalf("%d to %q", a.status, to)
	}
	r.back(b.navigate(a.header.Get("Location")))
	before := w.count("SELECT count(*) FROM authorization_codes")
	for _, h := range []http.Header{{"Sec-Purpose": {"prefetch"}}, {"Purpose": {"prefetch"}}} {
		if a := b.send(http.MethodGet, r.address(), nil, h); a.status != http.StatusServiceUnavailable {
			t.Errorf("looking ahead: %d", a.status)
		}
	}
	for line := range strings.Lines(w.log.String()) {
		if strings.Contains(line, `"status":503`) && !strings.Contains(line, `"level":"INFO"`) || strings.Contains(line, `"level":"ERROR"`) {
			t.Errorf("looking ahead is no error: %s", line)
		}
	}
	if a := b.send(http.MethodHead, r.address(), nil, nil); a.status != http.StatusMethodNotAllowed {
		t.Errorf("HEAD: %d", a.status)
	}
	if n := w.count("SELECT count(*) FROM authorization_codes"); n != before {
		t.Errorf("%d codes more", n-before)
	}
}
