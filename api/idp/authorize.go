package idp

import (
	"context"
	"slices"
	"strings"

	"golang.org/x/oauth2"

	"latchkey/api/fault"
	"latchkey/api/idp/provider"
)

// minVerifier is the shortest PKCE verifier (RFC 7636, section 4.1).
const minVerifier = 43

// Attempt is what one attempt sends to the provider and expects back. State, Nonce
// and Verifier are separate random values of at least 128 bits; the verifier
// has 43 to 128 characters (RFC 7636, section 4.1).
type Attempt struct {
	State, Nonce, Verifier string
	LoginHint              string // an e-mail to prefill, or ""
	Prompt                 string // "", "select_account", or "login" for a fresh authentication
	MaxAge                 *int   // how many seconds ago the person may have authenticated there; nil: whenever
	HostedDomain           string // Google: the domain whose accounts to offer, or ""
	// Fresh asks that the person authenticates anew whoever is signed in there, and
	// that the token says when. A provider may do neither: read Claims.AuthTime.
	Fresh bool
	// Plain leaves out whatever a sign-in can do without, because the provider
	// refused a request with it.
	Plain bool
}

// authTimeClaim asks for auth_time by name, for providers that do not send it
// with max_age alone (OpenID Connect Core 1.0, section 5.5.1).
const authTimeClaim = `{"id_token":{"auth_time":{"essential":true}}}`

// Scopes are what every application asks for.
const Scopes = "openid email profile"

// AuthURL returns the address to send the browser to: code flow, scopes
// "openid email profile", state, nonce and PKCE with S256 whatever the metadata
// announces. Errors: fault SSOAppInvalid or ProviderUnreachable, from the
// metadata; InternalError for an incomplete attempt.
func (p *Providers) AuthURL(ctx context.Context, app Application, t Attempt) (string, error) {
	if t.State == "" || t.Nonce == "" || len(t.Verifier) < minVerifier {
		return "", fault.Because(fault.InternalError, "flow_incomplete")
	}
	if !slices.Contains([]string{"", "select_account", "login"}, t.Prompt) {
		return "", fault.Because(fault.InternalError, "prompt_unknown")
	}
	_, m, err := p.prepare(ctx, app)
	if err != nil {
		return "", err
	}
	config := oauth2.Config{
		ClientID:    app.ClientID,
		Endpoint:    oauth2.Endpoint{AuthURL: m.authorization},
		RedirectURL: app.RedirectURI,
		Scopes:      strings.Fields(Scopes),
	}
	return config.AuthCodeURL(t.State, t.options(app.Provider, m)...), nil
}

// ReturnedIssuer checks the iss parameter of the provider's answer (RFC 9207):
// right when it is sent, present when the metadata announces it. For Microsoft
// without a tenant any tenant of the authority is right. Error: fault
// TokenInvalid with reason iss_mismatch, or what reading the metadata brings.
func (p *Providers) ReturnedIssuer(ctx context.Context, app Application, iss string, present bool) error {
	_, m, err := p.prepare(ctx, app)
	if err != nil {
		return err
	}
	if !present && !m.answersWithIss {
		return nil
	}
	right := iss == m.issuer
	if of := provider.Of(app.Provider); of.AnswerIssuer != nil {
		right = of.AnswerIssuer(p.site(app), iss, m.issuer)
	}
	if !present || !right {
		return fault.Mismatch(fault.TokenInvalid, "iss_mismatch", m.issuer, provider.Shown(iss))
	}
	return nil
}
