package rest

import (
	"context"
	"fmt"

	"latchkey/api/fault"
	"latchkey/api/web/contract"
	"latchkey/api/web/middleware"
)

// RefreshSession exchanges the refresh cookie for an access token. A cookie
// that opens nothing any more is cleared.
func (s *Server) RefreshSession(ctx context.Context, _ contract.RefreshSessionRequestObject) (contract.RefreshSessionResponseObject, error) {
	c, ctx := ginOf(ctx)
	tokens, err := s.Sessions.Refresh(ctx, s.cookies.Read(c, middleware.SessionCookie))
	if err != nil {
		if code := middleware.RefusalOf(err).Code; code == fault.Unauthenticated || code == fault.SessionReused {
			s.cookies.Clear(c, middleware.SessionCookie)
			if code == fault.SessionReused {
				s.clearSite(c)
			}
		}
		return nil, err
	}
	s.cookies.Set(c, middleware.SessionCookie, tokens.Refresh, tokens.RefreshUntil.Sub(s.Now()))
	return contract.RefreshSession200JSONResponse{Body: contract.AccessToken{
		AccessToken: tokens.Access, TokenType: contract.Bearer, ExpiresIn: int(tokens.ExpiresIn.Seconds()),
	}}, nil
}

// SignOut ends this browser's session.
func (s *Server) SignOut(ctx context.Context, _ contract.SignOutRequestObject) (contract.SignOutResponseObject, error) {
	c, ctx := ginOf(ctx)
	if err := s.Sessions.End(ctx, s.cookies.Read(c, middleware.SessionCookie)); err != nil {
		return nil, fmt.Errorf("sign out: %w", err)
	}
	s.cookies.Clear(c, middleware.SessionCookie)
	s.clearSite(c)
	return contract.SignOut204Response{}, nil
}
