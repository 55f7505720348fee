package rest

import (
	"context"

	"latchkey/api/role"
	"latchkey/api/store"
	"latchkey/api/web/contract"
)

// ListRoleChoices lists which roles connections give without rules.
func (s *Server) ListRoleChoices(ctx context.Context, _ contract.ListRoleChoicesRequestObject) (contract.ListRoleChoicesResponseObject, error) {
	ctx, admin := callerOf(ctx)
	list, err := s.Roles.Choices(ctx, admin.OrganizationID)
	if err != nil {
		return nil, err
	}
	items := make([]contract.RoleChoice, len(list))
	for i, one := range list {
		items[i] = roleChoice(one)
	}
	return contract.ListRoleChoices200JSONResponse{Items: items}, nil
}

// PutRoleChoice saves the roles that people may get, or choose, at their first sign-in by one connection.
func (s *Server) PutRoleChoice(ctx context.Context, r contract.PutRoleChoiceRequestObject) (contract.PutRoleChoiceResponseObject, error) {
	ctx, admin := callerOf(ctx)
	revision, err := ifMatch(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	is, err := s.Roles.SaveChoice(ctx, s.actorOf(admin), r.ConnectionId, revision, role.WantedChoice{Default: given(r.Body.DefaultRole), Roles: r.Body.Choices})
	if err != nil {
		return nil, err
	}
	body := roleChoice(is)
	return contract.PutRoleChoice200JSONResponse{Body: body, Headers: contract.PutRoleChoice200ResponseHeaders{ETag: &body.Etag}}, nil
}

func roleChoice(c store.RoleChoiceLine) contract.RoleChoice {
	return contract.RoleChoice{
		ConnectionId: c.ConnectionID, Provider: c.Provider, Label: orNull(given(labelOf(c.Provider, c.Label))), DefaultRole: c.DefaultRole,
		Choices: append([]string{}, c.Choices...), Etag: etag(c.Revision),
	}
}
