package web

import (
	"errors"

	"github.com/gin-gonic/gin"

	"latchkey/api/fault"
	"latchkey/api/oidc"
	"latchkey/api/principal"
	"latchkey/api/service"
	"latchkey/api/web/middleware"
	"latchkey/api/web/oauth"
)

// tellRefused notes in the sign-in log what services are refused that bring a key or a
// token to the API itself: that it counts no more, and why, or lacks a scope. The caller
// reads of the first no more than that (RFC 6750, 3.1).
func tellRefused(p oauth.Provider) func(c *gin.Context, caller principal.Caller, err error) {
	return func(c *gin.Context, caller principal.Caller, err error) {
		call := oidc.Call{Visitor: oidc.Visitor{Reference: middleware.Reference(c), Address: c.ClientIP(), Browser: middleware.Browser(c)}}
		refusal := fault.OAuthBecause(fault.InsufficientScope, "", fault.Of(err).Reason) // the scope that is lacking
		if over, is := errors.AsType[*service.RefusedError](err); is {
			call.ClientID, refusal = over.ClientID, fault.OAuthBecause(fault.InvalidClient, "", over.Reason)
		} else if caller.Service {
			call.ClientID = caller.UserID
		} else {
			return
		}
		call.Proven = call.ClientID != ""
		p.TellRefused(c.Request.Context(), call, refusal)
	}
}
