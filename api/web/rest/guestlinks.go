package rest

import (
	"context"
	"time"

	"github.com/oapi-codegen/nullable"

	"latchkey/api/connection"
	"latchkey/api/connection/guest"
	"latchkey/api/principal"
	"latchkey/api/store"
	"latchkey/api/web/contract"
)

// ListSetupLinks lists the newest links of a connection for its provider's part.
func (s *Server) ListSetupLinks(ctx context.Context, r contract.ListSetupLinksRequestObject) (contract.ListSetupLinksResponseObject, error) {
	ctx, admin := callerOf(ctx)
	list, err := s.Guests.List(ctx, admin.OrganizationID, r.ConnectionId)
	if err != nil {
		return nil, err
	}
	items := make([]contract.SetupLink, len(list))
	for i, l := range list {
		items[i] = setupLink(l, s.Now())
	}
	return contract.ListSetupLinks200JSONResponse{Items: items, Mail: s.Guests.Mail.On}, nil
}

// CreateSetupLink makes a link, whose address is in this answer alone.
func (s *Server) CreateSetupLink(ctx context.Context, r contract.CreateSetupLinkRequestObject) (contract.CreateSetupLinkResponseObject, error) {
	ctx, admin := callerOf(ctx)
	made, err := s.Guests.Make(ctx, s.actorOf(admin), guest.Wanted{ConnectionID: r.ConnectionId, Guest: given(r.Body.Guest), MailTo: given(r.Body.MailTo)})
	if err != nil {
		return nil, err
	}
	return contract.CreateSetupLink201JSONResponse{Link: setupLink(made.GuestLinkLine, s.Now()), Url: made.URL}, nil
}

// RevokeSetupLink ends a link at once.
func (s *Server) RevokeSetupLink(ctx context.Context, r contract.RevokeSetupLinkRequestObject) (contract.RevokeSetupLinkResponseObject, error) {
	ctx, admin := callerOf(ctx)
	if err := s.Guests.Revoke(ctx, s.actorOf(admin), r.ConnectionId, r.LinkId); err != nil {
		return nil, err
	}
	return contract.RevokeSetupLink204Response{}, nil
}

func setupLink(l store.GuestLinkLine, now time.Time) contract.SetupLink {
	ended := l.SignedOffAt
	for _, at := range []store.Time{l.RevokedAt, l.WithdrawnAt} {
		if ended.IsZero() {
			ended = at
		}
	}
	return contract.SetupLink{
		Id: l.ID, Guest: l.Guest, State: contract.SetupLinkState(guest.StateOf(l.GuestLink, now)), CreatedAt: l.CreatedAt.Time,
		CreatedBy: store.ActorName(l.CreatedBy, l.CreatedByName), ExpiresAt: l.ExpiresAt.Time, OpenedAt: timeOrNull(l.OpenedAt),
		EndedAt: timeOrNull(ended),
	}
}

// OpenSetupLink shows the holder of a link their part.
func (s *Server) OpenSetupLink(ctx context.Context, r contract.OpenSetupLinkRequestObject) (contract.OpenSetupLinkResponseObject, error) {
	p, err := s.Guests.Open(ctx, r.Body.Token)
	if err != nil {
		return nil, err
	}
	return contract.OpenSetupLink200JSONResponse(s.setupLinkPage(p)), nil
}

// SaveBySetupLink saves what the holder of a link was given by the provider, and checks it.
func (s *Server) SaveBySetupLink(ctx context.Context, r contract.SaveBySetupLinkRequestObject) (contract.SaveBySetupLinkResponseObject, error) {
	c, ctx := ginOf(ctx)
	ch := connection.Change{ClientID: r.Body.ClientId, ClientSecret: r.Body.ClientSecret, Tenant: r.Body.Tenant, Issuer: r.Body.Issuer}
	if r.Body.SecretExpiresAt.IsSpecified() {
		at, _ := r.Body.SecretExpiresAt.Get() // null is the zero time
		ch.SecretExpires = &at
	}
	saved, err := s.Guests.Save(ctx, r.Body.Token, revisionOf(r.Body.Etag), c.Request.Host, ch)
	if err != nil {
		return nil, err
	}
	checks := make([]contract.TestCheck, len(saved.Checks))
	for i, one := range saved.Checks {
		checks[i] = testCheck(one)
	}
	return contract.SaveBySetupLink200JSONResponse{Page: s.setupLinkPage(saved.Page), Checks: checks, Code: orNull(string(saved.Code))}, nil
}

// SignOffSetupLink spends a link.
func (s *Server) SignOffSetupLink(ctx context.Context, r contract.SignOffSetupLinkRequestObject) (contract.SignOffSetupLinkResponseObject, error) {
	if err := s.Guests.SignOff(ctx, r.Body.Token); err != nil {
		return nil, err
	}
	return contract.SignOffSetupLink204Response{}, nil
}

// setupLinkPage is all of the organization that the holder of a link sees.
func (s *Server) setupLinkPage(p guest.Page) contract.SetupLinkPage {
	v := p.Connection
	page := contract.SetupLinkPage{
		Organization: p.Organization.Name, Provider: v.Provider, Kind: contract.ProviderKind(v.Kind()), Preset: orNull(v.Preset), Label: orNull(v.Label),
		Copy:  s.copyBlock(principal.Caller{Principal: store.Principal{OrganizationName: p.Organization.Name, OrganizationCode: p.Organization.Code}}, v.ID),
		Saved: nullable.NewNullNullable[contract.SetupLinkValues](), IsOn: v.State == store.Enabled, ExpiresAt: p.Link.ExpiresAt.Time, Etag: etag(v.Revision),
	}
	if newest := v.Newest(); newest != nil {
		page.Saved = nullable.NewNullableWithValue(contract.SetupLinkValues{
			ClientId: newest.ClientID, Tenant: orNull(newest.Tenant), Issuer: newest.Issuer, SecretEndsIn: orNull(newest.SecretEnds),
			SecretExpiresAt: timeOrNull(newest.SecretExpires), SavedAt: newest.CreatedAt.Time,
		})
	}
	return page
}
