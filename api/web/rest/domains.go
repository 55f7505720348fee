package rest

import (
	"cmp"
	"context"
	"fmt"

	"latchkey/api/domain"
	"latchkey/api/store"
	"latchkey/api/web/contract"
)

// ListDomains lists the domains that an organization claims.
func (s *Server) ListDomains(ctx context.Context, r contract.ListDomainsRequestObject) (contract.ListDomainsResponseObject, error) {
	ctx, admin := callerOf(ctx)
	claims, err := s.Store.DomainsOf(ctx, admin.OrganizationID)
	if err != nil {
		return nil, fmt.Errorf("read the domains: %w", err)
	}
	items := make([]contract.Domain, len(claims))
	for i, claim := range claims {
		items[i] = domainOf(claim)
	}
	return contract.ListDomains200JSONResponse{Items: items}, nil
}

// AddDomain claims a domain and says which record proves it.
func (s *Server) AddDomain(ctx context.Context, r contract.AddDomainRequestObject) (contract.AddDomainResponseObject, error) {
	ctx, admin := callerOf(ctx)
	claim, err := s.Domains.Add(ctx, domain.Claim{By: s.actorOf(admin), Domain: r.Body.Domain})
	if err != nil {
		return nil, err
	}
	return contract.AddDomain201JSONResponse{DomainMadeJSONResponse: contract.DomainMadeJSONResponse(domainOf(claim))}, nil
}

// RemoveDomain gives a domain up.
func (s *Server) RemoveDomain(ctx context.Context, r contract.RemoveDomainRequestObject) (contract.RemoveDomainResponseObject, error) {
	ctx, admin := callerOf(ctx)
	if err := s.Domains.Remove(ctx, admin.OrganizationID, r.DomainId, admin.UserID); err != nil {
		return nil, err
	}
	return contract.RemoveDomain204Response{}, nil
}

// CheckDomain looks for the record now.
func (s *Server) CheckDomain(ctx context.Context, r contract.CheckDomainRequestObject) (contract.CheckDomainResponseObject, error) {
	ctx, admin := callerOf(ctx)
	claim, err := s.Domains.Check(ctx, admin.OrganizationID, r.DomainId, admin.UserID)
	if err != nil {
		return nil, err
	}
	return contract.CheckDomain200JSONResponse{DomainNowJSONResponse: contract.DomainNowJSONResponse(domainOf(claim))}, nil
}

func domainOf(d store.ClaimedDomain) contract.Domain {
	name, value := domain.Record(d.Domain)
	return contract.Domain{
		Id: d.ID, Domain: d.Domain.Domain, State: contract.DomainState(d.State),
		Record:     contract.DnsRecord{Type: contract.TXT, Name: name, Value: value},
		LastResult: orNull(d.Result), VerifiedAt: timeOrNull(d.VerifiedAt), CheckedAt: timeOrNull(d.CheckedAt),
		CreatedAt: d.CreatedAt.Time, CreatedBy: cmp.Or(d.CreatedByName, d.CreatedBy),
	}
}
