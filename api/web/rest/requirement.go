package rest

import (
	"context"

	"github.com/oapi-codegen/nullable"

	"latchkey/api/policy"
	"latchkey/api/principal"
	"latchkey/api/signin/passwords"
	"latchkey/api/store"
	"latchkey/api/web/contract"
)

// GetRequirement says what is proven before SSO may be required (S11).
func (s *Server) GetRequirement(ctx context.Context, r contract.GetRequirementRequestObject) (contract.GetRequirementResponseObject, error) {
	ctx, admin := callerOf(ctx)
	is, err := s.Policies.Requirement(ctx, s.actorOf(admin))
	if err != nil {
		return nil, err
	}
	return contract.GetRequirement200JSONResponse(requirement(is, admin)), nil
}

// RequireSso turns sign-in by password off from a time on.
func (s *Server) RequireSso(ctx context.Context, r contract.RequireSsoRequestObject) (contract.RequireSsoResponseObject, error) {
	ctx, admin := callerOf(ctx)
	revision, err := ifMatch(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	p, err := s.Policies.Require(ctx, s.actorOf(admin), revision, r.Body.From, given(r.Body.Exempt))
	if err != nil {
		return nil, err
	}
	return contract.RequireSso200JSONResponse{PolicyNowJSONResponse: s.policyNow(p)}, nil
}

// PreviewRequirement says who would get a mail that SSO is required, and shows it.
func (s *Server) PreviewRequirement(ctx context.Context, r contract.PreviewRequirementRequestObject) (contract.PreviewRequirementResponseObject, error) {
	ctx, admin := callerOf(ctx)
	is, err := s.Policies.PreviewRequirement(ctx, s.actorOf(admin), r.Body.From, given(r.Body.Exempt), string(r.Body.Language))
	if err != nil {
		return nil, err
	}
	return contract.PreviewRequirement200JSONResponse{
		Mail: is.Mail, People: int(is.People), ToConnect: int(is.ToConnect), Subject: is.Message.Subject, Text: is.Message.Text,
		ReminderAt: timeOrNull(store.At(is.ReminderAt)),
	}, nil
}

// AllowPasswords turns sign-in by password on again.
func (s *Server) AllowPasswords(ctx context.Context, r contract.AllowPasswordsRequestObject) (contract.AllowPasswordsResponseObject, error) {
	ctx, admin := callerOf(ctx)
	revision, err := ifMatch(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	p, err := s.Policies.AllowPasswords(ctx, s.actorOf(admin), revision)
	if err != nil {
		return nil, err
	}
	return contract.AllowPasswords200JSONResponse{PolicyNowJSONResponse: s.policyNow(p)}, nil
}

// ProveBreakGlass confirms the password of a super admin now.
func (s *Server) ProveBreakGlass(ctx context.Context, r contract.ProveBreakGlassRequestObject) (contract.ProveBreakGlassResponseObject, error) {
	c, ctx := ginOf(ctx)
	admin := principal.From(ctx)
	u, err := s.Passwords.Confirm(ctx, admin.OrganizationID, r.Body.Email, r.Body.Password, s.visitor(c))
	if err != nil {
		return nil, err
	}
	is, err := s.Policies.ProveBreakGlass(ctx, s.actorOf(admin), u)
	if err != nil {
		return nil, err
	}
	return contract.ProveBreakGlass200JSONResponse(requirement(is, admin)), nil
}

// UseBypassLink signs a super admin in with the operator's link (S15).
func (s *Server) UseBypassLink(ctx context.Context, r contract.UseBypassLinkRequestObject) (contract.UseBypassLinkResponseObject, error) {
	c, ctx := ginOf(ctx)
	done, err := s.Passwords.UseBypass(ctx, passwords.Bypass{
		Organization: r.Body.Organization, Token: r.Body.Token, Visitor: s.visitor(c),
	})
	if err != nil {
		return nil, err
	}
	s.signedIn(c, done)
	return contract.UseBypassLink200JSONResponse{SessionBegunJSONResponse: begun(done)}, nil
}

func requirement(r policy.Requirement, caller principal.Caller) contract.Requirement {
	is := contract.Requirement{
		Providers: make([]contract.ProviderButton, len(r.Providers)),
		OwnSignIn: nullable.NewNullNullable[contract.OwnSignIn](), BreakGlass: make([]contract.BreakGlass, len(r.BreakGlass)),
		People: int(r.Reach.People), NotConnected: int(r.Reach.NotConnected),
		NotConnectedPeople: personNames(r.NotConnected), Exempt: personNames(r.Exempt),
	}
	for i, c := range r.Providers {
		is.Providers[i] = contract.ProviderButton{Provider: c.Provider, Label: labelOf(c.Provider, c.Label)}
	}
	if r.RecentSSOSignIn != nil {
		is.OwnSignIn = nullable.NewNullableWithValue(contract.OwnSignIn{
			Provider: r.RecentSSOSignIn.Provider, At: r.RecentSSOSignIn.LastUsedAt.Time,
		})
	}
	for i, u := range r.BreakGlass {
		is.BreakGlass[i] = contract.BreakGlass{
			Id: u.ID, Name: u.Name, Email: u.Email, ProvenAt: u.PasswordUsedAt.Time, Exempt: u.Exempt, IsMe: u.ID == caller.UserID,
		}
	}
	return is
}
