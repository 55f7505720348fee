package idptest

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// The providers that are played, as [Person.Provider] names them.
const (
	Google    = "google"
	Microsoft = "microsoft"
	OpenID    = "openid" // a generic provider
)

// Options are what a provider may be given from outside.
type Options struct {
	Now func() time.Time // nil = time.Now
	Key *Key             // signs ID tokens; nil = a new RSA key of 2048 bits
}

// Provider is the handler. All methods are safe for concurrent use.
type Provider struct {
	base string
	now  func() time.Time
	mux  *http.ServeMux

	mu      sync.RWMutex
	script  Script
	chosen  string
	people  []Person
	clients map[string]Client
	keys    []*Key // published; the last one signs
	grants  grants
	hits    map[string]int
}

// New returns an honest provider without people or clients. baseURL is where it
// will be reached, such as "http://127.0.0.1:8081", without a slash at the end.
func New(baseURL string, o Options) (*Provider, error) {
	u, err := url.Parse(baseURL)
	if err != nil || u.Host == "" || strings.HasSuffix(baseURL, "/") {
		return nil, errors.New("idptest: want an absolute base URL without a slash at the end")
	}
	key := o.Key
	if key == nil {
		if key, err = NewKey(RS256); err != nil {
			return nil, err
		}
	}
	now := o.Now
	if now == nil {
		now = time.Now
	}
	p := &Provider{
		base:    baseURL,
		now:     now,
		clients: map[string]Client{},
		keys:    []*Key{key},
		grants:  newGrants(),
		hits:    map[string]int{},
	}
	p.mux = p.routes()
	return p, nil
}

// GoogleIssuer returns the issuer of the Google side.
func (p *Provider) GoogleIssuer() string { return p.base + "/google" }

// OpenIDIssuer returns the issuer of the generic side.
func (p *Provider) OpenIDIssuer() string { return p.base + "/openid" }

// MicrosoftAuthority returns what the issuers of the Microsoft side start with.
func (p *Provider) MicrosoftAuthority() string { return p.base + "/microsoft" }

// ServeHTTP implements [http.Handler].
func (p *Provider) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	p.hits[r.URL.Path]++
	p.mu.Unlock()
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Referrer-Policy", "no-referrer")
	p.mux.ServeHTTP(w, r)
}

// Hits returns how often a path, such as "/google/token", was asked for.
func (p *Provider) Hits(path string) int {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.hits[path]
}

// Script changes how the provider lies. The function gets the script in force
// and edits it; setting *s = Script{} makes the provider honest again.
func (p *Provider) Script(edit func(s *Script)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	edit(&p.script)
}

func (p *Provider) lies() Script {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.script
}

// routes lays out the providers; each endpoint knows its side.
func (p *Provider) routes() *http.ServeMux {
	mux := http.NewServeMux()
	for _, s := range [...]struct{ side, issuer, endpoint, keys string }{
		{Google, "/google", "/google", "/google/keys"},
		{OpenID, "/openid", "/openid", "/openid/keys"},
		{Microsoft, "/microsoft/{tid}/v2.0", "/microsoft/{tid}/oauth2/v2.0", "/microsoft/{tid}/discovery/v2.0/keys"},
	} {
		mux.Handle("GET "+s.issuer+"/.well-known/openid-configuration", p.at(s.side, p.discovery))
		mux.Handle("GET "+s.endpoint+"/authorize", p.at(s.side, p.authorize))
		mux.Handle("POST "+s.endpoint+"/authorize", p.at(s.side, p.choose))
		mux.Handle("POST "+s.endpoint+"/token", p.at(s.side, p.token))
		mux.Handle("GET "+s.keys, p.at(s.side, p.keySet))
	}
	mux.Handle("GET /google/userinfo", p.at(Google, p.userinfo))
	mux.Handle("GET /openid/userinfo", p.at(OpenID, p.userinfo))
	mux.Handle("GET /microsoft/userinfo", p.at(Microsoft, p.userinfo))
	mux.HandleFunc("GET /style.css", style)
	return mux
}

// side is which provider, and for Microsoft which authority, a request is for.
type side struct {
	provider  string
	authority string // Microsoft: a tenant, or "organizations"
}

func (p *Provider) at(provider string, serve func(http.ResponseWriter, *http.Request, side)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		serve(w, r, side{provider: provider, authority: r.PathValue("tid")})
	})
}

// root is the address under which a side's endpoints lie.
func (p *Provider) root(s side) string {
	if s.provider == Microsoft {
		return p.base + "/microsoft/" + s.authority
	}
	return p.base + "/" + s.provider
}

// endpoints is the address under which authorize and token lie.
func (p *Provider) endpoints(s side) string {
	if s.provider == Microsoft {
		return p.root(s) + "/oauth2/v2.0"
	}
	return p.root(s)
}
