//go:build attack

package e2e_test

import (
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// attacksOnSessions are those of group G: tokens and refresh sessions of ours.
func attacksOnSessions() []attack {
	return []attack{
		{"G01", "our access token by none, by HS256 with the public key, by another kid", forgedAccessTokens},
		{"G02", "organization, person, role and end changed in an access token", func(a *assault) {
			_, token := a.in()
			parts := strings.Split(token, ".")
			text, err := base64.RawURLEncoding.DecodeString(parts[1])
			must(a.t, err)
			for _, name := range []string{"org", "sub", "role", "exp", "sid", "aud", "iss"} {
				var claims map[string]any
				must(a.t, json.Unmarshal(text, &claims))
				claims[name] = "super_admin"
				a.opensNothing(name, parts[0]+"."+encodedPart(claims)+"."+parts[2])
			}
		}},
		{"G03", "a refresh token, a cookie, an application's tokens as an access token", func(a *assault) {
			b, token := a.in()
			a.opensNothing("the refresh token", b.session())
			r := a.crm()
			got, _, _ := r.tokens(r.code(b))
			id, _ := got.Extra("id_token").(string)
			a.opensNothing("an ID token", id)
			a.opensNothing("a refresh token of an application", got.RefreshToken)
			if info := a.userinfo(token); info.status != http.StatusUnauthorized {
				a.t.Errorf("the pages' token at userinfo: %d", info.status)
			}
		}},
		{"G06", "an access token after the sign-out", func(a *assault) {
			b, token := a.in()
			kept := maps.Clone(b.cookies)
			b.fetch(http.MethodDelete, "/api/v1/session", nil).want(http.StatusNoContent, "")
			b.me(token).want(http.StatusUnauthorized, "unauthenticated")
			b.cookies = kept
			b.fetch(http.MethodPost, "/api/v1/session/token", nil).want(http.StatusUnauthorized, "unauthenticated")
		}},
		{"G09", "a refresh token of two generations ago", func(a *assault) {
			b, _ := a.in()
			thief := a.browser()
			thief.cookies = maps.Clone(b.cookies)
			b.token()
			token := b.token()
			thief.fetch(http.MethodPost, "/api/v1/session/token", nil).want(http.StatusUnauthorized, "session_reused")
			b.me(token).want(http.StatusUnauthorized, "unauthenticated")
		}},
		{"G10", "20 tabs with one refresh token: one successor, no alarm", func(a *assault) {
			b, _ := a.in()
			jar := maps.Clone(b.cookies)
			var mu sync.Mutex
			children := map[string]bool{}
			var all sync.WaitGroup
			for range 20 {
				all.Go(func() {
					tab := a.browser()
					tab.cookies = maps.Clone(jar)
					tab.token()
					mu.Lock()
					defer mu.Unlock()
					children[tab.session()] = true
				})
			}
			all.Wait()
			if len(children) != 1 {
				a.t.Errorf("%d successors", len(children))
			}
		}},
		{"G18", "the published keys: public members alone, cached for minutes", func(a *assault) {
			got := a.browser().send(http.MethodGet, "/.well-known/jwks.json", nil, nil)
			keys, _ := got.object()["keys"].([]any)
			for _, key := range keys {
				for name := range key.(map[string]any) {
					if !slices.Contains([]string{"kty", "crv", "x", "y", "n", "e", "kid", "alg", "use"}, name) {
						a.t.Errorf("%s is published", name)
					}
				}
			}
			if len(keys) < 2 || got.header.Get("Cache-Control") != "public, max-age=300" {
				a.t.Errorf("%d keys, %s", len(keys), got.header.Get("Cache-Control"))
			}
		}},
		{"G22", "one sign-in, one session", func(a *assault) {
			who, _ := a.agent()
			before := a.rows()
			a.browser().signIn("acme", "google", who).wantSignedIn()
			if n := a.grew(before)["sessions"]; n != 1 {
				a.t.Errorf("%d sessions", n)
			}
		}},
		{"I04", "every page in a frame", func(a *assault) {
			for _, path := range []string{"/", "/sign-in", "/o/acme/sign-in", "/profile/security", "/sso-settings", "/nowhere", "/oauth/authorize", "/openapi.yaml"} {
				if got := a.browser().navigate(path); !strings.Contains(got.header.Get("Content-Security-Policy"), "frame-ancestors 'none'") {
					a.t.Errorf("%s: %q", path, got.header.Get("Content-Security-Policy"))
				}
			}
		}},
		{"I06", "cookies of a sibling, and twice", func(a *assault) {
			b, _ := a.in()
			name := a.cookieName("latchkey-session")
			if !strings.HasPrefix(name, "__Host-") {
				a.t.Error(name)
			}
			for _, line := range []string{name + "=a; " + name + "=" + b.session(), name + "=" + b.session() + "; " + name + "=a", "latchkey-session=" + b.session()} {
				got := a.browser().send(http.MethodPost, "/api/v1/session/token", nil, http.Header{"Cookie": {line}, "Sec-Fetch-Site": {"same-origin"}})
				if got.status != http.StatusUnauthorized {
					a.t.Errorf("%d %s", got.status, got.body)
				}
			}
		}},
	}
}

// in is an agent who is signed in.
func (a *assault) in() (*browser, string) {
	a.t.Helper()
	who, _ := a.agent()
	b := a.browser()
	b.signIn("acme", "google", who).wantSignedIn()
	return b, b.token()
}

func (a *assault) opensNothing(name, token string) {
	a.t.Helper()
	if got := a.browser().me(token); got.status != http.StatusUnauthorized {
		a.t.Errorf("%s: %d %s", name, got.status, got.body)
	}
}

func forgedAccessTokens(a *assault) {
	_, token := a.in()
	parts := strings.Split(token, ".")
	var header map[string]any
	text, err := base64.RawURLEncoding.DecodeString(parts[0])
	must(a.t, err)
	for name, edit := range map[string]func(h map[string]any){
		"none": func(h map[string]any) { h["alg"] = "none" }, "HS256": func(h map[string]any) { h["alg"] = "HS256" }, "RS256": func(h map[string]any) { h["alg"] = "RS256" },
		"kid a path": func(h map[string]any) { h["kid"] = "../../dev/null" }, "kid SQL": func(h map[string]any) { h["kid"] = "' OR 1=1 --" }, "no kid": func(h map[string]any) { delete(h, "kid") },
		"typ JWT": func(h map[string]any) { h["typ"] = "JWT" }, "crit": func(h map[string]any) { h["crit"] = []string{"x"} }, "jwk": func(h map[string]any) { h["jwk"] = anotherKey().JWK() },
	} {
		header = nil
		must(a.t, json.Unmarshal(text, &header))
		edit(header)
		a.opensNothing(name, encodedPart(header)+"."+parts[1]+"."+parts[2])
		a.opensNothing(name+", unsigned", encodedPart(header)+"."+parts[1]+".")
	}
	a.opensNothing("twice", token+" "+token)
	a.opensNothing("100,000 dots", strings.Repeat(".", 10_000))
}
