package rest

import (
	"context"
	"fmt"

	"github.com/gin-gonic/gin"

	"latchkey/api/web/contract"
	"latchkey/api/fault"
)

// RefreshSession exchanges the refresh cookie for an access token. A cookie
// that opens nothing any more is cleared.
func (s *Server) RefreshSession(ctx context.Context, _ contract.RefreshSessionRequestObject) (contract.RefreshSessionResponseObject, error) {
	c, ctx := ginOf(ctx)
	tokens, err := s.Sessions.Refresh(ctx, s.cookies.read(c, sessionCookie))
	if err != nil {
		if code := refusalOf(err).Code; code == fault.Unauthenticated || code == fault.SessionReused {
			s.cookies.clear(c, sessionCookie)
			if code == fault.SessionReused {
				s.clearSite(c)
			}
		}
		return nil, err
	}
	s.cookies.set(c, sessionCookie, tokens.Refresh, tokens.RefreshUntil.Sub(s.Now()))
	return contract.RefreshSession200JSONResponse{Body: contract.AccessToken{
		AccessToken: tokens.Access, TokenType: contract.Bearer, ExpiresIn: int(tokens.ExpiresIn.Seconds()),
	}}, nil
}

// SignOut ends this browser's session.
func (s *Server) SignOut(ctx context.Context, _ contract.SignOutRequestObject) (contract.SignOutResponseObject, error) {
	c, ctx := ginOf(ctx)
	if err := s.Sessions.End(ctx, s.cookies.read(c, sessionCookie)); err != nil {
		return nil, fmt.Errorf("sign out: %w", err)
	}
	s.cookies.clear(c, sessionCookie)
	s.clearSite(c)
	return contract.SignOut204Response{}, nil
}

// clearSite has the browser forget what the pages kept (Clear-Site-Data, W3C; for
// https alone). Not the cookies: one says that this browser is known to its
// people, and others belong to whatever else runs at this host.
func (s *Server) clearSite(c *gin.Context) {
	if s.cookies.secure {
		c.Header("Clear-Site-Data", `"cache", "storage"`)
	}
}
