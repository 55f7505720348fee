package idp

import (
	"context"
	"net/netip"
	"time"
)

// NewWithLimits is New with limits that a test can wait for.
func NewWithLimits(o Options, total time.Duration, perHost int) (*Providers, error) {
	return newProviders(o, limits{dial: total, total: total, perHost: perHost})
}

// Permits asks the address guard.
func Permits(allow []netip.Prefix, addr netip.Addr) bool {
	return newGuard(allow).permits(addr)
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

// Settle waits until no fetch of the application's metadata and keys is under way.
func (p *Providers) Settle(app Application) {
	src, err := p.source(app)
	if err != nil {
		return
	}
	settle(src.meta)
	settle(src.keys.cached)
}

func settle[T any](c *cached[T]) {
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
	return p.googleToken(&token{claims: object{"iss": iss}})
}
