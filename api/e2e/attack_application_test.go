//go:build attack

package e2e_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/oauth2"
)

// attacksOnTheProvider are the negatives of applications (applications.md): we are the OpenID Provider.
func attacksOnTheProvider() []attack {
	return []attack{
		{"P01", "redirect addresses that nobody registered, nearly the same, with more", func(a *assault) {
			r, b := a.crmOf()
			for _, to := range []string{
				"https://evil.example/", crmCallback + "/", crmCallback + "?x=1", crmCallback + "#x", strings.ToUpper(crmCallback), strings.Replace(crmCallback, "https", "http", 1), "", "javascript:alert(1)",
				strings.Replace(crmCallback, "crm.example", "crm.example@evil.example", 1), crmCallback + "/../x", "https://crm.example:443/callback", crmCallback + "%00", "//crm.example/callback", spaCallback,
			} {
				if got := b.navigate(r.with(url.Values{"redirect_uri": {to}})); got.status != http.StatusBadRequest || got.header.Get("Location") != "" {
					a.t.Errorf("%q: %d to %q", to, got.status, got.header.Get("Location"))
				}
			}
			b.navigate(r.with(url.Values{"redirect_uri": {crmCallback, "https://evil.example/"}})).want(http.StatusBadRequest, "")
			b.navigate(r.with(url.Values{"client_id": {"nobody"}})).want(http.StatusBadRequest, "")
		}},
		{"P02", "a request without PKCE, with plain, with another response", func(a *assault) {
			r, b := a.crmOf()
			for name, change := range map[string]url.Values{
				"no challenge": {"code_challenge": nil, "code_challenge_method": nil}, "plain": {"code_challenge_method": {"plain"}}, "token": {"response_type": {"token"}},
				"id_token": {"response_type": {"id_token"}}, "fragment": {"response_mode": {"fragment"}}, "form_post": {"response_mode": {"form_post"}}, "request": {"request": {"e30.e30."}},
				"request_uri": {"request_uri": {"https://evil.example/"}}, "a short challenge": {"code_challenge": {"x"}},
			} {
				q := r.back(b.navigate(r.with(change)))
				if q.Get("error") == "" || q.Has("code") {
					a.t.Errorf("%s: %v", name, q)
				}
			}
		}},
		{"P03", "a code of another client, with another verifier, with another address, made up", func(a *assault) {
			r, b := a.crmOf()
			other := a.rp("other", "https://other.example/callback", otherSecret)
			for name, try := range map[string]func(code string) answer{
				"another client": func(code string) answer { return other.spends(code, r.verifier, crmCallback) },
				"verifier":       func(code string) answer { return r.spends(code, oauth2.GenerateVerifier(), crmCallback) },
				"no verifier":    func(code string) answer { return r.spends(code, "", crmCallback) },
				"address":        func(code string) answer { return r.spends(code, r.verifier, "https://evil.example/") },
				"made up":        func(string) answer { return r.spends(strings.Repeat("A", 43), r.verifier, crmCallback) },
				"NUL":            func(string) answer { return r.spends("\x00", r.verifier, crmCallback) },
			} {
				if got := try(r.code(b)); got.status != http.StatusBadRequest || got.text("error") != "invalid_grant" {
					a.t.Errorf("%s: %d %s", name, got.status, got.body)
				}
			}
		}},
		{"P04", "one code twice, and 50 times at once: what it brought ends", func(a *assault) {
			r, b := a.crmOf()
			code := r.code(b)
			var won atomic.Int64
			var all sync.WaitGroup
			for range 50 {
				all.Go(func() {
					if got := r.spends(code, r.verifier, crmCallback); got.status == http.StatusOK {
						won.Add(1)
					}
				})
			}
			all.Wait()
			if won.Load() != 1 {
				a.t.Errorf("%d got tokens", won.Load())
			}
			got, _, _ := r.tokens(r.code(b))
			r.spends("x", r.verifier, crmCallback)
			second := r.code(b)
			first, _, _ := r.tokens(second)
			r.spends(second, r.verifier, crmCallback)
			if info := a.userinfo(first.AccessToken); info.status != http.StatusUnauthorized {
				a.t.Errorf("what the first use got still works: %d", info.status)
			}
			if info := a.userinfo(got.AccessToken); info.status != http.StatusOK {
				a.t.Errorf("another code's is gone: %d", info.status)
			}
		}},
		{"P05", "clients: wrong and mistyped secrets, two at once, none, in the address", func(a *assault) {
			grant := []string{"grant_type", "authorization_code", "code", "x", "redirect_uri", crmCallback}
			for name, h := range map[string]http.Header{
				"wrong": basicHeader("crm", otherSecret), "mistyped": basicHeader("crm", crmSecret[:52]+"_"), "unknown": basicHeader("nobody", crmSecret), "none": nil, "bearer": {"Authorization": {"Bearer x"}},
				"of a machine": basicHeader("crm", strings.Replace(crmSecret, "lka_", "lks_", 1)),
			} {
				if got := a.form("/oauth/token", h, append(grant, "client_id", "crm")...); got.status < 400 || got.status >= 500 || got.text("access_token") != "" {
					a.t.Errorf("%s: %d %s", name, got.status, got.body)
				}
			}
			if got := a.form("/oauth/token?client_secret="+url.QueryEscape("CANARY-secret-in-the-address"), nil, append(grant, "client_id", "crm")...); got.status != http.StatusBadRequest {
				a.t.Errorf("in the address: %d", got.status)
			}
		}},
		{"P06", "refresh tokens of others, of before, of a session that ended", func(a *assault) {
			r, b := a.crmOf("offline_access")
			got, _, _ := r.tokens(r.code(b))
			other := a.rp("other", "https://other.example/callback", otherSecret)
			if stolen, _ := other.refresh(got.RefreshToken); stolen.status != http.StatusBadRequest {
				a.t.Errorf("another client's: %d %s", stolen.status, stolen.body)
			}
			first, one := r.refresh(got.RefreshToken)
			first.want(http.StatusOK, "")
			second, _ := r.refresh(one["refresh_token"].(string))
			second.want(http.StatusOK, "")
			if reused, _ := r.refresh(got.RefreshToken); reused.status != http.StatusBadRequest {
				a.t.Errorf("of two generations ago: %d", reused.status)
			}
		}},
		{"P07", "tokens at userinfo and introspection that are others'", func(a *assault) {
			r, b := a.crmOf()
			got, _, _ := r.tokens(r.code(b))
			id, _ := got.Extra("id_token").(string)
			for name, token := range map[string]string{"ID token": id, "the pages'": b.token(), "nothing": "x", "unsigned": strings.Join(strings.Split(got.AccessToken, ".")[:2], ".") + "."} {
				if info := a.userinfo(token); info.status != http.StatusUnauthorized || info.text("error") != "invalid_token" {
					a.t.Errorf("%s: %d %s", name, info.status, info.body)
				}
			}
			for name, h := range map[string]http.Header{"another application": basicHeader("other", otherSecret), "nobody": nil} {
				if seen := a.form("/oauth/introspect", h, "token", got.AccessToken); strings.Contains(string(seen.body), "true") || strings.Contains(string(seen.body), "sub") {
					a.t.Errorf("%s: %d %s", name, seen.status, seen.body)
				}
			}
		}},
		{"P08", "a sign-out that leads elsewhere, or by somebody else", func(a *assault) {
			r, b := a.crmOf()
			got, _, _ := r.tokens(r.code(b))
			id, _ := got.Extra("id_token").(string)
			for _, to := range []string{"https://evil.example/", "https://crm.example/bye", "https://crm.example/bye?from=latchkey&x", "//crm.example", "javascript:alert(1)"} {
				gone := b.navigate("/oauth/logout?" + url.Values{"id_token_hint": {id}, "post_logout_redirect_uri": {to}}.Encode())
				if strings.HasPrefix(gone.header.Get("Location"), to) {
					a.t.Errorf("it leads to %s", to)
				}
			}
			other, _ := a.in()
			other.navigate("/oauth/logout?" + url.Values{"id_token_hint": {id}, "post_logout_redirect_uri": {"https://crm.example/bye?from=latchkey"}}.Encode())
			other.token() // somebody else's hint signs nobody out without a question
		}},
		{"P09", "prompt=none without a session, the wrong person, HEAD and prefetch", func(a *assault) {
			r, b := a.crmOf()
			if q := r.back(a.browser().navigate(r.with(url.Values{"prompt": {"none"}}))); q.Get("error") != "login_required" || q.Has("code") {
				a.t.Errorf("%v", q)
			}
			before := a.count("SELECT count(*) FROM authorization_codes")
			b.send(http.MethodHead, strings.TrimPrefix(r.address(), a.url), nil, nil)
			b.send(http.MethodGet, strings.TrimPrefix(r.address(), a.url), nil, http.Header{"Sec-Purpose": {"prefetch"}})
			if n := a.count("SELECT count(*) FROM authorization_codes") - before; n != 0 {
				a.t.Errorf("%d codes were made", n)
			}
		}},
		{"P10", "an application of another organization, and one that is asked for by another", func(a *assault) {
			spa := a.rp("spa", spaCallback, "")
			gloria := a.browser()
			gloria.password("globex", "gloria@globex.example", everybodysPassword).want(http.StatusOK, "")
			got := gloria.navigate(spa.address())
			if to := got.header.Get("Location"); strings.Contains(to, "code=") {
				a.t.Errorf("%d to %q", got.status, to)
			}
		}},
	}
}

// crmOf is the CRM and an agent who is signed in.
func (a *assault) crmOf(scopes ...string) (*rp, *browser) {
	a.t.Helper()
	b, _ := a.in()
	return a.crm(scopes...), b
}

// spends shows a code at the token endpoint.
func (r *rp) spends(code, verifier, redirect string) answer {
	r.t.Helper()
	form := []string{"grant_type", "authorization_code", "code", code, "redirect_uri", redirect}
	if verifier != "" {
		form = append(form, "code_verifier", verifier)
	}
	return r.post(form...)
}
