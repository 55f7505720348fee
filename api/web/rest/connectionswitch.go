package rest

import (
	"context"

	"latchkey/api/connection"
	"latchkey/api/fault"
	"latchkey/api/principal"
	"latchkey/api/secret"
	"latchkey/api/web/contract"
)

// EnableConnection turns one on (S11).
func (s *Server) EnableConnection(ctx context.Context, r contract.EnableConnectionRequestObject) (contract.EnableConnectionResponseObject, error) {
	c, ctx := ginOf(ctx)
	admin := principal.From(ctx)
	target, err := s.connectionTarget(admin, r.ConnectionId, r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	forecast, err := s.Forecasts.Preview(ctx, admin.OrganizationID, r.ConnectionId)
	if err != nil {
		return nil, err
	}
	v, err := s.Connections.Enable(ctx, target, connection.Consent{
		Unlocked:          connection.Confirmation{Name: admin.OrganizationName, Typed: given(r.Body.Confirm)},
		PersonalAddresses: given(r.Body.PersonalAddresses),
	}, forecast.PersonalAddresses)
	if err != nil {
		return nil, err
	}
	return contract.EnableConnection200JSONResponse{ConnectionNowJSONResponse: s.connectionNow(c, admin, v)}, nil
}

// DisableConnection turns one off.
func (s *Server) DisableConnection(ctx context.Context, r contract.DisableConnectionRequestObject) (contract.DisableConnectionResponseObject, error) {
	c, ctx := ginOf(ctx)
	admin := principal.From(ctx)
	target, err := s.connectionTarget(admin, r.ConnectionId, r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	v, err := s.Connections.Disable(ctx, target, given(r.Body.KeepSessions))
	if err != nil {
		return nil, err
	}
	return contract.DisableConnection200JSONResponse{ConnectionNowJSONResponse: s.connectionNow(c, admin, v)}, nil
}

// RemoveConnection removes a connection; its links stay.
func (s *Server) RemoveConnection(ctx context.Context, r contract.RemoveConnectionRequestObject) (contract.RemoveConnectionResponseObject, error) {
	ctx, admin := callerOf(ctx)
	target, err := s.connectionTarget(admin, r.ConnectionId, r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	err = s.Connections.Remove(ctx, target, connection.Confirmation{Name: admin.OrganizationName, Typed: r.Body.Confirm})
	if err != nil {
		return nil, err
	}
	return contract.RemoveConnection204Response{}, nil
}

// DiscardDraft drops the version that is not live yet.
func (s *Server) DiscardDraft(ctx context.Context, r contract.DiscardDraftRequestObject) (contract.DiscardDraftResponseObject, error) {
	c, ctx := ginOf(ctx)
	admin := principal.From(ctx)
	target, err := s.connectionTarget(admin, r.ConnectionId, r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	v, err := s.Connections.DiscardDraft(ctx, target)
	if err != nil {
		return nil, err
	}
	return contract.DiscardDraft200JSONResponse{ConnectionNowJSONResponse: s.connectionNow(c, admin, v)}, nil
}

// EndRotation stops trying the old secret.
func (s *Server) EndRotation(ctx context.Context, r contract.EndRotationRequestObject) (contract.EndRotationResponseObject, error) {
	c, ctx := ginOf(ctx)
	admin := principal.From(ctx)
	target, err := s.connectionTarget(admin, r.ConnectionId, r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	v, err := s.Connections.EndRotation(ctx, target)
	if err != nil {
		return nil, err
	}
	return contract.EndRotation200JSONResponse{ConnectionNowJSONResponse: s.connectionNow(c, admin, v)}, nil
}

// ListVersions lists what a connection has been, newest first.
func (s *Server) ListVersions(ctx context.Context, r contract.ListVersionsRequestObject) (contract.ListVersionsResponseObject, error) {
	ctx, admin := callerOf(ctx)
	versions, err := s.Connections.Versions(ctx, admin.OrganizationID, r.ConnectionId)
	if err != nil {
		return nil, err
	}
	items := make([]contract.ConnectionVersion, len(versions))
	for i, v := range versions {
		items[i] = connectionVersion(v)
	}
	return contract.ListVersions200JSONResponse{Items: items}, nil
}

// RestoreVersion makes a version live again that worked before.
func (s *Server) RestoreVersion(ctx context.Context, r contract.RestoreVersionRequestObject) (contract.RestoreVersionResponseObject, error) {
	c, ctx := ginOf(ctx)
	admin := principal.From(ctx)
	target, err := s.connectionTarget(admin, r.ConnectionId, r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	if !secret.IsID(r.VersionId) {
		return nil, fault.Because(fault.NotFound, "no_version")
	}
	v, err := s.Connections.Restore(ctx, target, r.VersionId)
	if err != nil {
		return nil, err
	}
	return contract.RestoreVersion200JSONResponse{ConnectionNowJSONResponse: s.connectionNow(c, admin, v)}, nil
}
