package crm

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// attemptCookie begins the names of the cookies that bind a sign-in to the browser where
// it began. The state follows, so that two tabs do not disturb each other.
const attemptCookie = "crm_attempt_"

const attemptSeconds = 10 * 60

// login leads to the provider. company is the code of an organization there, with the key
// of its Google or Microsoft: with both the person sees no page in between.
func (c *CRM) login(w http.ResponseWriter, r *http.Request) {
	p, err := c.provider(r.Context())
	if err != nil {
		c.unreachable(w, r, err)
		return
	}
	state, nonce, verifier := oauth2.GenerateVerifier(), oauth2.GenerateVerifier(), oauth2.GenerateVerifier()
	http.SetCookie(w, c.cookie(attemptCookie+state, nonce+"."+verifier, CallbackPath, attemptSeconds))
	options := []oauth2.AuthCodeOption{oidc.Nonce(nonce), oauth2.S256ChallengeOption(verifier)}
	for name, value := range map[string]string{
		"organization": r.FormValue("company"), "provider": r.FormValue("with"), "login_hint": r.FormValue("login_hint"),
		"ui_locales": locales(r.Header.Get("Accept-Language")),
	} {
		if value != "" {
			options = append(options, oauth2.SetAuthURLParam(name, value))
		}
	}
	http.Redirect(w, r, p.oauth.AuthCodeURL(state, options...), http.StatusSeeOther)
}

// locales makes ui_locales of what the browser prefers: the same list, without weights.
func locales(accepted string) string {
	var list []string
	for part := range strings.SplitSeq(accepted, ",") {
		if tag, _, _ := strings.Cut(strings.TrimSpace(part), ";"); tag != "" && tag != "*" {
			list = append(list, tag)
		}
	}
	return strings.Join(list, " ")
}

// Why somebody who comes back is not let in.
var (
	errOtherBrowser = errors.New("no sign-in with this state began in this browser")
	errOtherIssuer  = errors.New("another issuer answered (RFC 9207)")
	errOtherNonce   = errors.New("the ID token has another nonce")
)

// denied is an error that the provider sent instead of a code.
type denied struct{ code, description string }

func (d *denied) Error() string { return d.code + ": " + d.description }

// callback takes who comes back from the provider.
func (c *CRM) callback(w http.ResponseWriter, r *http.Request) {
	p, err := c.provider(r.Context())
	if err != nil {
		c.unreachable(w, r, err)
		return
	}
	answer := r.URL.Query()
	attempt, err := r.Cookie(attemptCookie + answer.Get("state"))
	if err != nil || answer.Get("state") == "" {
		c.refused(w, r, errOtherBrowser)
		return
	}
	http.SetCookie(w, c.cookie(attempt.Name, "", CallbackPath, -1))
	nonce, verifier, _ := strings.Cut(attempt.Value, ".")
	who, err := c.exchange(r.Context(), p, answer, nonce, verifier)
	if err != nil {
		c.refused(w, r, err)
		return
	}
	http.SetCookie(w, c.cookie(sessionCookie, c.sessions.begin(who, c.Now()), "/", 0))
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// exchange makes a person of an answer, if each of its parts is what it must be.
func (c *CRM) exchange(ctx context.Context, p *provider, answer url.Values, nonce, verifier string) (session, error) {
	if issuer := answer.Get("iss"); issuer != "" && issuer != c.Issuer {
		return session{}, errOtherIssuer
	}
	if answer.Has("error") {
		return session{}, &denied{answer.Get("error"), answer.Get("error_description")}
	}
	ctx = oidc.ClientContext(ctx, c.HTTP)
	tokens, err := p.oauth.Exchange(ctx, answer.Get("code"), oauth2.VerifierOption(verifier))
	if err != nil {
		return session{}, fmt.Errorf("exchange the code: %w", err)
	}
	raw, _ := tokens.Extra("id_token").(string)
	token, err := p.verifier.Verify(ctx, raw)
	if err != nil {
		return session{}, fmt.Errorf("verify the ID token: %w", err)
	}
	if nonce == "" || token.Nonce != nonce {
		return session{}, errOtherNonce
	}
	s := session{idToken: raw}
	if err := token.Claims(&s.person); err != nil {
		return session{}, fmt.Errorf("read the ID token: %w", err)
	}
	return s, nil
}

// cookie is one of ours. Lax: people come back from the provider by a link, as it were.
func (c *CRM) cookie(name, value, path string, seconds int) *http.Cookie {
	return &http.Cookie{
		Name: name, Value: value, Path: path, MaxAge: seconds,
		HttpOnly: true, Secure: strings.HasPrefix(c.BaseURL, "https://"), SameSite: http.SameSiteLaxMode,
	}
}
