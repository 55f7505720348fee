package idp

import (
	"context"
	"crypto/x509"
	"net/netip"
	"sync"
	"time"

	"latchkey/api/fault"
)

// Provider names the identity provider of a connection: one of the constants, or
// an organization's own key of a generic OpenID provider.
type Provider string

// The providers that we know.
const (
	Google    Provider = "google"
	Microsoft Provider = "microsoft"
)

// Options come from the operator, never from an organization.
type Options struct {
	// GoogleIssuer is the issuer of the google provider. Default
	// "https://accounts.google.com"; the form without scheme is accepted from
	// that default only.
	GoogleIssuer string
	// MicrosoftAuthority is what issuers of the microsoft provider start with:
	// authority + "/{tid}/v2.0". Default "https://login.microsoftonline.com".
	MicrosoftAuthority string
	// Allow lists addresses that the client may reach although they are not
	// public. Plain http is accepted only for loopback addresses in here.
	Allow []netip.Prefix
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// Proxy is the way out; nil means straight.
	Proxy *Proxy
	// RootCAs verifies the providers' certificates; nil means the system's.
	RootCAs *x509.CertPool
}

// Providers is the door of this package. It is safe for concurrent use and
// keeps metadata, keys and connections of each provider.
type Providers struct {
	googleIssuer       string
	microsoftAuthority string
	now                func() time.Time
	client             *client

	worked worked

	mu      sync.Mutex
	sources map[origin]*source
}

// New checks the operator's URLs and returns the door. It refuses a URL with
// query, fragment or user info, and plain http unless the host is a loopback
// address that Allow names. Nothing is fetched yet.
func New(o Options) (*Providers, error) {
	return newProviders(o, defaultLimits())
}

func newProviders(o Options, l limits) (*Providers, error) {
	g := newGuard(o.Allow)
	google, err := operatorURL("Google issuer", o.GoogleIssuer, googleIssuer, g)
	if err != nil {
		return nil, err
	}
	microsoft, err := operatorURL("Microsoft authority", o.MicrosoftAuthority, microsoftAuthority, g)
	if err != nil {
		return nil, err
	}
	now := o.Now
	if now == nil {
		now = time.Now
	}
	return &Providers{
		googleIssuer:       google,
		microsoftAuthority: microsoft,
		now:                now,
		client:             newClient(g, o.RootCAs, o.Proxy, l),
		sources:            map[origin]*source{},
	}, nil
}

// Close closes the idle connections to the providers.
func (p *Providers) Close() { p.client.closeIdle() }

// Application is one version of a connection, as the flow uses it.
type Application struct {
	Provider Provider
	// Connection is whose calls these are, an id: calls of one connection are
	// bounded together. "" bounds them with all others only.
	Connection string
	// Tenant is, for Microsoft, the GUID (lower case) of the one tenant whose
	// authority is used, or "" for the organizations authority. Others have none.
	Tenant string
	// Issuer is the issuer of a generic provider, letter by letter. The issuers of
	// Google and Microsoft are the operator's; what stands here is not looked at.
	Issuer       string
	ClientID     string
	ClientSecret string
	ClientAuth   ClientAuth // what is tried first; generic providers only
	RedirectURI  string
}

// Issuer returns the issuer that identities of this application are stored
// with. For Microsoft without a tenant it is the template
// "<authority>/{tenantid}/v2.0"; the identity's own issuer is in its [Claims].
func (p *Providers) Issuer(app Application) string {
	switch {
	case app.Provider == Microsoft:
		return p.microsoftIssuer(app.Tenant)
	case app.Provider.Generic():
		return app.Issuer
	}
	return p.googleIssuer
}

// maxSources bounds how many tenants' metadata are kept at once.
const maxSources = 1024

// source finds the cached metadata and keys behind an application.
func (p *Providers) source(app Application) (*source, error) {
	at, err := p.origin(app)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	s, ok := p.sources[at]
	if !ok {
		p.makeRoom()
		s = newSource(at, p.client, p.now)
		p.sources[at] = s
	}
	s.used = p.now()
	return s, nil
}

// makeRoom forgets the source that was used longest ago when there are too many.
func (p *Providers) makeRoom() {
	if len(p.sources) < maxSources {
		return
	}
	var oldest origin
	for at, s := range p.sources {
		if oldest == (origin{}) || s.used.Before(p.sources[oldest].used) {
			oldest = at
		}
	}
	delete(p.sources, oldest)
}

// origin says where an application's provider publishes its metadata and what
// issuer that document must name.
func (p *Providers) origin(app Application) (origin, error) {
	switch {
	case app.Provider == Microsoft:
		return p.microsoftOrigin(app.Tenant)
	case app.Provider == Google && app.Tenant == "":
		return p.googleOrigin(), nil
	case app.Provider.Generic() && app.Tenant == "":
		return p.openIDOrigin(app.Issuer)
	}
	return origin{}, fault.Because(fault.SSOAppInvalid, "provider_invalid")
}

// prepare finds the source of an application and its metadata.
func (p *Providers) prepare(ctx context.Context, app Application) (*source, *metadata, error) {
	src, err := p.source(app)
	if err != nil {
		return nil, nil, err
	}
	meta, err := src.metadata(ctx)
	return src, meta, err
}
