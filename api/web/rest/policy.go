package rest

import (
	"context"
	"time"

	"latchkey/api/policy"
	"latchkey/api/store"
	"latchkey/api/web/contract"
)

// GetPolicy says how people may sign in.
func (s *Server) GetPolicy(ctx context.Context, r contract.GetPolicyRequestObject) (contract.GetPolicyResponseObject, error) {
	ctx, admin := callerOf(ctx)
	p, err := s.Policies.Read(ctx, admin.OrganizationID)
	if err != nil {
		return nil, err
	}
	return contract.GetPolicy200JSONResponse{PolicyNowJSONResponse: s.policyNow(p)}, nil
}

// ChangePolicy changes how people may sign in.
func (s *Server) ChangePolicy(ctx context.Context, r contract.ChangePolicyRequestObject) (contract.ChangePolicyResponseObject, error) {
	ctx, admin := callerOf(ctx)
	revision, err := ifMatch(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	var change policy.Change
	change.SessionIdle, change.SessionAbsolute = minutes(r.Body.SessionIdleMinutes), minutes(r.Body.SessionAbsoluteMinutes)
	change.ContactText, change.LogDays, change.AuditDays = r.Body.ContactText, r.Body.LogDays, r.Body.AuditDays
	change.StraightToProvider = r.Body.StraightToProvider
	for _, f := range given(r.Body.FirstSignIn) {
		change.FirstSignIn = append(change.FirstSignIn, policy.FirstSignIn{
			ConnectionID: f.ConnectionId, Linking: (*store.Linking)(f.Linking),
			WeakProof: (*store.WeakProof)(f.WeakProof), DifferentEmail: f.DifferentEmail,
		})
	}
	p, err := s.Policies.Change(ctx, s.actorOf(admin), revision, change)
	if err != nil {
		return nil, err
	}
	return contract.ChangePolicy200JSONResponse{PolicyNowJSONResponse: s.policyNow(p)}, nil
}

func minutes(n *int) *time.Duration {
	if n == nil {
		return nil
	}
	d := time.Duration(*n) * time.Minute
	return &d
}

func (s *Server) policyNow(p policy.Policy) contract.PolicyNowJSONResponse {
	tag := etag(p.Revision)
	body := contract.SignInPolicy{
		PasswordSignIn: p.PasswordsOpen(s.Now()), SsoRequiredFrom: timeOrNull(p.SSORequiredAt),
		SessionIdleMinutes: int(p.SessionIdleSeconds / 60), SessionAbsoluteMinutes: int(p.SessionAbsoluteSeconds / 60),
		ContactText: p.ContactText, LogDays: int(p.LogDays), AuditDays: int(p.AuditDays),
		StraightToProvider: p.StraightToProvider, FirstSignIn: make([]contract.FirstSignIn, len(p.Connections)),
		Exempt: personNames(p.Exempt), ChangedAt: timeOrNull(p.ChangedAt), ChangedBy: p.ChangedName, Etag: tag, Mail: p.Mail,
	}
	for i, c := range p.Connections {
		body.FirstSignIn[i] = contract.FirstSignIn{
			ConnectionId: c.ID, Provider: c.Provider, Label: orNull(c.Label), Linking: contract.LinkingPolicy(c.Linking),
			WeakProof: contract.WeakProofPolicy(c.WeakProof), DifferentEmail: c.DifferentEmail,
		}
	}
	return contract.PolicyNowJSONResponse{Body: body, Headers: contract.PolicyNowResponseHeaders{ETag: &tag}}
}

func personNames(users []store.User) []contract.PersonName {
	names := make([]contract.PersonName, len(users))
	for i, u := range users {
		names[i] = contract.PersonName{Id: u.ID, Name: u.Name, Email: u.Email, Role: string(u.Role)}
	}
	return names
}
