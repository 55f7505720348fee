package e2e_test

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"latchkey/api/store"
)

// RFC 6749, 2.3 and 5.2: who a client is. Unknown, wrong and turned off look alike.
func TestOAuthWhoIsNoClient(t *testing.T) {
	w := oauthWorld(t)
	grant := []string{"grant_type", "authorization_code", "code", "x", "redirect_uri", crmCallback}
	with := func(more ...string) []string { return append(more, grant...) }
	var faces []string
	for name, c := range map[string]struct {
		header http.Header
		form   []string
		status int
		code   string
	}{
		"nobody":                 {nil, grant, 401, "invalid_client"},
		"a wrong secret":         {basicHeader("crm", strings.Repeat("a", 40)), grant, 401, "invalid_client"},
		"a mistyped secret":      {basicHeader("crm", crmSecret[:52]+"_"), grant, 401, "invalid_client"},
		"an unknown client":      {basicHeader("nobody", crmSecret), grant, 401, "invalid_client"},
		"without its secret":     {nil, with("client_id", "crm"), 401, "invalid_client"},
		"header and body":        {basicHeader("crm", crmSecret), with("client_secret", crmSecret), 400, "invalid_request"},
		"a bearer of ours":       {http.Header{"Authorization": {"Bearer x"}}, grant, 401, "invalid_client"},
		"a wrong one in a form":  {nil, with("client_id", "crm", "client_secret", strings.Repeat("a", 40)), 401, "invalid_client"},
		"a public one, a secret": {nil, with("client_id", "spa", "client_secret", crmSecret), 401, "invalid_client"},
	} {
		a := w.form("/oauth/token", c.header, c.form...)
		if a.status != c.status || a.text("error") != c.code || a.header.Get("Cache-Control") != "no-store" ||
			(a.header.Get("WWW-Authenticate") != "") != (c.status == 401 && !slices.Contains(c.form, "client_secret")) {
			t.Errorf("%s: %d %s %v", name, a.status, a.body, a.header)
		}
		if slices.Contains([]string{"a wrong secret", "an unknown client", "a mistyped secret"}, name) {
			faces = append(faces, a.text("error_description")[:40])
		}
	}
	if faces[0] != faces[1] || faces[1] != faces[2] {
		t.Errorf("refusals differ: %q", faces)
	}
	w.secrets.add("CANARY-secret")
	a := w.form("/oauth/token?client_secret=CANARY-secret", nil, with("client_id", "crm")...)
	if a.status != http.StatusBadRequest || !strings.Contains(a.text("error_description"), "revoke") {
		t.Errorf("a secret in the address: %d %s", a.status, a.body)
	}
	for name, h := range map[string]http.Header{"JSON": {"Content-Type": {"application/json"}}, "nothing": {}} {
		if a := w.browser().send(http.MethodPost, "/oauth/token", []byte("{}"), h); a.status != http.StatusBadRequest || a.text("error") != "invalid_request" {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	if a := w.browser().send(http.MethodGet, "/oauth/token", nil, nil); a.status != http.StatusMethodNotAllowed {
		t.Errorf("GET: %d", a.status)
	}
}

// RFC 6750, 2 and 3; RFC 8725: what is no access token of an application.
func TestOAuthTokensThatAreNone(t *testing.T) {
	w := oauthWorld(t)
	r, b := w.crm(), w.signedIn("acme", "maya@acme.example")
	got, _, _ := r.tokens(r.code(b))
	id, _ := got.Extra("id_token").(string)
	parts := strings.Split(got.AccessToken, ".")
	none := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","typ":"at+jwt"}`)) + "." + parts[1] + "."
	for name, token := range map[string]string{
		"an ID token (RS256)": id, "a refresh token": got.RefreshToken, "of our own pages": b.token(), "alg none": none,
		"another signature": parts[0] + "." + parts[1] + "." + strings.Split(id, ".")[2], "nothing like it": "x",
	} {
		if a := w.userinfo(token); a.status != http.StatusUnauthorized || a.text("error") != "invalid_token" ||
			!strings.Contains(a.header.Get("WWW-Authenticate"), `realm="latchkey", error="invalid_token"`) {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	if a := w.browser().send(http.MethodGet, "/oauth/userinfo?access_token="+got.AccessToken, nil, nil); a.status != http.StatusUnauthorized ||
		a.header.Get("WWW-Authenticate") != `Bearer realm="latchkey"` {
		t.Errorf("in the address: %d %v", a.status, a.header)
	}
	if a := w.form("/oauth/userinfo", nil, "access_token", got.AccessToken); a.status != http.StatusOK {
		t.Errorf("in a form: %d %s", a.status, a.body)
	}
	if a := w.form("/oauth/userinfo", http.Header{"Authorization": {"Bearer " + got.AccessToken}}, "access_token", got.AccessToken); a.text("error") != "invalid_request" {
		t.Errorf("twice: %d %s", a.status, a.body)
	}
	w.clock.add(5*time.Minute + time.Second)
	if a := w.userinfo(got.AccessToken); a.status != http.StatusUnauthorized {
		t.Errorf("expired: %d", a.status)
	}
}

// What the operator turns off bites within a second, in the middle of a sign-in too.
func TestOAuthAnApplicationThatIsTurnedOff(t *testing.T) {
	w := oauthWorld(t)
	r, b := w.crm(), w.signedIn("acme", "maya@acme.example")
	got, _, _ := r.tokens(r.code(b))
	other := w.browser()
	back := other.navigate(r.address("organization", "acme")).asked("/o/acme/sign-in")
	c, err := w.store.ClientByID(t.Context(), "crm")
	must(t, err)
	c.State = store.ClientDisabled
	must(t, w.store.UpdateClient(t.Context(), c))
	w.clock.add(time.Second)
	if a := other.throughGoogle("acme", "lena@acme.example", back); a.header.Get("Location") != back {
		t.Fatalf("back to %q", a.header.Get("Location"))
	}
	for name, a := range map[string]answer{"authorize": b.navigate(r.address()), "in the middle": other.navigate(back)} {
		if a.status != http.StatusBadRequest || !referenceInside.Match(a.body) {
			t.Errorf("%s: %d", name, a.status)
		}
	}
	if a, _ := r.refresh(got.RefreshToken); a.status != http.StatusUnauthorized {
		t.Errorf("refresh: %d", a.status)
	}
	if a := w.userinfo(got.AccessToken); a.status != http.StatusUnauthorized {
		t.Errorf("userinfo: %d", a.status)
	}
	if to := other.navigate(back + "x").header.Get("Location"); to != "/" {
		t.Errorf("a return path that was changed leads to %q", to)
	}
}
