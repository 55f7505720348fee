package rest

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gin-gonic/gin"

	"latchkey/api/connection"
	"latchkey/api/domain"
	"latchkey/api/people"
	"latchkey/api/policy"
	"latchkey/api/profile"
	"latchkey/api/session"
	"latchkey/api/setup"
	"latchkey/api/signin"
	"latchkey/api/store"
	"latchkey/api/web/contract"
)

// Options are what the edge needs from inside.
type Options struct {
	Store          *store.Store
	Flow           *signin.Flow
	Sessions       *session.Sessions
	Setup          *setup.Setup
	Connections    *connection.Connections
	People         *people.People
	Policies       *policy.Policies
	Domains        *domain.Domains
	Profile        *profile.Profile
	Contract       *Contract
	Pages          fs.FS // frontend/dist
	PublicURL      *url.URL
	TrustedProxies []netip.Prefix
	StartsPerMin   int  // per client address
	Mail           bool // this deployment sends mail
	Log            *slog.Logger
	Now            func() time.Time
}

// Server answers every request of the product.
type Server struct {
	Options
	cookies  cookies
	pages    *pages
	limits   *limits
	exports  sync.Map    // ids of the organizations whose log is being exported
	isSetUp  atomic.Bool // once true it stays so
	draining atomic.Bool
	handler  http.Handler
}

var _ contract.StrictServerInterface = (*Server)(nil)

// New wires the routes. It fails if the pages cannot be read.
func New(o Options) (*Server, error) {
	pages, err := newPages(o.Pages)
	if err != nil {
		return nil, fmt.Errorf("read the pages: %w", err)
	}
	s := &Server{
		Options: o, pages: pages, limits: newLimits(o.StartsPerMin, o.Now),
		cookies: cookies{secure: o.PublicURL.Scheme == "https"},
	}
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.ContextWithFallback = true // or a cancelled request never cancels its handler
	engine.HandleMethodNotAllowed = true
	engine.RedirectTrailingSlash = false
	engine.RemoteIPHeaders = []string{"X-Forwarded-For"}
	proxies := make([]string, len(o.TrustedProxies))
	for i, p := range o.TrustedProxies {
		proxies[i] = p.String()
	}
	if err := engine.SetTrustedProxies(proxies); err != nil {
		return nil, fmt.Errorf("trusted proxies: %w", err)
	}
	origin, err := s.originGuard()
	if err != nil {
		return nil, err
	}
	engine.Use(s.accessLog, s.recoverPanics, s.deadline, s.headers, origin)
	engine.NoRoute(s.noRoute)
	engine.NoMethod(s.noMethod)
	s.routePages(engine)
	strict := contract.NewStrictHandlerWithOptions(s, contract.StrictGinServerOptions{ErrorHandlerFunc: s.writeProblem})
	gated := engine.Group("", o.Contract.validator.gate(s))
	contract.RegisterHandlersWithOptions(gated, strict, contract.GinServerOptions{
		ErrorHandler: func(c *gin.Context, err error, _ int) { s.writeProblem(c, err) },
	})
	s.handler = engine
	return s, nil
}

// ServeHTTP answers. HEAD is GET without the body, which net/http drops; but the
// callback is for GET alone: whoever looks ahead must not spend an attempt.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodHead && !strings.HasPrefix(r.URL.Path, callbackPath) {
		r = r.Clone(r.Context())
		r.Method = http.MethodGet
	}
	s.handler.ServeHTTP(w, r)
}

// Drain makes the server say that it is not ready, before it stops.
func (s *Server) Drain() { s.draining.Store(true) }

// deadline bounds a request: a callback waits for a provider (8 s), and so may a
// change of a connection; a look at a domain waits for DNS (5 s), all else waits
// only for the database. That one has a limit of its own, whatever else is waited
// for; an export, which reads a whole log, has it for each page.
func (s *Server) deadline(c *gin.Context) {
	limit := 4 * time.Second
	switch c.FullPath() {
	case callbackRoute, startRoute, testRoute, checkDomainRoute, linkRoute, replaceRoute, stepUpRoute:
		limit = 12 * time.Second
	case connectionRoute:
		limit = changeWithin
	case exportRoute:
		limit = exportWithin
	}
	ctx, cancel := context.WithTimeout(c.Request.Context(), limit)
	defer cancel()
	ctx = store.Within(ctx, store.RequestWithin)
	c.Request = c.Request.WithContext(ctx)
	c.Next()
}

// The routes that a middleware treats in its own way.
const (
	callbackPath  = "/api/v1/sso/callback/"
	callbackRoute = callbackPath + ":connectionId"
	startRoute    = "/api/v1/sign-in/sso"

	connectionRoute  = "/api/v1/organizations/:organization/connections/:connectionId"
	checkDomainRoute = "/api/v1/organizations/:organization/domains/:domainId/check"
)
