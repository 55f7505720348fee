package rest

import (
	"context"
	"strings"

	"latchkey/api/people"
	"latchkey/api/store"
	"latchkey/api/web/contract"
)

// GetUserByExternalID shows one person by the CRM's own id.
func (s *Server) GetUserByExternalID(ctx context.Context, r contract.GetUserByExternalIDRequestObject) (contract.GetUserByExternalIDResponseObject, error) {
	ctx, admin := callerOf(ctx)
	p, err := s.People.UserByExternalID(ctx, admin.OrganizationID, r.ExternalId)
	if err != nil {
		return nil, err
	}
	return contract.GetUserByExternalID200JSONResponse{UserNowJSONResponse: userNow(p)}, nil
}

// PutUserByExternalID adds a person, or changes them, by the CRM's own id.
func (s *Server) PutUserByExternalID(ctx context.Context, r contract.PutUserByExternalIDRequestObject) (contract.PutUserByExternalIDResponseObject, error) {
	ctx, admin := callerOf(ctx)
	under := people.Condition{Absent: r.Params.IfNoneMatch != nil}
	if tag := strings.TrimSpace(given(r.Params.IfMatch)); tag == "*" {
		under.Present = true
	} else if tag != "" {
		revision, err := ifMatch(tag)
		if err != nil {
			return nil, err
		}
		under.Revision = &revision
	}
	p, made, err := s.People.Keep(ctx, s.actorOf(admin), people.Wanted{
		ExternalID: r.ExternalId, Email: r.Body.Email, Name: r.Body.Name, Role: store.Role(r.Body.Role),
		Active: r.Body.Active, Invite: given(r.Body.Invite),
	}, under)
	if err != nil {
		return nil, err
	}
	if made {
		return contract.PutUserByExternalID201JSONResponse{UserMadeJSONResponse: userMade(p)}, nil
	}
	return contract.PutUserByExternalID200JSONResponse{UserNowJSONResponse: userNow(p)}, nil
}
