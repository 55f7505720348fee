package rest

import (
	"context"

	"latchkey/api/fault"
	"latchkey/api/setup"
	"latchkey/api/signin"
	"latchkey/api/web/contract"
)

// GetSetup says whether the first organization is still missing.
func (s *Server) GetSetup(ctx context.Context, _ contract.GetSetupRequestObject) (contract.GetSetupResponseObject, error) {
	_, ctx = ginOf(ctx)
	open, err := s.SetupOpen(ctx)
	if err != nil {
		return nil, err
	}
	if !open {
		return nil, fault.Because(fault.SetupClosed, "already_set_up")
	}
	return contract.GetSetup200JSONResponse{Open: contract.SetupStateOpen(true)}, nil
}

// CompleteSetup makes the first organization and signs its super admin in.
func (s *Server) CompleteSetup(ctx context.Context, r contract.CompleteSetupRequestObject) (contract.CompleteSetupResponseObject, error) {
	c, ctx := ginOf(ctx)
	v := s.visitor(c)
	token, until, err := s.Setup.Complete(ctx, setup.First{
		Token: r.Body.Token, Code: r.Body.Organization.Code, Organization: r.Body.Organization.Name,
		Name: r.Body.SuperAdmin.Name, Email: r.Body.SuperAdmin.Email, Password: r.Body.SuperAdmin.Password,
		Address: v.Address, Browser: v.Browser,
	})
	if err != nil {
		return nil, err
	}
	done := signin.Outcome{ReturnTo: signin.Home, Session: token, SessionUntil: until}
	s.signedIn(c, done)
	return contract.CompleteSetup200JSONResponse{SessionBegunJSONResponse: begun(done)}, nil
}

// SetupOpen says whether the first organization is still missing. It asks the database until the answer is no, which it stays.
func (s *Server) SetupOpen(ctx context.Context) (bool, error) {
	if s.isSetUp.Load() {
		return false, nil
	}
	open, err := s.Setup.Open(ctx)
	if err == nil && !open {
		s.isSetUp.Store(true)
	}
	return open, err
}
