package rest

import (
	"context"

	"latchkey/api/profile"
	"latchkey/api/web/contract"
)

// RequestPasswordReset asks for a link to set a forgotten password. Status, body
// and work are the same whoever has the address.
func (s *Server) RequestPasswordReset(ctx context.Context, r contract.RequestPasswordResetRequestObject) (contract.RequestPasswordResetResponseObject, error) {
	_, ctx = ginOf(ctx)
	o, err := s.organization(ctx, r.Body.Organization)
	if err != nil {
		return nil, err
	}
	if err := s.Profile.AskReset(ctx, o, r.Body.Email); err != nil {
		return nil, err
	}
	return contract.RequestPasswordReset202Response{}, nil
}

// ResetPassword sets the forgotten password.
func (s *Server) ResetPassword(ctx context.Context, r contract.ResetPasswordRequestObject) (contract.ResetPasswordResponseObject, error) {
	c, ctx := ginOf(ctx)
	v := s.visitor(c)
	err := s.Profile.ResetPassword(ctx, profile.Reset{
		Organization: r.Body.Organization, Token: r.Body.Token, New: r.Body.NewPassword,
		Address: v.Address, Forgive: s.Passwords.Forgive(v),
	})
	if err != nil {
		return nil, err
	}
	return contract.ResetPassword204Response{}, nil
}
