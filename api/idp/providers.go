package idp

import (
	"context"
	"crypto/x509"
	"net/netip"
	"sync"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp/provider"
	"latchkey/api/outbound"
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
	Proxy *outbound.Proxy
	// RootCAs verifies the providers' certificates; nil means the system's.
	RootCAs *x509.CertPool
}

// Providers speaks with providers. It is safe for concurrent use and
// keeps metadata, keys and connections of each provider.
type Providers struct {
	bases  map[provider.Key]string // of the brands: theirs, or what the operator put in their place
	now    func() time.Time
	client *outbound.Client

	worked worked

	mu      sync.Mutex
	sources map[origin]*source
	keySets keySets // of assertions, by address
}

// New checks the operator's URLs and returns the Providers. It refuses a URL with
// query, fragment or user info, and plain http unless the host is a loopback
// address that Allow names. Nothing is fetched yet.
func New(o Options) (*Providers, error) {
	return newProviders(o, outbound.DefaultLimits())
}

func newProviders(o Options, l outbound.Limits) (*Providers, error) {
	c := outbound.New(outbound.Options{Allow: o.Allow, Proxy: o.Proxy, RootCAs: o.RootCAs, Limits: l})
	bases := map[provider.Key]string{}
	for key, given := range map[provider.Key]string{provider.Google: o.GoogleIssuer, provider.Microsoft: o.MicrosoftAuthority} {
		brand := provider.Of(key)
		base, err := operatorURL(brand.Setting, given, brand.Base, c)
		if err != nil {
			return nil, err
		}
		bases[key] = base
	}
	now := o.Now
	if now == nil {
		now = time.Now
	}
	return &Providers{
		bases:   bases,
		now:     now,
		client:  c,
		sources: map[origin]*source{},
		keySets: keySets{},
	}, nil
}

// TryProxy says whether the operator's proxy answers as one, with a tunnel to a host
// and port. Without a proxy it is nil.
func (p *Providers) TryProxy(ctx context.Context, address string) error {
	return p.client.TryProxy(ctx, address)
}

// Close closes the idle connections to the providers.
func (p *Providers) Close() { p.client.CloseIdle() }

// Application is one version of a connection, as the flow uses it.
type Application struct {
	Provider provider.Key
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
	return provider.Of(app.Provider).Issuer(p.site(app))
}

func (p *Providers) site(app Application) provider.Site {
	return provider.Site{Base: p.bases[app.Provider], Tenant: app.Tenant, Issuer: app.Issuer}
}

// IsReal says whether a brand is itself, and not what an operator put in its place:
// then its values have its forms. No generic provider is.
func (p *Providers) IsReal(key provider.Key) bool {
	base := provider.Of(key).Base
	return base != "" && p.bases[key] == base
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
	if app.Provider == "" {
		return origin{}, fault.Because(fault.SSOAppInvalid, "provider_invalid")
	}
	of := provider.Of(app.Provider)
	m, reason := of.Metadata(p.site(app))
	if reason != "" {
		return origin{}, fault.Because(fault.SSOAppInvalid, reason)
	}
	if of.NamesIssuer && !p.UsableIssuer(app.Issuer) {
		return origin{}, fault.Because(fault.SSOAppInvalid, "issuer_invalid")
	}
	at := origin{issuer: m.Issuer, metadataURL: metadataURL(m.At)}
	if !of.NamesIssuer {
		at.brand = app.Provider
	}
	return at, nil
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
