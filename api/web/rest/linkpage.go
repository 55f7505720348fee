package rest

import (
	"context"

	"latchkey/api/fault"
	"latchkey/api/signin/linking"
	"latchkey/api/web/contract"
)

// GetPendingLink says what the link page shows (S4).
func (s *Server) GetPendingLink(ctx context.Context, _ contract.GetPendingLinkRequestObject) (contract.GetPendingLinkResponseObject, error) {
	c, ctx := ginOf(ctx)
	page, err := s.LinkPages.Read(ctx, s.cookies.Read(c, linkCookie))
	if err != nil {
		return nil, err
	}
	proofs := make([]contract.Proof, len(page.Proofs))
	for i, p := range page.Proofs {
		proofs[i] = contract.Proof(p)
	}
	roles := make([]contract.OfferedRole, len(page.Roles))
	for i, one := range page.Roles {
		roles[i] = contract.OfferedRole{Key: string(one.Key), Name: one.Name}
	}
	return contract.GetPendingLink200JSONResponse{
		Organization: contract.Organization{Code: page.Organization, Name: page.Name},
		Provider:     page.Provider, ProviderLabel: labelOf(page.Provider, page.ProviderLabel), ProviderEmail: orNull(page.ProviderEmail),
		Email: orNull(page.Email), EmailEditable: page.EmailEditable, Proofs: proofs, Roles: roles,
		TriesLeft: page.TriesLeft, ExpiresAt: page.ExpiresAt,
	}, nil
}

// SendLinkCode asks for a code that proves the existing account.
func (s *Server) SendLinkCode(ctx context.Context, r contract.SendLinkCodeRequestObject) (contract.SendLinkCodeResponseObject, error) {
	c, ctx := ginOf(ctx)
	err := s.LinkPages.SendCode(ctx, linking.CodeRequest{ID: s.cookies.Read(c, linkCookie), Email: given(r.Body.Email)})
	if err != nil {
		return nil, err
	}
	return contract.SendLinkCode202Response{}, nil
}

// ProveLink links after a proof (A41).
func (s *Server) ProveLink(ctx context.Context, r contract.ProveLinkRequestObject) (contract.ProveLinkResponseObject, error) {
	c, ctx := ginOf(ctx)
	if fields := oneProof(*r.Body); len(fields) > 0 {
		return nil, &fault.Fault{Code: fault.ValidationFailed, Reason: "proofs", Fields: fields}
	}
	done, err := s.LinkPages.Prove(ctx, linking.Proof{
		ID: s.cookies.Read(c, linkCookie), Email: given(r.Body.Email), Password: given(r.Body.Password), Code: given(r.Body.Code), Role: given(r.Body.Role),
		Visitor: s.visitor(c),
	})
	if err != nil {
		return nil, err
	}
	s.goOn(ctx, &done)
	s.signedIn(c, done)
	return contract.ProveLink200JSONResponse{SessionBegunJSONResponse: begun(done)}, nil
}

// oneProof wants either a password or a code.
func oneProof(b contract.ProveLinkRequest) []fault.Field {
	switch {
	case b.Password == nil && b.Code == nil:
		return []fault.Field{{Pointer: "/password", Code: "required"}}
	case b.Password != nil && b.Code != nil:
		return []fault.Field{{Pointer: "/code", Code: "invalid"}}
	}
	return nil
}
