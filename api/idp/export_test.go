package idp

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp/provider"
)

// Limits are what calls to providers may cost.
type Limits = limits

// LimitsOf are limits with room for everybody and a total time that a test can
// wait for.
func LimitsOf(total time.Duration) Limits {
	return limits{dial: total, total: total, wait: total, each: 20, all: 1000, idle: time.Minute, quiet: time.Hour}
}

// Small bounds the calls of a connection and of the process, and the wait for a place.
func (l limits) Small(each, all int, wait time.Duration) Limits {
	l.each, l.all, l.wait = each, all, wait
	return l
}

// Closing takes every kept connection for one that the other side may close.
func (l limits) Closing() Limits {
	l.quiet = 0
	return l
}

// KeepNone closes connections after each call.
func (p *Providers) KeepNone() { p.client.http.Transport.(*http.Transport).DisableKeepAlives = true }

// NewWithLimits is New with limits that a test can wait for.
func NewWithLimits(o Options, l Limits) (*Providers, error) { return newProviders(o, l) }

// Lanes counts the connections that have calls under way.
func (p *Providers) Lanes() int {
	p.client.places.mu.Lock()
	defer p.client.places.mu.Unlock()
	return len(p.client.places.lanes)
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

// MayAsk says whether a name or address may be asked for at a proxy.
func MayAsk(allow []netip.Prefix, names *net.Resolver, host string) bool {
	t := &tunnels{guard: newGuard(allow), names: names, limits: defaultLimits()}
	return t.mayAsk(context.Background(), host) == nil
}
