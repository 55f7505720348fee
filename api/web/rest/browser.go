package rest

import (
	"context"

	"github.com/gin-gonic/gin"

	"latchkey/api/principal"
	"latchkey/api/signin"
	"latchkey/api/signin/attempt"
	"latchkey/api/signin/linking"
	"latchkey/api/signin/passwordcheck"
	"latchkey/api/store"
	"latchkey/api/web/middleware"
)

// ginOf gives the request behind the context that a generated handler gets, and
// the request's own context. Only that one goes inward: Gin uses its contexts
// again, while what watches over a query may live a little longer.
func ginOf(handed context.Context) (*gin.Context, context.Context) {
	c, ok := handed.(*gin.Context)
	if !ok {
		panic("a handler was called without its request")
	}
	return c, c.Request.Context()
}

// callerOf gives the request's own context, see ginOf, and who calls.
func callerOf(handed context.Context) (context.Context, principal.Caller) {
	_, ctx := ginOf(handed)
	return ctx, principal.From(ctx)
}

// signedInOf is callerOf for an operation that only people may call.
func signedInOf(handed context.Context) (context.Context, store.Principal) {
	ctx, c := callerOf(handed)
	return ctx, c.Principal
}

// visitor says who asks.
func (s *Server) visitor(c *gin.Context) signin.Visitor {
	return signin.Visitor{
		Reference: middleware.Reference(c), Address: c.ClientIP(), Browser: middleware.Browser(c),
		Session: s.cookies.Read(c, middleware.SessionCookie), Known: s.cookies.Read(c, passwordcheck.KnownCookie),
	}
}

// linkCookie is the base name of the cookie that holds what the link page is about.
const linkCookie = "latchkey-link"

// attempts gives the attempt cookies by their base names.
func (s *Server) attempts(c *gin.Context) map[string]string {
	return s.cookies.ReadAll(c, attempt.CookiePrefix)
}

// began sets what an attempt leaves in the browser.
func (s *Server) began(c *gin.Context, started signin.Started) {
	for _, name := range started.Drop {
		s.cookies.Clear(c, name)
	}
	s.cookies.Set(c, started.Cookie.Name, started.Cookie.Value, started.Cookie.Life)
}

// signedIn sets what a finished sign-in leaves in the browser.
func (s *Server) signedIn(c *gin.Context, o signin.Outcome) {
	if o.SpentCookie != "" {
		s.cookies.Clear(c, o.SpentCookie)
	}
	if o.PendingLink != "" {
		s.cookies.Set(c, linkCookie, o.PendingLink, linking.PendingLife)
	}
	if o.Session != "" {
		s.cookies.Set(c, middleware.SessionCookie, o.Session, o.SessionUntil.Sub(s.Now()))
		if s.cookies.Read(c, linkCookie) != "" {
			s.cookies.Clear(c, linkCookie)
		}
	}
	if o.Known != "" {
		s.cookies.Set(c, passwordcheck.KnownCookie, o.Known, passwordcheck.KnownLife)
	}
}

// clearSite has the browser forget what the pages kept (Clear-Site-Data, W3C; for
// https alone). Not the cookies: one says that this browser is known to its
// people, and others belong to whatever else runs at this host.
func (s *Server) clearSite(c *gin.Context) {
	if s.cookies.Secure {
		c.Header("Clear-Site-Data", `"cache", "storage"`)
	}
}
