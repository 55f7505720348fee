package rest

import (
	"context"
	"time"

	"github.com/oapi-codegen/nullable"

	"latchkey/api/connection"
	"latchkey/api/principal"
	"latchkey/api/store"
	"latchkey/api/web/contract"
)

// ListConnections lists the SSO applications of an organization (S8).
func (s *Server) ListConnections(ctx context.Context, r contract.ListConnectionsRequestObject) (contract.ListConnectionsResponseObject, error) {
	c, ctx := ginOf(ctx)
	admin := principal.From(ctx)
	views, err := s.Connections.List(ctx, admin.OrganizationID)
	if err != nil {
		return nil, err
	}
	items := make([]contract.Connection, len(views))
	for i, v := range views {
		items[i] = s.connection(c, admin, v)
	}
	return contract.ListConnections200JSONResponse{Items: items, GenericAllowed: s.Connections.GenericAllowed}, nil
}

// CreateConnection begins to set a provider up.
func (s *Server) CreateConnection(ctx context.Context, r contract.CreateConnectionRequestObject) (contract.CreateConnectionResponseObject, error) {
	c, ctx := ginOf(ctx)
	admin := principal.From(ctx)
	v, err := s.Connections.Create(ctx, connection.Beginning{
		OrganizationID: admin.OrganizationID, Provider: r.Body.Provider, Label: given(r.Body.Label), Preset: given(r.Body.Preset), By: admin.UserID,
	})
	if err != nil {
		return nil, err
	}
	body := s.connection(c, admin, v)
	return contract.CreateConnection201JSONResponse{ConnectionMadeJSONResponse: contract.ConnectionMadeJSONResponse{
		Body: body, Headers: contract.ConnectionMadeResponseHeaders{ETag: &body.Etag},
	}}, nil
}

// GetConnection shows one connection.
func (s *Server) GetConnection(ctx context.Context, r contract.GetConnectionRequestObject) (contract.GetConnectionResponseObject, error) {
	c, ctx := ginOf(ctx)
	admin := principal.From(ctx)
	v, err := s.Connections.Read(ctx, admin.OrganizationID, r.ConnectionId)
	if err != nil {
		return nil, err
	}
	return contract.GetConnection200JSONResponse{ConnectionNowJSONResponse: s.connectionNow(c, admin, v)}, nil
}

// ChangeConnection changes a connection.
func (s *Server) ChangeConnection(ctx context.Context, r contract.ChangeConnectionRequestObject) (contract.ChangeConnectionResponseObject, error) {
	c, ctx := ginOf(ctx)
	admin := principal.From(ctx)
	target, err := s.connectionTarget(admin, r.ConnectionId, r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	v, err := s.Connections.Change(ctx, target, connectionChange(*r.Body, admin))
	if err != nil {
		return nil, err
	}
	return contract.ChangeConnection200JSONResponse{ConnectionNowJSONResponse: s.connectionNow(c, admin, v)}, nil
}

// TickGuideStep notes that a step of the set-up guide is done, or not.
func (s *Server) TickGuideStep(ctx context.Context, r contract.TickGuideStepRequestObject) (contract.TickGuideStepResponseObject, error) {
	c, ctx := ginOf(ctx)
	admin := principal.From(ctx)
	v, err := s.Connections.TickGuide(ctx, admin.OrganizationID, r.ConnectionId, r.Step, r.Body.Done)
	if err != nil {
		return nil, err
	}
	return contract.TickGuideStep200JSONResponse{ConnectionNowJSONResponse: s.connectionNow(c, admin, v)}, nil
}

func connectionChange(b contract.ConnectionChange, admin principal.Caller) connection.Change {
	ch := connection.Change{
		Label: b.Label, ClientID: b.ClientId, ClientSecret: b.ClientSecret, Tenant: b.Tenant, Issuer: b.Issuer, LockedTo: b.LockedTo,
		ClientAuth: (*string)(b.ClientAuth), Unlocked: connection.Confirmation{Name: admin.OrganizationName, Typed: given(b.Confirm)},
	}
	if b.SecretExpiresAt.IsSpecified() {
		at, _ := b.SecretExpiresAt.Get() // null is the zero time
		ch.SecretExpires = &at
	}
	if b.KeepOldSecretUntil.IsSpecified() {
		at, _ := b.KeepOldSecretUntil.Get()
		ch.KeepOldUntil = &at
	}
	return ch
}

// GetConnectionImpact says whom turning a connection off would touch (S11).
func (s *Server) GetConnectionImpact(ctx context.Context, r contract.GetConnectionImpactRequestObject) (contract.GetConnectionImpactResponseObject, error) {
	ctx, admin := callerOf(ctx)
	impact, err := s.Connections.Impact(ctx, admin.OrganizationID, r.ConnectionId)
	if err != nil {
		return nil, err
	}
	people := make([]contract.PersonName, len(impact.People))
	for i, u := range impact.People {
		people[i] = contract.PersonName{Id: u.ID, Name: u.Name, Email: u.Email, Role: string(u.Role)}
	}
	return contract.GetConnectionImpact200JSONResponse{
		Connected: countedTo(impact.Connected), OnlyWay: countedTo(impact.OnlyWay), Sessions: countedTo(impact.Sessions), OnlyWayPeople: people,
	}, nil
}

// countedTo is a number of an impact, null if nobody counted that far.
func countedTo(n int64) nullable.Nullable[int] {
	if n > store.ImpactCounted {
		return nullable.NewNullNullable[int]()
	}
	return nullable.NewNullableWithValue(int(n))
}

// connectionTarget is the connection that a super admin changes, as it was when they read it.
func (s *Server) connectionTarget(admin principal.Caller, connectionID, header string) (connection.Target, error) {
	revision, err := ifMatch(header)
	return connection.Target{
		By: s.actorOf(admin), ConnectionID: connectionID, Revision: revision,
		IsOwnLogin: func(ctx context.Context, value string) (bool, error) {
			if admin.Service { // which signs in nowhere
				return false, nil
			}
			return s.Profile.IsOwnLogin(ctx, admin.Principal, value)
		},
	}, err
}

// changeWithin bounds a change of a connection: it may ask Microsoft for the
// tenant of a domain.
const changeWithin = 12 * time.Second
