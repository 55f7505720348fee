package rest

import (
	"context"

	"github.com/gin-gonic/gin"
	"github.com/oapi-codegen/nullable"

	"latchkey/api/principal"
	"latchkey/api/profile"
	"latchkey/api/signin"
	"latchkey/api/signin/linking"
	"latchkey/api/web/contract"
)

// ListMyIdentities lists the accounts that may sign in as me (S7).
func (s *Server) ListMyIdentities(ctx context.Context, _ contract.ListMyIdentitiesRequestObject) (contract.ListMyIdentitiesResponseObject, error) {
	ctx, p := signedInOf(ctx)
	ways, err := s.Profile.SignInMethods(ctx, p)
	if err != nil {
		return nil, err
	}
	return contract.ListMyIdentities200JSONResponse(myIdentities(ways)), nil
}

// StartLink begins the attempt that connects an account. Link CSRF (D11) is closed by
// the bearer, the recent authentication and the session that is in the attempt.
func (s *Server) StartLink(ctx context.Context, r contract.StartLinkRequestObject) (contract.StartLinkResponseObject, error) {
	c, ctx := ginOf(ctx)
	if err := s.Profile.AskRecentNow(ctx, principal.From(ctx).Principal); err != nil {
		return nil, err
	}
	started, err := s.SelfService.StartLink(ctx, s.own(c, r.Provider))
	if err != nil {
		return nil, err
	}
	return contract.StartLink201JSONResponse{AttemptBegunJSONResponse: s.attemptBegun(c, started)}, nil
}

// StartReplacement begins the attempt that connects an account in place of mine.
func (s *Server) StartReplacement(ctx context.Context, r contract.StartReplacementRequestObject) (contract.StartReplacementResponseObject, error) {
	c, ctx := ginOf(ctx)
	if err := s.Profile.AskRecentNow(ctx, principal.From(ctx).Principal); err != nil {
		return nil, err
	}
	started, err := s.SelfService.StartReplacement(ctx, s.own(c, r.Provider))
	if err != nil {
		return nil, err
	}
	return contract.StartReplacement201JSONResponse{AttemptBegunJSONResponse: s.attemptBegun(c, started)}, nil
}

// StartStepUp begins the attempt that confirms through an account that it is me.
func (s *Server) StartStepUp(ctx context.Context, r contract.StartStepUpRequestObject) (contract.StartStepUpResponseObject, error) {
	c, ctx := ginOf(ctx)
	started, err := s.SelfService.StartStepUp(ctx, s.own(c, r.Provider))
	if err != nil {
		return nil, err
	}
	return contract.StartStepUp201JSONResponse{AttemptBegunJSONResponse: s.attemptBegun(c, started)}, nil
}

// UnlinkMyIdentity disconnects an account.
func (s *Server) UnlinkMyIdentity(ctx context.Context, r contract.UnlinkMyIdentityRequestObject) (contract.UnlinkMyIdentityResponseObject, error) {
	ctx, p := signedInOf(ctx)
	if err := s.Profile.Unlink(ctx, p, r.Provider); err != nil {
		return nil, err
	}
	ways, err := s.Profile.SignInMethods(ctx, p)
	if err != nil {
		return nil, err
	}
	return contract.UnlinkMyIdentity200JSONResponse(myIdentities(ways)), nil
}

func (s *Server) own(c *gin.Context, provider string) linking.Request {
	return linking.Request{
		Principal: principal.From(c.Request.Context()).Principal, Provider: provider, Attempts: s.attempts(c), Visitor: s.visitor(c),
	}
}

func (s *Server) attemptBegun(c *gin.Context, started signin.Started) contract.AttemptBegunJSONResponse {
	s.began(c, started)
	return contract.AttemptBegunJSONResponse{Body: contract.StartedSignIn{AuthorizationUrl: started.AuthorizationURL}}
}

func myIdentities(w profile.SignInMethods) contract.MyIdentities {
	list := contract.MyIdentities{
		Items: make([]contract.MyProvider, len(w.Accounts)), HasPassword: w.HasPassword, PasswordUsable: w.PasswordUsable, PasswordOpensDoor: w.PasswordUsable,
	}
	list.PasswordChangedAt = timeOrNull(w.PasswordChangedAt)
	if w.RecentUntil.IsZero() {
		list.RecentUntil.SetNull()
	} else {
		list.RecentUntil.Set(w.RecentUntil)
	}
	for i, a := range w.Accounts {
		list.Items[i] = contract.MyProvider{
			Provider: a.Provider, Label: nullable.NewNullNullable[string](), State: contract.MyProviderState(a.State),
			Account: nullable.NewNullNullable[contract.MyAccount](), Refusal: orNull(string(a.Refusal)),
		}
		if label := labelOf(a.Provider, a.Label); label != nil {
			list.Items[i].Label.Set(*label)
		}
		if id := a.Identity; id != nil {
			list.Items[i].Account.Set(contract.MyAccount{
				Email: orNull(id.Email), LinkedAt: id.LinkedAt.Time, LastUsedAt: id.LastUsedAt.Time,
			})
		}
	}
	return list
}
