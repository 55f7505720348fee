package rest

import (
	"context"

	"github.com/gin-gonic/gin"

	"latchkey/api/principal"
	"latchkey/api/signin"
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
