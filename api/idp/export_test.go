package idp

import (
	"context"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp/provider"
	"latchkey/api/outbound"
)

// Limits are what calls to providers may cost.
type Limits outbound.Limits

// LimitsOf are limits with room for everybody and a total time that a test can
// wait for.
func LimitsOf(total time.Duration) Limits {
	return Limits{Dial: total, Total: total, Wait: total, Each: 20, All: 1000, Idle: time.Minute, Quiet: time.Hour, Kept: 64}
}

// Small bounds the calls of a connection and of the process, and the wait for a place.
func (l Limits) Small(each, all int, wait time.Duration) Limits {
	l.Each, l.All, l.Wait = each, all, wait
	return l
}

// Closing takes every kept connection for one that the other side may close.
func (l Limits) Closing() Limits {
	l.Quiet = 0
	return l
}

// KeepNone closes connections after each call.
func (l Limits) KeepNone() Limits {
	l.Kept = -1
	return l
}

// NewWithLimits is New with limits that a test can wait for.
func NewWithLimits(o Options, l Limits) (*Providers, error) {
	return newProviders(o, outbound.Limits(l))
}

// VerifyIDToken runs the strict verifier alone.
func (p *Providers) VerifyIDToken(ctx context.Context, app Application, raw, nonce, accessToken string) (Claims, error) {
	src, m, err := p.prepare(ctx, app)
	if err != nil {
		return Claims{}, err
	}
	v, err := p.verify(ctx, src, m, raw, expectation{app: app, nonce: nonce, accessToken: accessToken})
	return v.claims, err
}

// AwaitFetches waits until no fetch of the application's metadata and keys is under way.
func (p *Providers) AwaitFetches(app Application) {
	src, err := p.source(app)
	if err != nil {
		return
	}
	await(src.meta)
	await(src.keys.cached)
}

func await[T any](c *cached[T]) {
	c.mu.Lock()
	f := c.flight
	c.mu.Unlock()
	if f != nil {
		<-f.done
	}
}

// ParseTokenOnly takes an ID token apart without believing it.
func ParseTokenOnly(raw string) error {
	_, err := parseToken(raw, algorithms())
	return err
}

// GoogleIssuerOf checks the iss of a Google token.
func (p *Providers) GoogleIssuerOf(iss string) (string, error) {
	app := Application{Provider: provider.Google}
	return provider.Of(app.Provider).TokenIssuer(p.site(app), provider.Payload{"iss": iss})
}

// FineCode asks the dictionary for one code.
func FineCode(code string) (fault.Code, bool) {
	v, ok := fineCode(code)
	return v.code, ok
}

// EmailVerified reads the claim of an issuer; nil is an absent one.
func EmailVerified(issuer string, value any) (bool, provider.VerifiedType) {
	return emailVerified(issuer, object{"email_verified": value})
}

// ReadMetadata reads a discovery document of an issuer, and gives the addresses that are called.
func (p *Providers) ReadMetadata(issuer string, raw []byte) ([]string, error) {
	doc, err := strictObject(raw, metadataDeep)
	if err != nil {
		return nil, unreachable(inDiscovery, err)
	}
	m, err := readMetadata(doc, origin{issuer: issuer, metadataURL: issuer + "/.well-known/openid-configuration"}, p.client)
	if err != nil {
		return nil, err
	}
	return []string{m.authorization, m.token, m.keys, m.userinfo}, nil
}
