// Package signin signs people in to a Go program through Latchkey.
package signin

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// Person is who signed in.
type Person struct {
	ID           string `json:"sub"` // know people by this
	Organization string `json:"org_code"`
	Email        string `json:"email"`
	Name         string `json:"name"`
	Role         string `json:"role"`
}

// SignIn leads people to Latchkey and reads who comes back.
type SignIn struct {
	config   oauth2.Config
	verifier *oidc.IDTokenVerifier
	done     func(http.ResponseWriter, *http.Request, Person)
}

// New discovers Latchkey at its address. Whoever signed in is handed to done,
// which begins a session of your own.
func New(ctx context.Context, issuer, clientID, secret, redirectURL string,
	done func(http.ResponseWriter, *http.Request, Person),
) (*SignIn, error) {
	provider, err := oidc.NewProvider(ctx, issuer)
	if err != nil {
		return nil, err
	}
	return &SignIn{
		config: oauth2.Config{
			ClientID: clientID, ClientSecret: secret, RedirectURL: redirectURL, Endpoint: provider.Endpoint(),
			Scopes: []string{oidc.ScopeOpenID, "profile", "email"},
		},
		verifier: provider.Verifier(&oidc.Config{ClientID: clientID}),
		done:     done,
	}, nil
}

// Start is the handler of /login: it leads to Latchkey.
func (s *SignIn) Start(w http.ResponseWriter, r *http.Request) {
	state, verifier := oauth2.GenerateVerifier(), oauth2.GenerateVerifier()
	for name, value := range map[string]string{"state": state, "verifier": verifier} {
		http.SetCookie(w, &http.Cookie{
			Name: name, Value: value, Path: "/", MaxAge: 600,
			HttpOnly: true, Secure: r.TLS != nil, SameSite: http.SameSiteLaxMode,
		})
	}
	// oauth2.SetAuthURLParam("organization", "acme") says which organization.
	to := s.config.AuthCodeURL(state, oidc.Nonce(state), oauth2.S256ChallengeOption(verifier))
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// Finish is the handler of the redirect URL.
func (s *SignIn) Finish(w http.ResponseWriter, r *http.Request) {
	state, err := r.Cookie("state")
	verifier, err2 := r.Cookie("verifier")
	if err != nil || err2 != nil || r.FormValue("state") != state.Value {
		http.Error(w, "This sign-in did not begin in this browser.", http.StatusBadRequest)
		return
	}
	if refused := r.FormValue("error"); refused != "" {
		slog.Warn("Latchkey refused", "error", refused, "description", r.FormValue("error_description")) // it says what to mend
		http.Error(w, "Not signed in: "+refused, http.StatusForbidden)
		return
	}
	person, err := s.person(r.Context(), r.FormValue("code"), verifier.Value, state.Value)
	if err != nil {
		slog.Warn("sign-in", "error", err)
		http.Error(w, "The answer could not be verified.", http.StatusBadGateway)
		return
	}
	s.done(w, r, person)
}

func (s *SignIn) person(ctx context.Context, code, verifier, nonce string) (person Person, err error) {
	tokens, err := s.config.Exchange(ctx, code, oauth2.VerifierOption(verifier))
	if err != nil {
		return person, err
	}
	raw, _ := tokens.Extra("id_token").(string)
	idToken, err := s.verifier.Verify(ctx, raw)
	if err != nil {
		return person, err
	}
	if idToken.Nonce != nonce {
		return person, errors.New("another nonce")
	}
	return person, idToken.Claims(&person)
}
