package e2e_test

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/oauth2"
)

// The Config plan: what is discovered is what is there.
func TestConformanceConfig(t *testing.T) {
	t.Parallel()
	s := newSuite(t)
	found := s.b.send(http.MethodGet, "/.well-known/openid-configuration", nil, nil).object()
	if found["issuer"] != s.w.url || found["claims_parameter_supported"] != false || found["request_parameter_supported"] != false ||
		found["request_uri_parameter_supported"] != false || found["backchannel_logout_supported"] != true || found["backchannel_logout_session_supported"] != true {
		t.Errorf("discovery %v", found)
	}
	for name, has := range map[string]string{
		"response_types_supported": "code", "scopes_supported": "openid", "subject_types_supported": "public", "claims_supported": "sub",
		"id_token_signing_alg_values_supported": "RS256", "token_endpoint_auth_methods_supported": "client_secret_basic",
		"grant_types_supported": "authorization_code", "code_challenge_methods_supported": "S256",
	} {
		if list, _ := found[name].([]any); !slices.Contains(list, any(has)) {
			t.Errorf("%s: %v has no %s", name, list, has)
		}
	}
	for _, name := range []string{"authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri", "end_session_endpoint"} {
		if address, _ := found[name].(string); !strings.HasPrefix(address, s.w.url+"/") {
			t.Errorf("%s: %q", name, address)
		}
	}
	keys := map[string]bool{}
	for _, one := range s.b.send(http.MethodGet, "/.well-known/jwks.json", nil, nil).object()["keys"].([]any) {
		key := one.(map[string]any)
		id, _ := key["kid"].(string)
		if id == "" || keys[id] || key["d"] != nil || key["use"] != "sig" {
			t.Errorf("key %v", key)
		}
		keys[id] = true
	}
}

// The Basic plan: what must work.
func TestConformanceBasic(t *testing.T) {
	t.Parallel()
	s := newSuite(t)
	if q := s.back(s.ask(url.Values{"prompt": {"none"}})); q.Get("error") != "login_required" {
		t.Errorf("prompt=none, not logged in: %v", q)
	}
	got, first := s.tokensFor(s.signIn(s.ask(nil)))
	hint, _ := got.Extra("id_token").(string)
	if _, is := first["aud"].(string); !is || first["sub"] == "" || first["nonce"] != s.nonce {
		t.Errorf("server: %v", first)
	}
	for name, change := range map[string]url.Values{
		"request without nonce": {"nonce": {""}}, "other scope order": {"scope": {"email openid"}}, "all scopes": {"scope": {"openid profile email address phone"}},
		"display page": {"display": {"page"}}, "display popup": {"display": {"popup"}}, "prompt none, logged in": {"prompt": {"none"}},
		"max age 10000": {"max_age": {"10000"}}, "unknown parameter": {"extra": {"foobar"}}, "id token hint": {"prompt": {"none"}, "id_token_hint": {hint}},
		"login hint": {"login_hint": {"buffy@suite.example"}}, "ui locales": {"ui_locales": {"se"}}, "claims locales": {"claims_locales": {"se"}},
		"acr values": {"acr_values": {"1 2"}}, "claims essential": {"claims": {`{"userinfo":{"name":{"essential":true}}}`}},
		"valid pkce": {"code_challenge": {oauth2.S256ChallengeFromVerifier(s.verifier)}, "code_challenge_method": {"S256"}},
	} {
		q := s.back(s.ask(change)) // without a stop: the person is signed in
		if change.Has("code_challenge") {
			if _, err := s.exchange(q.Get("code")); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		got, claims := s.tokensFor(q)
		if claims["sub"] != first["sub"] || (claims["nonce"] != nil) != (change["nonce"] == nil) {
			t.Errorf("%s: %v", name, claims)
		}
		info := s.w.userinfo(got.AccessToken).object()
		if wants := strings.Contains(change.Get("scope"), "email"); info["sub"] != first["sub"] || (info["email"] != nil) != wants {
			t.Errorf("%s: userinfo %v", name, info)
		}
	}
	for name, change := range map[string]url.Values{"prompt login": {"prompt": {"login"}}, "max age 1": {"max_age": {"1"}}} {
		time.Sleep(1100 * time.Millisecond)
		a := s.ask(change)
		a.asked("/o/acme/sign-in")
		if _, again := s.tokensFor(s.signIn(a)); again["auth_time"].(float64) <= first["auth_time"].(float64) {
			t.Errorf("%s: auth_time %v after %v", name, again["auth_time"], first["auth_time"])
		}
	}
	form := func(token string) answer {
		h := http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}
		return s.w.browser().send(http.MethodPost, "/oauth/userinfo", []byte("access_token="+url.QueryEscape(token)), h)
	}
	now, _ := s.tokensFor(s.back(s.ask(nil)))
	if a := form(now.AccessToken); a.object()["sub"] != first["sub"] {
		t.Errorf("userinfo, token in the body: %d %s", a.status, a.body)
	}
	if a := s.w.browser().send(http.MethodPost, "/oauth/userinfo", nil, http.Header{"Authorization": {"Bearer " + now.AccessToken}}); a.object()["sub"] != first["sub"] {
		t.Errorf("userinfo, POST with a header: %d %s", a.status, a.body)
	}
	s.config.Endpoint.AuthStyle = oauth2.AuthStyleInParams
	if _, claims := s.tokensFor(s.back(s.ask(nil))); claims["sub"] != first["sub"] {
		t.Errorf("client_secret_post: %v", claims)
	}
}

// The Basic plan: what must be refused, and what refreshing gives.
func TestConformanceBasicRefusals(t *testing.T) {
	t.Parallel()
	s := newSuite(t)
	for name, c := range map[string]struct {
		change url.Values
		want   string
	}{
		"response type missing": {url.Values{"response_type": {""}}, "invalid_request"},
		"request object":        {url.Values{"request": {base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + ".e30."}}, "request_not_supported"},
	} {
		if q := s.back(s.ask(c.change)); q.Get("error") != c.want {
			t.Errorf("%s: %v", name, q)
		}
	}
	for name, change := range map[string]url.Values{
		"a redirect_uri that is not registered": {"redirect_uri": {suiteCallback + "?x=1"}},
		"a request object with a redirect_uri":  {"redirect_uri": {"https://other.example/"}, "request": {"x.y."}},
	} {
		if a := s.ask(change); a.status != http.StatusBadRequest || a.header.Get("Location") != "" {
			t.Errorf("%s: %d to %q", name, a.status, a.header.Get("Location"))
		}
	}
	q := s.signIn(s.ask(url.Values{"scope": {"openid offline_access"}, "prompt": {"consent"}}))
	got, first := s.tokensFor(q)
	a, _ := s.refresh(got.RefreshToken)
	again := (&oauth2.Token{AccessToken: a.text("access_token")}).WithExtra(map[string]any{"id_token": a.text("id_token")})
	_, claims := s.verify(again)
	for _, name := range []string{"iss", "sub", "aud", "auth_time", "sid"} {
		if claims[name] != first[name] {
			t.Errorf("refresh token: %s was %v and is %v", name, first[name], claims[name])
		}
	}
	other := s.w.rp("suite-second", suiteCallback, s.config.ClientSecret)
	if a, _ := other.refresh(a.text("refresh_token")); a.text("error") != "invalid_grant" {
		t.Errorf("the refresh token of another client: %d %s", a.status, a.body)
	}
	q = s.back(s.ask(nil))
	got, _ = s.tokensFor(q)
	if _, err := s.config.Exchange(s.ctx(), q.Get("code")); err == nil || !strings.Contains(err.Error(), "invalid_grant") {
		t.Errorf("code reuse: %v", err)
	}
	if a := s.w.userinfo(got.AccessToken); a.status != http.StatusUnauthorized {
		t.Errorf("after a code was used again its token gets %d", a.status)
	}
}

// The RP-Initiated Logout plan, and the Back-Channel one.
func TestConformanceLogout(t *testing.T) {
	t.Parallel()
	s := newSuite(t)
	enter := func() (hint, session string) {
		got, claims := s.tokensFor(s.signIn(s.ask(nil)))
		hint, _ = got.Extra("id_token").(string)
		return hint, claims["sid"].(string)
	}
	isOut := func() bool { return s.back(s.ask(url.Values{"prompt": {"none"}})).Get("error") == "login_required" }
	hint, session := enter()
	for name, query := range map[string][]string{
		"bad id_token_hint":        {"id_token_hint", "x.y.z", "post_logout_redirect_uri", suiteGoodbye, "state", "s"},
		"modified id_token_hint":   {"id_token_hint", hint[:len(hint)-8] + "AAAAAAAA", "post_logout_redirect_uri", suiteGoodbye, "state", "s"},
		"bad address":              {"id_token_hint", hint, "post_logout_redirect_uri", "https://crm.example/other", "state", "s"},
		"query added to address":   {"id_token_hint", hint, "post_logout_redirect_uri", suiteGoodbye + "&foo=bar", "state", "s"},
		"no id_token_hint":         {"post_logout_redirect_uri", suiteGoodbye, "state", "s"},
		"only state":               {"state", "s"},
		"no parameters whatsoever": nil,
	} {
		if a := s.b.logout(query...); a.header.Get("Location") != "" || isOut() {
			t.Errorf("%s: %d to %q, or signed out without a question", name, a.status, a.header.Get("Location"))
		}
	}
	s.b.logout("id_token_hint", hint, "post_logout_redirect_uri", suiteGoodbye, "state", "abc").redirects(suiteGoodbye + "&state=abc")
	if !isOut() {
		t.Error("still signed in")
	}
	s.checkLogoutToken(s.heard(1)[0], session)
	hint, _ = enter()
	s.b.logout("id_token_hint", hint, "post_logout_redirect_uri", suiteGoodbye).redirects(suiteGoodbye)
	hint, _ = enter()
	s.b.logout("id_token_hint", hint).page(http.StatusOK, "You are signed out")
	s.w.secrets.add(s.heard(3)...)
	if !isOut() {
		t.Error("still signed in, without an address to go to")
	}
}
