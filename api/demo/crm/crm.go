package crm

import (
	"cmp"
	"context"
	"embed"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

//go:embed *.html *.css icon.png
var files embed.FS

// The paths of the CRM that the provider must know.
const (
	CallbackPath    = "/callback"
	LoginPath       = "/login"
	BackchannelPath = "/backchannel-logout"
)

// Config is what the CRM must be told: the five settings, and what tests replace.
type Config struct {
	Issuer       string
	ClientID     string
	ClientSecret string
	BaseURL      string // as browsers know the CRM, without a slash at the end; the redirect URI is below it
	Scopes       []string

	HTTP *http.Client // nil: one with a time-out
	Log  *slog.Logger
	Now  func() time.Time
}

// Icon is the picture of the CRM, a PNG.
func Icon() []byte {
	picture, err := files.ReadFile("icon.png")
	if err != nil {
		panic(err) // it is compiled in
	}
	return picture
}

// CRM is the program; safe for concurrent use.
type CRM struct {
	Config
	pages    *template.Template
	sessions sessions

	mu    sync.Mutex
	known *provider
}

// provider is what was discovered of the issuer.
type provider struct {
	issuer     *oidc.Provider
	verifier   *oidc.IDTokenVerifier
	oauth      oauth2.Config
	endSession string // "" if it has none
}

// New makes the CRM. It calls nobody yet: the provider may start later.
func New(c Config) (*CRM, error) {
	pages, err := template.ParseFS(files, "*.html")
	if err != nil {
		return nil, fmt.Errorf("the pages of the CRM: %w", err)
	}
	c.HTTP = cmp.Or(c.HTTP, &http.Client{Timeout: 10 * time.Second})
	return &CRM{Config: c, pages: pages, sessions: sessions{byCookie: map[string]session{}}}, nil
}

// Handler answers browsers, and the provider.
func (c *CRM) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", c.home)
	mux.HandleFunc("GET "+LoginPath, c.login)
	mux.HandleFunc("GET "+CallbackPath, c.callback)
	mux.HandleFunc("POST /logout", c.logout)
	mux.HandleFunc("POST "+BackchannelPath, c.backchannelLogout)
	for _, name := range []string{"crm.css", "icon.png"} {
		mux.HandleFunc("GET /"+name, func(w http.ResponseWriter, r *http.Request) { http.ServeFileFS(w, r, files, name) })
	}
	return c.secured(mux)
}

// secured adds the headers that every answer carries. A form may end at the provider: the
// browser looks at where its answer leads, too.
func (c *CRM) secured(next http.Handler) http.Handler {
	policy := "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' " + c.Issuer
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// provider discovers the issuer at first use.
func (c *CRM) provider(ctx context.Context) (*provider, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known != nil {
		return c.known, nil
	}
	issuer, err := oidc.NewProvider(oidc.ClientContext(ctx, c.HTTP), c.Issuer)
	if err != nil {
		return nil, fmt.Errorf("discover the provider: %w", err)
	}
	var more struct {
		EndSession string `json:"end_session_endpoint"`
	}
	if err := issuer.Claims(&more); err != nil {
		return nil, fmt.Errorf("read what was discovered: %w", err)
	}
	c.known = &provider{
		issuer: issuer, verifier: issuer.Verifier(&oidc.Config{ClientID: c.ClientID, Now: c.Now}), endSession: more.EndSession,
		oauth: oauth2.Config{
			ClientID: c.ClientID, ClientSecret: c.ClientSecret, RedirectURL: c.BaseURL + CallbackPath,
			Endpoint: issuer.Endpoint(), Scopes: append([]string{oidc.ScopeOpenID}, c.Scopes...),
		},
	}
	return c.known, nil
}
