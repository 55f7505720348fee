package rest

import (
	"log/slog"
	"net/netip"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gin-gonic/gin"

	"latchkey/api/branding"
	"latchkey/api/client/access"
	"latchkey/api/connection"
	"latchkey/api/connection/conntest"
	"latchkey/api/connection/guest"
	"latchkey/api/domain"
	"latchkey/api/event/feed"
	"latchkey/api/people"
	"latchkey/api/policy"
	"latchkey/api/profile"
	"latchkey/api/role"
	"latchkey/api/service"
	"latchkey/api/session"
	"latchkey/api/setup"
	"latchkey/api/signin"
	"latchkey/api/signin/linking"
	"latchkey/api/signin/passwords"
	"latchkey/api/signin/preview"
	"latchkey/api/store"
	"latchkey/api/web/contract"
	"latchkey/api/web/middleware"
	"latchkey/api/webhook"
)

// Options are what the handlers need from inside.
type Options struct {
	Store          *store.Store
	Flow           *signin.Flow
	Tests          *conntest.Tests
	Forecasts      *preview.Forecaster
	LinkPages      *linking.Pages
	SelfService    *linking.SelfService
	Passwords      *passwords.Passwords
	Sessions       *session.Sessions
	Setup          *setup.Setup
	Connections    *connection.Connections
	Guests         *guest.Links
	People         *people.People
	Policies       *policy.Policies
	Brandings      *branding.Brandings
	Domains        *domain.Domains
	Services       *service.Services
	Roles          *role.Roles
	Events         *feed.Feed
	Webhooks       *webhook.Webhooks
	Profile        *profile.Profile
	Access         *access.Access
	Contract       *middleware.Contract
	PublicURL      *url.URL
	TrustedProxies []netip.Prefix
	Mail           bool // this deployment sends mail
	Log            *slog.Logger
	Now            func() time.Time

	Crowded func(c *gin.Context) ([]byte, error) // the page for people of whom too many come at once
}

// Server answers the operations of the contract.
type Server struct {
	Options
	cookies  middleware.Cookies
	exports  sync.Map    // of which kind and organization a file is on its way
	isSetUp  atomic.Bool // once true it stays so
	draining atomic.Bool
}

var _ contract.StrictServerInterface = (*Server)(nil)

// New makes the handlers.
func New(o Options) *Server {
	return &Server{Options: o, cookies: middleware.Cookies{Secure: middleware.IsSecure(o.PublicURL)}}
}

// Mount adds the routes of the contract, which a gate stands before (see package
// middleware).
func (s *Server) Mount(router gin.IRouter, refuse middleware.Refuse) {
	contract.RegisterHandlers(router, s, refuse)
}

// Drain makes the server say that it is not ready, before it stops; nobody waits for events
// any more.
func (s *Server) Drain() {
	s.draining.Store(true)
	s.Events.Stop()
}
