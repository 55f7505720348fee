package rest

import (
	"context"

	"github.com/gin-gonic/gin"

	"latchkey/api/principal"
	"latchkey/api/profile"
	"latchkey/api/store"
	"latchkey/api/web/contract"
)

// GetMe says who is signed in, how and since when.
func (s *Server) GetMe(ctx context.Context, _ contract.GetMeRequestObject) (contract.GetMeResponseObject, error) {
	_, p := signedInOf(ctx)
	return contract.GetMe200JSONResponse(me(p)), nil
}

// ChangeMe changes the name, the time zone and the language.
func (s *Server) ChangeMe(ctx context.Context, r contract.ChangeMeRequestObject) (contract.ChangeMeResponseObject, error) {
	ctx, p := signedInOf(ctx)
	change := profile.Change{Name: r.Body.Name}
	if zone := r.Body.TimeZone; zone.IsNull() {
		change.TimeZone = new(string)
	} else if name, err := zone.Get(); err == nil {
		change.TimeZone = &name
	}
	if language := r.Body.Language; language.IsNull() {
		change.Language = new(string)
	} else if tag, err := language.Get(); err == nil {
		change.Language = (*string)(&tag)
	}
	changed, err := s.Profile.Change(ctx, p, change)
	if err != nil {
		return nil, err
	}
	return contract.ChangeMe200JSONResponse(me(changed)), nil
}

// Reauthenticate confirms with the password that it is still its owner.
func (s *Server) Reauthenticate(ctx context.Context, r contract.ReauthenticateRequestObject) (contract.ReauthenticateResponseObject, error) {
	c, ctx := ginOf(ctx)
	p := principal.From(ctx).Principal
	until, err := s.Profile.Reauthenticate(ctx, p, r.Body.Password, s.confirm(c, p))
	if err != nil {
		return nil, err
	}
	return contract.Reauthenticate200JSONResponse{RecentUntil: until}, nil
}

// ListMySessions lists where I am signed in, this session first.
func (s *Server) ListMySessions(ctx context.Context, _ contract.ListMySessionsRequestObject) (contract.ListMySessionsResponseObject, error) {
	ctx, p := signedInOf(ctx)
	list, err := s.Profile.Sessions(ctx, p)
	if err != nil {
		return nil, err
	}
	items := make([]contract.MySession, len(list))
	for i, is := range list {
		items[i] = contract.MySession{
			Id: is.ID, Current: is.ID == p.ID, Method: contract.MySessionMethod(methodOf(is)), Provider: orNull(is.Provider),
			Address: is.Address, Browser: is.Browser, BrowserName: browserName(is.Browser), SignedInAt: is.SignedInAt(), LastUsedAt: is.LastUsedAt.Time, ExpiresAt: is.ExpiresAt.Time,
		}
	}
	return contract.ListMySessions200JSONResponse{Items: items}, nil
}

// EndMyOtherSessions ends all sessions but this one.
func (s *Server) EndMyOtherSessions(ctx context.Context, _ contract.EndMyOtherSessionsRequestObject) (contract.EndMyOtherSessionsResponseObject, error) {
	ctx, p := signedInOf(ctx)
	ended, err := s.Profile.EndOthers(ctx, p)
	if err != nil {
		return nil, err
	}
	return contract.EndMyOtherSessions200JSONResponse{Ended: int(ended)}, nil
}

// EndMySession ends one of my sessions.
func (s *Server) EndMySession(ctx context.Context, r contract.EndMySessionRequestObject) (contract.EndMySessionResponseObject, error) {
	ctx, p := signedInOf(ctx)
	if err := s.Profile.EndSession(ctx, p, r.SessionId); err != nil {
		return nil, err
	}
	return contract.EndMySession204Response{}, nil
}

// ListMySignIns lists my latest attempts to sign in.
func (s *Server) ListMySignIns(ctx context.Context, _ contract.ListMySignInsRequestObject) (contract.ListMySignInsResponseObject, error) {
	ctx, p := signedInOf(ctx)
	list, err := s.Profile.SignIns(ctx, p)
	if err != nil {
		return nil, err
	}
	items := make([]contract.MySignIn, len(list))
	for i, is := range list {
		items[i] = contract.MySignIn{
			Reference: is.Reference, Result: contract.SignInResult(store.ResultOf(is.Code)), Provider: orNull(is.Provider),
			Purpose: contract.SignInPurpose(is.Purpose), At: is.FinishedAt.Time, Address: is.Address, Browser: is.Browser, BrowserName: browserName(is.Browser),
		}
	}
	return contract.ListMySignIns200JSONResponse{Items: items}, nil
}

// ChangeMyPassword changes my password, or sets the first one.
func (s *Server) ChangeMyPassword(ctx context.Context, r contract.ChangeMyPasswordRequestObject) (contract.ChangeMyPasswordResponseObject, error) {
	c, ctx := ginOf(ctx)
	p := principal.From(ctx).Principal
	ended, err := s.Profile.ChangePassword(ctx, p, profile.NewPassword{
		Current: r.Body.CurrentPassword, New: r.Body.NewPassword,
		EndOthers: r.Body.EndOtherSessions == nil || *r.Body.EndOtherSessions, Confirm: s.confirm(c, p),
	})
	if err != nil {
		return nil, err
	}
	return contract.ChangeMyPassword200JSONResponse{Ended: int(ended)}, nil
}

// confirm checks the password of the caller, with the pauses of the flow.
func (s *Server) confirm(c *gin.Context, p store.Principal) profile.Confirm {
	return func(ctx context.Context, password string) (store.User, error) {
		return s.Passwords.Confirm(ctx, p.OrganizationID, p.Email, password, s.visitor(c))
	}
}

// me is what the caller reads of themselves.
func me(p store.Principal) contract.Me {
	info := contract.SessionInfo{
		Method: contract.SessionInfoMethod(methodOf(p.Session)), SignedInAt: p.SignedInAt(), ExpiresAt: p.ExpiresAt.Time,
	}
	if p.Provider != "" {
		info.Provider, info.ProviderLabel = &p.Provider, labelOf(p.Provider, p.ProviderLabel)
	}
	if p.ProviderEmail != "" {
		info.ProviderEmail = &p.ProviderEmail
	}
	u := contract.User{
		Id: p.UserID, ExternalId: p.ExternalID, Email: p.Email, Name: p.Name, Role: string(p.Role), RoleName: p.RoleName,
	}
	if p.TimeZone != "" {
		u.TimeZone = &p.TimeZone
	}
	if p.Language != "" {
		u.Language = (*contract.Language)(&p.Language)
	}
	return contract.Me{
		User: u, Organization: contract.Organization{Code: p.OrganizationCode, Name: p.OrganizationName}, Session: info,
		Permissions: named(principal.Of(p.Role, p.RolePermits)),
	}
}

// methodOf says how a session began. A bypass link is a method of its own.
func methodOf(s store.Session) string {
	if s.Bypass {
		return "bypass"
	}
	return s.Method
}
