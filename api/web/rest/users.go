package rest

import (
	"context"

	"github.com/oapi-codegen/nullable"

	"latchkey/api/change"
	"latchkey/api/email"
	"latchkey/api/fault"
	"latchkey/api/people"
	"latchkey/api/principal"
	"latchkey/api/store"
	"latchkey/api/web/contract"
)

// actorOf is who changes something: a super admin, or a service, which cannot confirm who
// it is and so does nothing that asks for it.
func (s *Server) actorOf(c principal.Caller) change.Actor {
	by := change.Actor{OrganizationID: c.OrganizationID, ID: c.UserID, Service: c.Service}
	if c.Service {
		by.Recent = func(context.Context, store.Rows) error { return fault.Because(fault.PersonRequired, "not_recent") }
		return by
	}
	by.Recent = s.Profile.AskRecentIn(c.Principal)
	return by
}

// ListUsers lists an organization's people (S12).
func (s *Server) ListUsers(ctx context.Context, r contract.ListUsersRequestObject) (contract.ListUsersResponseObject, error) {
	ctx, admin := callerOf(ctx)
	p := r.Params
	q := userQuery(p.Search, p.Filter, p.State, p.Role, p.Connection, p.Sort)
	after, err := readUserCursor(q, p.Cursor)
	if err != nil {
		return nil, err
	}
	found, err := s.People.List(ctx, admin.OrganizationID, q, after, sizeOf(p.Limit))
	if err != nil {
		return nil, err
	}
	page := contract.ListUsers200JSONResponse{
		Items: make([]contract.UserEntry, len(found.List)), Next: nullable.NewNullNullable[string](),
		Total: nullable.NewNullNullable[int](),
	}
	for i, p := range found.List {
		page.Items[i] = userEntry(p)
	}
	if found.Next != nil {
		page.Next = nullable.NewNullableWithValue(userCursorOf(q, found.Next))
	}
	if found.Total >= 0 {
		page.Total = nullable.NewNullableWithValue(int(found.Total))
	}
	return page, nil
}

// userQuery is what the parameters of a list of people say.
func userQuery(search *string, filter *contract.UserFilter, state *contract.UserState, role, connection *string, sort *contract.UserSort) store.UserQuery {
	q := store.UserQuery{
		Search: given(search), Filter: store.UserFilter(given(filter)), Role: store.Role(given(role)), Connection: given(connection),
		Sort: store.UserSort(given(sort)),
	}
	if state != nil {
		active := *state == contract.UserStateActive
		q.Active = &active
	}
	return q
}

// CreateUser adds a person without a password.
func (s *Server) CreateUser(ctx context.Context, r contract.CreateUserRequestObject) (contract.CreateUserResponseObject, error) {
	ctx, admin := callerOf(ctx)
	p, err := s.People.Create(ctx, s.actorOf(admin), people.NewUser{
		Email: r.Body.Email, Name: r.Body.Name, Role: store.Role(r.Body.Role), ExternalID: given(r.Body.ExternalId),
		Invite: given(r.Body.Invite),
	})
	if err != nil {
		return nil, err
	}
	return contract.CreateUser201JSONResponse{UserMadeJSONResponse: userMade(p)}, nil
}

// GetUser shows one person.
func (s *Server) GetUser(ctx context.Context, r contract.GetUserRequestObject) (contract.GetUserResponseObject, error) {
	ctx, admin := callerOf(ctx)
	p, err := s.People.User(ctx, admin.OrganizationID, r.UserId)
	if err != nil {
		return nil, err
	}
	return contract.GetUser200JSONResponse{UserNowJSONResponse: userNow(p)}, nil
}

// ChangeUser changes a person.
func (s *Server) ChangeUser(ctx context.Context, r contract.ChangeUserRequestObject) (contract.ChangeUserResponseObject, error) {
	ctx, admin := callerOf(ctx)
	revision, err := ifMatch(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	change := people.Change{
		Email: r.Body.Email, Name: r.Body.Name, Role: (*store.Role)(r.Body.Role),
		Active: r.Body.Active, Exempt: r.Body.Exempt,
	}
	if r.Body.ExternalId.IsSpecified() {
		id, _ := r.Body.ExternalId.Get() // null takes it away
		change.ExternalID = &id
	}
	p, err := s.People.Change(ctx, s.actorOf(admin), r.UserId, revision, change)
	if err != nil {
		return nil, err
	}
	return contract.ChangeUser200JSONResponse{UserNowJSONResponse: userNow(p)}, nil
}

// EndUserSessions ends a person's sessions.
func (s *Server) EndUserSessions(ctx context.Context, r contract.EndUserSessionsRequestObject) (contract.EndUserSessionsResponseObject, error) {
	ctx, admin := callerOf(ctx)
	ended, err := s.People.EndSessions(ctx, s.actorOf(admin), r.UserId)
	if err != nil {
		return nil, err
	}
	return contract.EndUserSessions200JSONResponse{Ended: int(ended)}, nil
}

// InviteUser mails a person where to sign in, and with which account.
func (s *Server) InviteUser(ctx context.Context, r contract.InviteUserRequestObject) (contract.InviteUserResponseObject, error) {
	ctx, admin := callerOf(ctx)
	p, err := s.People.Invite(ctx, s.actorOf(admin), r.UserId)
	if err != nil {
		return nil, err
	}
	return contract.InviteUser200JSONResponse{UserNowJSONResponse: userNow(p)}, nil
}

// ConnectUser connects the provider account of a refused attempt to a person.
func (s *Server) ConnectUser(ctx context.Context, r contract.ConnectUserRequestObject) (contract.ConnectUserResponseObject, error) {
	ctx, admin := callerOf(ctx)
	p, err := s.People.Connect(ctx, s.actorOf(admin), r.UserId, r.Body.SignInId)
	if err != nil {
		return nil, err
	}
	return contract.ConnectUser201JSONResponse{UserMadeJSONResponse: userMade(p)}, nil
}

// DisconnectUser cuts the link of a person to a provider account.
func (s *Server) DisconnectUser(ctx context.Context, r contract.DisconnectUserRequestObject) (contract.DisconnectUserResponseObject, error) {
	ctx, admin := callerOf(ctx)
	p, err := s.People.Disconnect(ctx, s.actorOf(admin), r.UserId, r.IdentityId)
	if err != nil {
		return nil, err
	}
	return contract.DisconnectUser200JSONResponse{UserNowJSONResponse: userNow(p)}, nil
}

func userNow(p people.User) contract.UserNowJSONResponse {
	tag := etag(p.Revision)
	return contract.UserNowJSONResponse{Body: userEntry(p), Headers: contract.UserNowResponseHeaders{ETag: &tag}}
}

func userMade(p people.User) contract.UserMadeJSONResponse {
	tag := etag(p.Revision)
	return contract.UserMadeJSONResponse{Body: userEntry(p), Headers: contract.UserMadeResponseHeaders{ETag: &tag}}
}

func userEntry(p people.User) contract.UserEntry {
	entry := contract.UserEntry{
		Id: p.ID, ExternalId: orNull(given(p.ExternalID)), Email: p.Email, Name: p.Name, Role: string(p.Role), RoleName: p.RoleName,
		Active: p.Active, Exempt: p.Exempt, HasPassword: p.HasPassword,
		Identities: make([]contract.ConnectedAccount, len(p.Links)), LastSignIn: nullable.NewNullNullable[contract.LastSignIn](),
		Sessions: int(p.Sessions), CreatedAt: p.CreatedAt.Time, ChangedAt: p.UpdatedAt.Time, ChangedBy: p.ChangedName(),
		Etag: etag(p.Revision),
	}
	if o := p.RoleOrigin; o != nil {
		entry.RoleCame = &contract.RoleCame{
			Source: contract.RoleCameSource(p.RoleSource.Came(p.Role)), Rule: small(o.Position), Locked: p.RoleLocked, UntilSignIn: p.RoleUntilSignIn,
			GroupsUnsent: o.GroupsUnsent && o.Mode != "off",
		}
		if !p.RoleAt.IsZero() {
			entry.RoleCame.At = &p.RoleAt.Time
		}
	}
	if i := p.Invitation; i != nil {
		entry.Invitation = &contract.Invitation{At: i.At, ExpiresAt: i.ExpiresAt, State: contract.InvitationState(i.State)}
	}
	for i, l := range p.Links {
		entry.Identities[i] = contract.ConnectedAccount{
			Id: l.ID, ConnectionId: l.ConnectionID, Provider: l.Provider, Label: orNull(l.Label), Email: orNull(l.Email),
			DifferentEmail: l.Email != "" && email.Fold(l.Email) != p.EmailLower,
			LinkedAt:       l.LinkedAt.Time, LastUsedAt: l.LastUsedAt.Time,
		}
	}
	if last := p.LastSignIn(); !last.At.IsZero() {
		method := contract.LastSignInMethodPassword
		if last.Provider != "" {
			method = contract.LastSignInMethodSso
		}
		entry.LastSignIn = nullable.NewNullableWithValue(contract.LastSignIn{At: last.At, Method: method, Provider: orNull(last.Provider)})
	}
	return entry
}
