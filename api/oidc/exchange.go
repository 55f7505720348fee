package oidc

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"latchkey/api/client"
	"latchkey/api/fault"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// Tokens are what the token endpoint gives (RFC 6749, 5.1).
type Tokens struct {
	Access    string
	ExpiresIn time.Duration
	Refresh   string // "" if the application gets none
	ID        string
	Scope     string
}

// badGrant is all that is said of a code or a refresh token that does not work.
func badGrant(reason string) *fault.OAuth {
	return fault.OAuthBecause(fault.InvalidGrant, "The code or refresh token is unknown, spent, expired, or of another client.", reason)
}

// Exchange gives tokens for what a form brings, to a client that was authenticated.
func (p *Provider) Exchange(ctx context.Context, c client.Proof, form url.Values) (Tokens, error) {
	for name, values := range form {
		if len(values) > 1 {
			return Tokens{}, fault.OAuthBecause(fault.InvalidRequest, "A parameter is there twice.", name)
		}
	}
	if form.Get("grant_type") == "client_credentials" {
		return p.serviceToken(c, form)
	}
	if c.Application == nil {
		return Tokens{}, fault.NewOAuth(fault.UnauthorizedClient, "This client signs nobody in.")
	}
	switch form.Get("grant_type") {
	case "authorization_code":
		return p.exchangeCode(ctx, c.Client, form)
	case "refresh_token":
		return p.refresh(ctx, c.Client, form)
	case "":
		return Tokens{}, fault.NewOAuth(fault.InvalidRequest, "grant_type is missing.")
	}
	return Tokens{}, fault.NewOAuth(fault.UnsupportedGrantType, "grant_type must be authorization_code, refresh_token or client_credentials.")
}

// GrantTypes are the values of grant_type that are known.
func GrantTypes() []string {
	return []string{"authorization_code", "refresh_token", "client_credentials"}
}

// exchangeCode spends a code and writes what is got for it, in one commit. A code that was
// taken is spent, whatever else is wrong.
func (p *Provider) exchangeCode(ctx context.Context, c client.Client, form url.Values) (Tokens, error) {
	if form.Get("code") == "" {
		return Tokens{}, fault.NewOAuth(fault.InvalidRequest, "code is missing.")
	}
	hash := secret.Hash(form.Get("code"))
	var refusal *fault.OAuth
	var code store.Code
	var g store.Grant
	var who store.Principal
	var refresh string
	err := p.Store.InTx(ctx, func(rows store.Rows) error {
		var err error
		if code, err = rows.SpendCode(ctx, c.ID, hash); err != nil {
			return err
		}
		// Held, so that whoever ends the session waits and finds the grant: the application is told.
		if err = rows.HoldSession(ctx, code.SessionID); ignoreMissing(err) != nil {
			return err
		}
		if who, err = rows.SessionPrincipal(ctx, code.SessionID); ignoreMissing(err) != nil {
			return err
		}
		refusal = p.checkCode(code, who, *c.Application, form)
		if refusal == nil {
			if g, refresh, err = p.newGrant(code, who, *c.Application); err != nil {
				return err
			}
			err = rows.AddGrant(ctx, g)
		}
		return ignoreMissing(err)
	})
	if errors.Is(err, store.ErrNotFound) {
		return Tokens{}, p.codeAgain(ctx, c, hash)
	}
	if err != nil {
		return Tokens{}, fmt.Errorf("exchange a code: %w", err)
	}
	if refusal != nil {
		return Tokens{}, refusal.Concerning(code.OrganizationID)
	}
	return p.tokens(ctx, c, issue{Grant: g, who: who, scope: g.Scope, refresh: refresh, nonce: code.Nonce})
}

// ignoreMissing: a session that is gone is one that has ended, which is refused.
func ignoreMissing(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}

// codeAgain ends what a code brought when it comes a second time.
func (p *Provider) codeAgain(ctx context.Context, c client.Client, hash string) error {
	g, err := p.Store.GrantByCode(ctx, c.ID, hash)
	if errors.Is(err, store.ErrNotFound) {
		return badGrant("code_unknown")
	}
	if err != nil {
		return fmt.Errorf("read a grant: %w", err)
	}
	if _, err := p.Store.EndGrant(ctx, c.ID, g.ID, "code_replayed", p.Now()); err != nil {
		return fmt.Errorf("end a grant: %w", err)
	}
	p.Log.WarnContext(ctx, "a code came again: what it brought has ended", "client", c.ID, "grant", g.ID)
	return badGrant("code_replayed").Concerning(g.OrganizationID)
}

// checkCode says whether a code that was spent is worth anything.
func (p *Provider) checkCode(code store.Code, who store.Principal, a store.Application, form url.Values) *fault.OAuth {
	verifier := form.Get("code_verifier")
	switch {
	case !p.Now().Before(code.ExpiresAt.Time):
		return badGrant("code_expired")
	case form.Get("redirect_uri") != code.RedirectURI, !isRegistered(a, code.RedirectURI): // it may have been taken away since
		return badGrant("redirect_uri_other")
	case code.Challenge == "" && (a.RequirePKCE || a.Type != store.WebApplication): // since it was asked for
		return badGrant("verifier_unasked")
	case code.Challenge == "" && verifier != "": // PKCE was taken out of the request (RFC 9700, 4.8.2)
		return badGrant("verifier_unasked")
	case code.Challenge != "" && !matches(verifier, code.Challenge):
		return badGrant("verifier_wrong")
	case form.Get("resource") != "" && form.Get("resource") != code.Resource:
		return otherResource()
	case who.OrganizationID != code.OrganizationID || who.UserID != code.UserID || !p.Sessions.StillActive(who):
		return badGrant("session_over")
	case !a.For(code.OrganizationID):
		return badGrant(string(notFor(a, code.OrganizationID)))
	}
	return nil
}

// otherResource: tokens are for the API that was named when the person was there (RFC 8707, 2.2).
func otherResource() *fault.OAuth {
	return fault.NewOAuth(fault.InvalidTarget, "resource is not that of the authorization request.")
}

// The forms of a challenge and of its verifier (RFC 7636, 4.1 and 4.2).
var (
	challengeForm = regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`)
	verifierForm  = regexp.MustCompile(`^[A-Za-z0-9._~-]{43,128}$`)
)

// matches says whether a verifier is that of a challenge (RFC 7636, 4.6).
func matches(verifier, challenge string) bool {
	if !verifierForm.MatchString(verifier) {
		return false
	}
	sum := sha256.Sum256([]byte(verifier))
	return subtle.ConstantTimeCompare([]byte(base64.RawURLEncoding.EncodeToString(sum[:])), []byte(challenge)) == 1
}

// newGrant is what an application gets for a code, and its refresh token if it gets one.
func (p *Provider) newGrant(code store.Code, who store.Principal, a store.Application) (store.Grant, string, error) {
	now := p.Now()
	g := store.Grant{
		ID: grantStart + secret.NewID(), CodeHash: code.CodeHash, ClientID: code.ClientID, OrganizationID: code.OrganizationID,
		UserID: code.UserID, SessionID: code.SessionID, Scope: code.Scope, Resource: code.Resource,
		Offline: a.Refresh == store.RefreshOffline && hasScope(code.Scope, "offline_access"),
		BeganAt: store.At(now), LastUsedAt: store.At(now), IdleExpiresAt: who.ExpiresAt, ExpiresAt: who.ExpiresAt,
	}
	if g.Offline {
		g.ExpiresAt = store.At(who.SignedInAt().Add(offlineLife))
		g.IdleExpiresAt = offlineIdleEnd(now, g.ExpiresAt)
	}
	if a.Refresh == store.RefreshNone {
		return g, "", nil
	}
	g.Generation = 1
	refresh, err := p.Sessions.RefreshToken(g.ID, g.Generation)
	g.RefreshHash = secret.Hash(refresh)
	return g, refresh, err
}

// grantStart sets the ids of grants apart from those of sessions, whose refresh tokens
// are made by the same keys.
const grantStart = "g"

func offlineIdleEnd(now time.Time, end store.Time) store.Time {
	if idle := now.Add(offlineIdle); idle.Before(end.Time) {
		return store.At(idle)
	}
	return end
}

func hasScope(scopes, scope string) bool { return slices.Contains(strings.Fields(scopes), scope) }

// issue is what tokens are made of.
type issue struct {
	store.Grant
	who     store.Principal
	scope   string // what was asked for, of what was granted
	refresh string // "" if the application gets none
	nonce   string // of the request; "" at a refresh (OpenID Connect Core, 12.2)
}

// tokens makes what a grant gives now.
func (p *Provider) tokens(ctx context.Context, c client.Client, i issue) (Tokens, error) {
	access, life, err := p.Sessions.AccessToken(i.who, accessFor(c, i.Grant, i.scope))
	if err != nil {
		return Tokens{}, err
	}
	got := Tokens{Access: access, ExpiresIn: life, Refresh: i.refresh, Scope: i.scope}
	if hasScope(i.scope, "openid") { // a refresh may ask for less (OpenID Connect Core, 12.2)
		got.ID, err = p.idToken(ctx, c, i.who, i.scope, i.nonce, access)
	}
	return got, err
}
