package rest

import (
	"context"

	"latchkey/api/web/contract"
)

// RequestBypassLink asks for a bypass link by mail (S15). Status, body and work
// are the same whoever has the address.
func (s *Server) RequestBypassLink(ctx context.Context, r contract.RequestBypassLinkRequestObject) (contract.RequestBypassLinkResponseObject, error) {
	c, ctx := ginOf(ctx)
	o, err := s.organization(ctx, r.Body.Organization)
	if err != nil {
		return nil, err
	}
	if err := s.Policies.AskBypass(ctx, o, r.Body.Email, c.ClientIP()); err != nil {
		return nil, err
	}
	return contract.RequestBypassLink202Response{}, nil
}
