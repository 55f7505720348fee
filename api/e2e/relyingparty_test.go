package e2e_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"latchkey/api/apply"
	"latchkey/api/client"
	"latchkey/api/store"
)

// The addresses that the applications of these tests registered.
const (
	crmCallback = "https://crm.example/callback"
	spaCallback = "https://spa.example/cb"
	loopback    = "http://127.0.0.1/cb"
)

// crmSecret is the secret of the web application, as the operator would make one.
var crmSecret = client.NewSecret(client.ApplicationSecret)

// withApplications registers one application of each type, for acme and globex.
func withApplications(d *apply.Document) {
	application := func(id string, kind store.ApplicationType, redirect string) apply.Application {
		return apply.Application{
			ClientID: id, Name: &id, Type: &kind, RedirectURIs: []string{redirect},
			Organizations: &apply.OrganizationChoice{Codes: []string{"acme", "globex"}},
		}
	}
	web := application("crm", store.WebApplication, crmCallback)
	web.Secrets = []apply.ApplicationSecret{{Value: crmSecret}}
	web.Resources = []string{"https://api.crm.example/"}
	web.Refresh = ptr(store.RefreshOffline)
	spa := application("spa", store.SPAApplication, spaCallback)
	spa.IDTokenAlg = ptr("ES256")
	native := application("native", store.NativeApplication, loopback)
	native.Refresh = ptr(store.RefreshNone)
	d.Applications = []apply.Application{web, spa, native}
}

// rp is an application that was written with libraries which know nothing of us.
type rp struct {
	t        *testing.T
	w        *world
	provider *oidc.Provider
	config   oauth2.Config
	verifier string
	state    string
	nonce    string
}

func (w *world) rp(id, redirect, secret string, scopes ...string) *rp {
	w.t.Helper()
	r := &rp{t: w.t, w: w, verifier: oauth2.GenerateVerifier(), state: "state-" + id, nonce: "nonce-" + id}
	var err error
	r.provider, err = oidc.NewProvider(r.ctx(), w.url)
	must(w.t, err)
	r.config = oauth2.Config{
		ClientID: id, ClientSecret: secret, RedirectURL: redirect, Endpoint: r.provider.Endpoint(),
		Scopes: append([]string{oidc.ScopeOpenID}, scopes...),
	}
	r.config.Endpoint.AuthStyle = oauth2.AuthStyleInHeader
	if secret == "" {
		r.config.Endpoint.AuthStyle = oauth2.AuthStyleInParams
	}
	w.secrets.add(r.verifier)
	return r
}

// crm is the web application with all that it may ask for.
func (w *world) crm(scopes ...string) *rp { return w.rp("crm", crmCallback, crmSecret, scopes...) }

func (r *rp) ctx() context.Context { return oidc.ClientContext(r.t.Context(), r.w.client) }

// address is an authorization request; more are parameters as name, value.
func (r *rp) address(more ...string) string {
	options := []oauth2.AuthCodeOption{oidc.Nonce(r.nonce), oauth2.S256ChallengeOption(r.verifier)}
	for i := 0; i < len(more); i += 2 {
		options = append(options, oauth2.SetAuthURLParam(more[i], more[i+1]))
	}
	return r.config.AuthCodeURL(r.state, options...)
}

// back reads an answer that went to the application: state and issuer are right.
func (r *rp) back(a answer) url.Values {
	r.t.Helper()
	to := a.header.Get("Location")
	if a.status != http.StatusSeeOther || !strings.HasPrefix(to, r.config.RedirectURL) {
		r.t.Fatalf("got %d to %q %.300s, want the application", a.status, to, a.body)
	}
	u, err := url.Parse(to)
	must(r.t, err)
	q := u.Query()
	if q.Get("state") != r.state || q.Get("iss") != r.w.url {
		r.t.Errorf("state %q, iss %q", q.Get("state"), q.Get("iss"))
	}
	if q.Has("code") {
		r.w.secrets.add(q.Get("code"))
	}
	return q
}

// code asks for a browser that is signed in.
func (r *rp) code(b *browser, more ...string) string {
	r.t.Helper()
	q := r.back(b.navigate(r.address(more...)))
	if q.Get("code") == "" || q.Has("error") {
		r.t.Fatalf("no code: %v", q)
	}
	return q.Get("code")
}

// refused wants an error to come back to the application.
func (r *rp) refused(b *browser, want string, more ...string) {
	r.t.Helper()
	if q := r.back(b.navigate(r.address(more...))); q.Get("error") != want || q.Has("code") || q.Get("error_description") == "" {
		r.t.Errorf("%v: %v, want %s", more, q, want)
	}
}

// exchange spends a code as the library does.
func (r *rp) exchange(code string) (*oauth2.Token, error) {
	return r.config.Exchange(r.ctx(), code, oauth2.VerifierOption(r.verifier))
}

// tokens exchanges a code, and verifies the ID token that comes.
func (r *rp) tokens(code string) (*oauth2.Token, *oidc.IDToken, map[string]any) {
	r.t.Helper()
	got, err := r.exchange(code)
	must(r.t, err)
	id, claims := r.verify(got)
	if id.Nonce != r.nonce {
		r.t.Errorf("nonce %q", id.Nonce)
	}
	return got, id, claims
}

func (r *rp) verify(got *oauth2.Token) (*oidc.IDToken, map[string]any) {
	r.t.Helper()
	raw, _ := got.Extra("id_token").(string)
	r.w.secrets.add(got.AccessToken, raw)
	if got.RefreshToken != "" {
		r.w.secrets.add(got.RefreshToken)
	}
	id, err := r.provider.VerifierContext(r.ctx(), &oidc.Config{ClientID: r.config.ClientID, Now: r.w.clock.now}).Verify(r.ctx(), raw)
	must(r.t, err)
	must(r.t, id.VerifyAccessToken(got.AccessToken))
	var claims map[string]any
	must(r.t, id.Claims(&claims))
	return id, claims
}

// refresh goes on with a refresh token.
func (r *rp) refresh(token string) (answer, map[string]any) {
	r.t.Helper()
	a := r.post("grant_type", "refresh_token", "refresh_token", token)
	return a, a.object()
}

// post sends a form to the token endpoint, as this client, from no page at all.
func (r *rp) post(form ...string) answer {
	r.t.Helper()
	h := http.Header{}
	if r.config.ClientSecret == "" {
		form = append(form, "client_id", r.config.ClientID)
	} else {
		h = basicHeader(r.config.ClientID, r.config.ClientSecret)
	}
	return r.w.form("/oauth/token", h, form...)
}

func basicHeader(id, secret string) http.Header {
	req := http.Request{Header: http.Header{}}
	req.SetBasicAuth(url.QueryEscape(id), url.QueryEscape(secret))
	return req.Header
}

// form posts a form as a page of another site does.
func (w *world) form(path string, h http.Header, pairs ...string) answer {
	w.t.Helper()
	values := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	h = h.Clone()
	if h == nil {
		h = http.Header{}
	}
	h.Set("Content-Type", "application/x-www-form-urlencoded")
	h.Set("Origin", "https://spa.example")
	h.Set("Sec-Fetch-Site", "cross-site")
	a := w.browser().send(http.MethodPost, path, []byte(values.Encode()), h)
	var got map[string]any
	if json.Unmarshal(a.body, &got) == nil {
		for _, name := range []string{"access_token", "id_token", "refresh_token"} {
			if text, is := got[name].(string); is && text != "" {
				w.secrets.add(text)
			}
		}
	}
	return a
}

// userinfo asks who the person of a token is.
func (w *world) userinfo(token string) answer {
	w.t.Helper()
	return w.browser().send(http.MethodGet, "/oauth/userinfo", nil, http.Header{"Authorization": {"Bearer " + token}})
}
