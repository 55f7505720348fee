package web

import (
	"context"
	"fmt"
	"io/fs"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"latchkey/api/client"
	"latchkey/api/fault"
	"latchkey/api/oidc"
	"latchkey/api/signin/passwordcheck"
	"latchkey/api/web/middleware"
	"latchkey/api/web/oauth"
	"latchkey/api/web/pages"
	"latchkey/api/web/rest"
)

// Options are what the faces need.
type Options struct {
	rest.Options
	Pages        fs.FS // frontend/dist
	StartsPerMin int   // per client address
	OpenID       OpenID
	Clients      *client.Registry
}

// Server answers every request of the product.
type Server struct {
	rest   *rest.Server
	engine *gin.Engine
}

// New wires the routes. It fails if the pages cannot be read.
func New(o Options) (*Server, error) {
	cookies := middleware.Cookies{Secure: middleware.IsSecure(o.PublicURL)}
	built, err := pages.Read(o.Pages, cookies)
	if err != nil {
		return nil, err
	}
	o.Crowded = built.Crowded
	s := &Server{rest: rest.New(o.Options)}
	if s.engine, err = newEngine(o); err != nil {
		return nil, err
	}
	problems := middleware.Problems{Log: o.Log, Detail: rest.WhyNotReady}
	common, err := middleware.Face(middleware.FaceOptions{
		PublicURL: o.PublicURL, Within: rest.Deadlines(), Log: o.Log, Refuse: problems.Refuse,
	})
	if err != nil {
		return nil, err
	}
	site := &pages.Site{
		Pages: built, Source: source{s.rest, o.OpenID}, Problems: problems, Cookies: cookies,
	}
	site.Mount(s.engine.Group("", common...))
	gate := middleware.Gate(middleware.GateOptions{
		Contract: o.Contract, Authenticate: s.rest.Services.Authenticate, IsKey: client.IsAnySecret, Refuse: problems.Refuse, TellRefused: tellRefused(o.OpenID),
		Limits: middleware.NewLimits(o.StartsPerMin, passwordcheck.Network, o.Now),
	})
	once := middleware.Once(middleware.OnceOptions{Contract: o.Contract, Store: o.Store, Refuse: problems.Refuse, Log: o.Log, Now: o.Now})
	s.rest.Mount(s.engine.Group("", slices.Concat(common, gin.HandlersChain{gate, once})...), problems.Refuse)
	face, err := mountOAuth(s.engine, o, built, cookies)
	if err != nil {
		return nil, err
	}
	s.engine.NoRoute(slices.Concat(common, gin.HandlersChain{noRoute(site, problems.Refuse)})...)
	s.engine.NoMethod(slices.Concat(common, gin.HandlersChain{noMethod(face, problems.Refuse)})...)
	return s, nil
}

// mountOAuth adds the face that applications see.
func mountOAuth(engine *gin.Engine, o Options, built *pages.Pages, cookies middleware.Cookies) (*oauth.Face, error) {
	face, err := oauth.New(oauth.Options{
		Provider: o.OpenID, Clients: o.Clients, Cookies: cookies,
		Limits:   middleware.NewLimits(o.StartsPerMin, passwordcheck.Network, o.Now),
		Language: built.Language, Asked: built.KeepRequestedLanguage, Log: o.Log,
	})
	if err != nil {
		return nil, err
	}
	common, err := middleware.Face(middleware.FaceOptions{PublicURL: o.PublicURL, Log: o.Log, Refuse: face.Refuse, CrossOrigin: true})
	if err != nil {
		return nil, err
	}
	face.Mount(engine.Group("", common...))
	return face, nil
}

func newEngine(o Options) (*gin.Engine, error) {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.ContextWithFallback = true // or a cancelled request never cancels its handler
	engine.HandleMethodNotAllowed = true
	engine.RedirectTrailingSlash = false
	engine.UseRawPath, engine.UnescapePathValues = true, false // an id may hold an escaped slash: see middleware.PathValues
	engine.RemoteIPHeaders = []string{"X-Forwarded-For"}
	proxies := make([]string, len(o.TrustedProxies))
	for i, p := range o.TrustedProxies {
		proxies[i] = p.String()
	}
	if err := engine.SetTrustedProxies(proxies); err != nil {
		return nil, fmt.Errorf("trusted proxies: %w", err)
	}
	return engine, nil
}

// noRoute answers paths that are not there: the API with a problem, people with a
// page.
func noRoute(site *pages.Site, refuse middleware.Refuse) gin.HandlerFunc {
	return func(c *gin.Context) {
		path := c.Request.URL.Path
		if c.Request.Method != http.MethodGet || strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/.well-known/") ||
			strings.HasPrefix(path, "/oauth/") || strings.HasPrefix(path, "/assets/") {
			refuse(c, fault.Because(fault.NotFound, "no_route"))
			return
		}
		site.Missing(c)
	}
}

func noMethod(face *oauth.Face, refuse middleware.Refuse) gin.HandlerFunc {
	return func(c *gin.Context) {
		if strings.HasPrefix(c.Request.URL.Path, "/oauth/") {
			face.RefuseMethod(c)
			return
		}
		refuse(c, fault.New(fault.MethodNotAllowed))
	}
}

// ServeHTTP answers. HEAD is GET without the body, which net/http drops; but the
// callback and what gives a code are for GET alone: whoever looks ahead must not spend
// an attempt.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodHead && !strings.HasPrefix(r.URL.Path, rest.CallbackPath) && !strings.HasPrefix(r.URL.Path, "/oauth/") {
		r = r.Clone(r.Context())
		r.Method = http.MethodGet
	}
	s.engine.ServeHTTP(w, r)
}

// Drain makes the server say that it is not ready, before it stops.
func (s *Server) Drain() { s.rest.Drain() }

// source says what the pages carry.
type source struct {
	*rest.Server
	openID OpenID
}

// OpenID signs people in to applications.
type OpenID interface {
	oauth.Provider
	Waiting(ctx context.Context, returnTo, session string) (oidc.Waiting, error)
}

// Waiting says for which application somebody signs in.
func (s source) Waiting(ctx context.Context, returnTo, session string) (pages.Waiting, error) {
	is, err := s.openID.Waiting(ctx, returnTo, session)
	w := pages.Waiting{Application: is.Application}
	if is.As != nil {
		w.As = (*pages.SomebodyIn)(is.As)
	}
	return w, err
}

// OnlyOrganization gives the code of the organization, if there is one alone.
func (s source) OnlyOrganization(ctx context.Context) (string, error) {
	return s.Store.OnlyOrganization(ctx)
}
