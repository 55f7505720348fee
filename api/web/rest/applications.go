package rest

import (
	"context"

	"latchkey/api/client/access"
	"latchkey/api/principal"
	"latchkey/api/web/contract"
)

// ListMyApplications lists what the caller may open.
func (s *Server) ListMyApplications(ctx context.Context, _ contract.ListMyApplicationsRequestObject) (contract.ListMyApplicationsResponseObject, error) {
	ctx, p := callerOf(ctx)
	tiles, err := s.Access.Tiles(ctx, p.OrganizationID)
	if err != nil {
		return nil, err
	}
	items := make([]contract.MyApplication, len(tiles))
	for i, is := range tiles {
		items[i] = contract.MyApplication{ClientId: is.ClientID, Name: is.Name, Icon: is.Icon, Link: is.Link}
	}
	return contract.ListMyApplications200JSONResponse{Items: items}, nil
}

// ListApplications lists what may sign people of an organization in.
func (s *Server) ListApplications(ctx context.Context, _ contract.ListApplicationsRequestObject) (contract.ListApplicationsResponseObject, error) {
	ctx, admin := callerOf(ctx)
	views, err := s.Access.List(ctx, admin.OrganizationID)
	if err != nil {
		return nil, err
	}
	items := make([]contract.Application, len(views))
	for i, v := range views {
		items[i] = application(v)
	}
	return contract.ListApplications200JSONResponse{Items: items}, nil
}

// DisableApplication switches one off for an organization.
func (s *Server) DisableApplication(ctx context.Context, r contract.DisableApplicationRequestObject) (contract.DisableApplicationResponseObject, error) {
	now, err := s.switchApplication(ctx, r.ClientId, r.Params.IfMatch, true)
	if err != nil {
		return nil, err
	}
	return contract.DisableApplication200JSONResponse{ApplicationNowJSONResponse: now}, nil
}

// EnableApplication switches one on again.
func (s *Server) EnableApplication(ctx context.Context, r contract.EnableApplicationRequestObject) (contract.EnableApplicationResponseObject, error) {
	now, err := s.switchApplication(ctx, r.ClientId, r.Params.IfMatch, false)
	if err != nil {
		return nil, err
	}
	return contract.EnableApplication200JSONResponse{ApplicationNowJSONResponse: now}, nil
}

func (s *Server) switchApplication(ctx context.Context, clientID, match string, off bool) (contract.ApplicationNowJSONResponse, error) {
	c, ctx := ginOf(ctx)
	revision, err := ifMatch(match)
	if err != nil {
		return contract.ApplicationNowJSONResponse{}, err
	}
	admin := principal.From(c.Request.Context())
	v, err := s.Access.Switch(ctx, access.Target{By: s.actorOf(admin), ClientID: clientID, Revision: revision}, off)
	if err != nil {
		return contract.ApplicationNowJSONResponse{}, err
	}
	body := application(v)
	return contract.ApplicationNowJSONResponse{Body: body, Headers: contract.ApplicationNowResponseHeaders{ETag: &body.Etag}}, nil
}

func application(v access.View) contract.Application {
	return contract.Application{
		ClientId: v.ID, Name: v.Name, Icon: v.Icon, HomeUrl: v.HomeURL, On: !v.Access.Off, LastUsedAt: timeOrNull(v.Access.LastUsedAt),
		ChangedAt: timeOrNull(v.Access.ChangedAt), ChangedBy: v.ChangedName, Etag: etag(v.Access.Revision),
	}
}
