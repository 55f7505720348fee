package idp

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"latchkey/api/fault"
	"latchkey/api/idp/provider"
	"latchkey/api/outbound"
)

const (
	maxTokenAnswer  = 256 << 10
	tokenAnswerDeep = 8
)

// Exchange redeems an authorization code and returns the claims of the verified
// ID token. The code is sent once (RFC 6749, section 4.1.3); what is sent again is
// what was not taken (resend.go).
//
// Errors, all *fault.Fault: SSOAppInvalid (client_secret_invalid,
// client_secret_expired, client_unknown, client_disabled, issuer_mismatch,
// endpoint_refused), ProviderConfigError, CodeRejected, ProviderUnreachable, Busy
// for our own limit, the refusals of [AnswerFault], TokenInvalid with the failed
// check, ClockSkew, and WrongTenant when all else is right.
func (p *Providers) Exchange(ctx context.Context, app Application, t Attempt, code string) (Claims, error) {
	v, err := p.exchange(ctx, app, t, code)
	return v.claims, err
}

// redeemed marks an error that came after the code was redeemed.
type redeemed struct{ error }

// Unwrap gives the refusal.
func (r redeemed) Unwrap() error { return r.error }

// Redeemed says of the error of an [Providers.Exchange] whether the provider took
// the credentials and the code, whatever was wrong with what it gave for them.
func Redeemed(err error) bool {
	_, after := errors.AsType[redeemed](err)
	return err == nil || after
}

// exchanged is what an exchange brings.
type exchanged struct {
	verified
	way ClientAuth // in which the secret was accepted, where it is not the first that is tried
}

// exchange is Exchange with all that the token says. Beside an error nothing but
// the way is told.
func (p *Providers) exchange(ctx context.Context, app Application, t Attempt, code string) (exchanged, error) {
	src, m, err := p.prepare(ctx, app)
	if err != nil {
		return exchanged{}, err
	}
	res, way, err := p.redeem(ctx, app, m, code, t.Verifier)
	if err != nil {
		return exchanged{way: way}, err
	}
	v, err := p.believe(ctx, app, src, m, t, res)
	if err != nil {
		return exchanged{way: way}, redeemed{err}
	}
	return exchanged{v, way}, nil
}

// believe verifies what the token endpoint gave, and completes it.
func (p *Providers) believe(ctx context.Context, app Application, src *source, m *metadata, t Attempt, res object) (verified, error) {
	raw, accessToken := res.text("id_token"), res.text("access_token")
	if raw == "" {
		return verified{}, fault.Because(fault.TokenInvalid, "id_token_missing")
	}
	v, err := p.verify(ctx, src, m, raw, expectation{app: app, nonce: t.Nonce, accessToken: accessToken})
	if err != nil {
		return verified{}, err
	}
	if v.hasEmail || provider.Of(app.Provider).SkipsUserinfo {
		return v, nil
	}
	if v.claims, err = p.userinfo(ctx, app, m, accessToken, v.claims); err != nil {
		return verified{}, err
	}
	return v, nil
}

// probeCode cannot be right.
const probeCode = "latchkey-probe"

// probeVerifier only has to look like one.
func probeVerifier() string { return strings.Repeat(probeCode+"-", 3) }

// Probe tries an application's credentials with a code that cannot be right.
// It returns nil when the provider accepted the credentials and refused only
// the code; fault SSOAppInvalid when it refused the credentials; else the fault
// that Exchange would return.
func (p *Providers) Probe(ctx context.Context, app Application) error {
	_, m, err := p.prepare(ctx, app)
	if err != nil {
		return err
	}
	_, _, err = p.redeem(ctx, app, m, probeCode, probeVerifier())
	if err == nil {
		return fault.Because(fault.ProviderOther, "probe_accepted")
	}
	if f := fault.Of(err); f.Code != fault.CodeRejected {
		return f
	}
	return nil
}

// redeem makes the token request, in the way that is likeliest to be accepted
// and, after a refusal of the client, in the others: the code was not taken then.
// Where none is accepted, the first refusal counts. The way is told only if
// another than the one that the application would try was accepted.
func (p *Providers) redeem(ctx context.Context, app Application, m *metadata, code, verifier string) (object, ClientAuth, error) {
	ways := clientAuths(app, m)
	var first error
	for i, way := range startingWith(p.worked.of(app), ways) {
		doc, err := p.redeemBy(ctx, app, m, way, code, verifier)
		accepted := err == nil || fault.Of(err).Code == fault.CodeRejected
		switch {
		case accepted && way != ways[0]:
			p.worked.note(app, way)
			return doc, way, err
		case accepted, i == 0 && !clientRefused(err):
			return doc, AuthAutomatic, err
		case i == 0:
			first = err
		}
	}
	return nil, AuthAutomatic, first
}

// redeemBy is one token request. It is not left to x/oauth2, which puts the
// answer's body into its errors, reads forms and duplicate members, and when in
// doubt about the style of authentication sends the code twice.
func (p *Providers) redeemBy(ctx context.Context, app Application, m *metadata, way ClientAuth, code, verifier string) (object, error) {
	req, err := tokenRequest(ctx, app, m, way, code, verifier)
	if err != nil {
		return nil, unreachable(inToken, err)
	}
	res, err := p.client.Do(ctx, app.Connection, req, maxTokenAnswer)
	if err != nil {
		return nil, unreachable(inToken, err)
	}
	if res.Status >= http.StatusInternalServerError || res.Status == http.StatusTooManyRequests || res.Status >= 300 && res.Status < 400 {
		return nil, badStatus(inToken, res.Status)
	}
	doc, err := strictObject(res.Body, tokenAnswerDeep)
	if res.Status == http.StatusUnauthorized && (err != nil || !doc.has("error")) {
		// Not accepted, said without the words of RFC 6749, section 5.2.
		return nil, fault.Mismatch(fault.SSOAppInvalid, "client_secret_invalid", "", "http_401")
	}
	if err != nil && res.Status != http.StatusOK {
		return nil, badStatus(inToken, res.Status)
	}
	if err != nil {
		return nil, unreachable(inToken, err)
	}
	if doc.has("error") {
		return nil, refusedBy(res, doc)
	}
	if res.Status != http.StatusOK {
		return nil, badStatus(inToken, res.Status)
	}
	return doc, nil
}

// refusedBy reads an error of the token endpoint. Where the request was sent
// twice and the second one's code refused, the first had taken it: then it is the
// connection that failed, not the code.
func refusedBy(res outbound.Answer, doc object) error {
	f := tokenRefused(res.Status, doc)
	if f.Code == fault.CodeRejected && res.Again {
		return fault.Because(fault.ProviderUnreachable, string(inToken)+"_connection_failed")
	}
	return f
}

// tokenRequest authenticates the client in one way.
func tokenRequest(ctx context.Context, app Application, m *metadata, way ClientAuth, code, verifier string) (*http.Request, error) {
	form := url.Values{
		"grant_type":    {"authorization_code"},
		"code":          {code},
		"redirect_uri":  {app.RedirectURI},
		"code_verifier": {verifier},
	}
	header := way.authenticate(app, form)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, m.token, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, errors.New("bad token endpoint")
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Accept", "application/json")
	header(req)
	return req, nil
}
