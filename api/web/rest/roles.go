package rest

import (
	"context"

	"latchkey/api/principal"
	"latchkey/api/role"
	"latchkey/api/store"
	"latchkey/api/web/contract"
)

// ListRoles lists an organization's roles.
func (s *Server) ListRoles(ctx context.Context, _ contract.ListRolesRequestObject) (contract.ListRolesResponseObject, error) {
	ctx, admin := callerOf(ctx)
	list, err := s.Roles.List(ctx, admin.OrganizationID)
	if err != nil {
		return nil, err
	}
	items := make([]contract.Role, len(list))
	for i, one := range list {
		items[i] = roleOf(one)
	}
	return contract.ListRoles200JSONResponse{Items: items, Most: role.Most}, nil
}

// GetRole shows one role.
func (s *Server) GetRole(ctx context.Context, r contract.GetRoleRequestObject) (contract.GetRoleResponseObject, error) {
	ctx, admin := callerOf(ctx)
	one, err := s.Roles.Read(ctx, admin.OrganizationID, store.Role(r.RoleKey))
	if err != nil {
		return nil, err
	}
	return contract.GetRole200JSONResponse{RoleNowJSONResponse: roleNow(one)}, nil
}

// CreateRole makes a role.
func (s *Server) CreateRole(ctx context.Context, r contract.CreateRoleRequestObject) (contract.CreateRoleResponseObject, error) {
	ctx, admin := callerOf(ctx)
	one, err := s.Roles.Create(ctx, s.actorOf(admin), store.Role(r.Body.Key), role.Wanted{
		Name: &r.Body.Name, Description: r.Body.Description, Permissions: permissionsOf(r.Body.Permissions),
	})
	if err != nil {
		return nil, err
	}
	tag := etag(one.Revision)
	return contract.CreateRole201JSONResponse{RoleMadeJSONResponse: contract.RoleMadeJSONResponse{
		Body: roleOf(one), Headers: contract.RoleMadeResponseHeaders{ETag: &tag},
	}}, nil
}

// ChangeRole changes a role.
func (s *Server) ChangeRole(ctx context.Context, r contract.ChangeRoleRequestObject) (contract.ChangeRoleResponseObject, error) {
	ctx, admin := callerOf(ctx)
	revision, err := ifMatch(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	one, err := s.Roles.Change(ctx, s.actorOf(admin), store.Role(r.RoleKey), revision, role.Wanted{
		Name: r.Body.Name, Description: r.Body.Description, Permissions: permissionsOf(r.Body.Permissions),
	})
	if err != nil {
		return nil, err
	}
	return contract.ChangeRole200JSONResponse{RoleNowJSONResponse: roleNow(one)}, nil
}

// DeleteRole takes a role away that nobody has.
func (s *Server) DeleteRole(ctx context.Context, r contract.DeleteRoleRequestObject) (contract.DeleteRoleResponseObject, error) {
	ctx, admin := callerOf(ctx)
	revision, err := ifMatch(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	if err := s.Roles.Delete(ctx, s.actorOf(admin), store.Role(r.RoleKey), revision); err != nil {
		return nil, err
	}
	return contract.DeleteRole204Response{}, nil
}

func permissionsOf(list *contract.RolePermissions) []string {
	if list == nil {
		return nil
	}
	permissions := make([]string, len(*list))
	for i, one := range *list {
		permissions[i] = string(one)
	}
	return permissions
}

func roleNow(one store.RoleLine) contract.RoleNowJSONResponse {
	tag := etag(one.Revision)
	return contract.RoleNowJSONResponse{Body: roleOf(one), Headers: contract.RoleNowResponseHeaders{ETag: &tag}}
}

func roleOf(one store.RoleLine) contract.Role {
	return contract.Role{
		Key: string(one.Key), Name: one.Name, Description: one.Description, BuiltIn: one.BuiltIn,
		Permissions: named(principal.Of(one.Key, one.Permissions)), People: int(one.People),
		ChangedAt: one.ChangedAt.Time, ChangedBy: one.ChangedByName, Etag: etag(one.Revision),
	}
}

// named gives permissions as the contract names them.
func named(permissions []principal.Permission) []contract.Permission {
	list := make([]contract.Permission, len(permissions))
	for i, p := range permissions {
		list[i] = contract.Permission(p)
	}
	return list
}
