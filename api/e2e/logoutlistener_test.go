package e2e_test

import (
	"net/http"
	"net/http/httptest"
	"sync"

	"github.com/coreos/go-oidc/v3/oidc"

	"latchkey/api/apply"
)

const afterLogout = "https://crm.example/bye?from=latchkey"

// logoutListener is where an application is told of logouts: what it was sent, and how it answers.
type logoutListener struct {
	url    string
	mu     sync.Mutex
	bodies []string
	status int
}

// listens registers where an application is listener.
func (r *rp) listens(edit func(*apply.Application)) *logoutListener {
	r.t.Helper()
	l := &logoutListener{status: http.StatusOK}
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, req *http.Request) {
		l.mu.Lock()
		defer l.mu.Unlock()
		if req.Method == http.MethodPost && req.Header.Get("Content-Type") == "application/x-www-form-urlencoded" && req.ParseForm() == nil {
			l.bodies = append(l.bodies, req.PostForm.Get("logout_token"))
		}
		rw.WriteHeader(l.status)
	}))
	r.t.Cleanup(server.Close)
	l.url = server.URL
	a := apply.Application{ClientID: r.config.ClientID, BackchannelLogoutURI: &l.url}
	if edit != nil {
		edit(&a)
	}
	r.w.apply(&apply.Document{Applications: []apply.Application{a}})
	return l
}

func (l *logoutListener) answers(status int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.status = status
}

// heard sends what is due, and gives the logout tokens that came, as go-oidc verifies them.
func (l *logoutListener) heard(r *rp) (tokens []*oidc.LogoutToken) {
	r.t.Helper()
	must(r.t, r.w.app.Logouts.Send(r.t.Context()))
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, raw := range l.bodies {
		token, err := r.provider.VerifierContext(r.ctx(), &oidc.Config{ClientID: r.config.ClientID, Now: r.w.clock.now}).VerifyLogout(r.ctx(), raw)
		must(r.t, err)
		tokens = append(tokens, token)
		r.w.secrets.add(raw)
	}
	l.bodies = nil
	return tokens
}

// entered is a browser whose person entered the application, and its ID token.
func (r *rp) entered(organization, who string) (b *browser, idToken, session string) {
	r.t.Helper()
	b = r.w.signedIn(organization, who)
	idToken, session = r.enters(b)
	return b, idToken, session
}

// enters is what the application gets of who is signed in in a browser.
func (r *rp) enters(b *browser) (idToken, session string) {
	r.t.Helper()
	got, _, claims := r.tokens(r.code(b))
	idToken, _ = got.Extra("id_token").(string)
	session, _ = claims["sid"].(string)
	return idToken, session
}

func withLogout(a *apply.Application) { a.PostLogoutRedirectURIs = []string{afterLogout} }
