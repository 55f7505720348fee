package oidc

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"latchkey/api/client"
	"latchkey/api/fault"
	"latchkey/api/principal"
	"latchkey/api/session"
	"latchkey/api/store"
)

// Introspection is what is said of a token (RFC 7662, 2.2). One that is not active, or
// none of the caller's business, is nothing but that.
type Introspection struct {
	Active       bool     `json:"active"`
	Scope        string   `json:"scope,omitempty"`
	ClientID     string   `json:"client_id,omitempty"`
	TokenType    string   `json:"token_type,omitempty"`
	Issuer       string   `json:"iss,omitempty"`
	Subject      string   `json:"sub,omitempty"`
	Audience     []string `json:"aud,omitempty"`
	Expires      int64    `json:"exp,omitempty"`
	Issued       int64    `json:"iat,omitempty"`
	ID           string   `json:"jti,omitempty"`
	Organization string   `json:"org,omitempty"`
	Role         string   `json:"role,omitempty"`
	Roles        []string `json:"roles,omitempty"` // the role in a list
	Session      string   `json:"sid,omitempty"`
}

// Introspect says whether an access token is active now, by the rows behind it and not by
// its time alone: to a service with the scope introspect for tokens of its organization,
// to an application for its own.
func (p *Provider) Introspect(ctx context.Context, c client.Proof, token string) (Introspection, error) {
	switch {
	case c.Method == client.None:
		return Introspection{}, fault.OAuthBecause(fault.InvalidClient, "A public client cannot introspect.", "public")
	case c.Service != nil && !slices.Contains(c.Service.Scopes, "introspect"):
		return Introspection{}, fault.OAuthBecause(fault.InsufficientScope, "The service is not of the scope introspect.", string(principal.Introspect))
	case session.IsServiceToken(token):
		return p.introspectService(ctx, c, token)
	}
	claims, err := p.Sessions.ReadAccess(token)
	if err != nil || !mayAsk(c, claims.Client, claims.Organization) {
		return Introspection{}, nil //nolint:nilerr // whatever it is, it is not active
	}
	active, err := p.isActive(ctx, claims)
	if err != nil || !active {
		return Introspection{}, err
	}
	return Introspection{
		Active: true, Scope: claims.Scope, ClientID: claims.Client, TokenType: "Bearer", Issuer: claims.Issuer, Subject: claims.Subject,
		Audience: claims.Audience, Expires: claims.ExpiresAt.Unix(), Issued: claims.IssuedAt.Unix(), ID: claims.ID,
		Organization: claims.Organization, Role: string(claims.Role), Roles: []string{string(claims.Role)}, Session: claims.Session,
	}, nil
}

// mayAsk says whether a token is the caller's business.
func mayAsk(c client.Proof, clientID, organizationID string) bool {
	if c.Service != nil {
		return c.Service.OrganizationID == organizationID
	}
	return c.ID == clientID
}

// isActive asks the rows: the session and the person, and for an application's token the
// grant that it was given with.
func (p *Provider) isActive(ctx context.Context, claims session.Claims) (bool, error) {
	who, err := p.Store.SessionPrincipal(ctx, claims.Session)
	if claims.Grant != "" {
		who, err = p.ofGrant(ctx, claims)
	} else if err == nil && !p.Sessions.StillActive(who) {
		return false, nil
	}
	if _, over := errors.AsType[*fault.OAuth](err); over || errors.Is(err, store.ErrNotFound) || errors.Is(err, client.ErrUnknown) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("introspect a token: %w", err)
	}
	return who.UserID == claims.Subject && who.OrganizationID == claims.Organization && who.Role == claims.Role, nil
}

func (p *Provider) ofGrant(ctx context.Context, claims session.Claims) (store.Principal, error) {
	c, err := p.Clients.FindApplication(ctx, claims.Client)
	if err != nil {
		return store.Principal{}, err
	}
	g, err := p.Store.GrantByID(ctx, c.ID, claims.Grant)
	if err != nil {
		return store.Principal{}, err
	}
	return p.checkGrant(ctx, g, *c.Application)
}

func (p *Provider) introspectService(ctx context.Context, c client.Proof, token string) (Introspection, error) {
	claims, err := p.Sessions.ReadServiceToken(token)
	if err != nil || c.Service == nil || c.Service.OrganizationID != claims.Organization {
		return Introspection{}, nil //nolint:nilerr // whatever it is, it is not active
	}
	_, scopes, over, err := p.Services.CheckToken(ctx, claims)
	if err != nil || over != "" {
		return Introspection{}, err
	}
	return Introspection{
		Active: true, Scope: strings.Join(scopes, " "), ClientID: claims.Client, TokenType: "Bearer", Issuer: claims.Issuer,
		Subject: claims.Subject, Audience: claims.Audience, Expires: claims.ExpiresAt.Unix(), Issued: claims.IssuedAt.Unix(),
		ID: claims.ID, Organization: claims.Organization,
	}, nil
}

// Revoke ends what a token of the caller stands for (RFC 7009): the grant of an
// application, or the access token of a service. Of all else nothing happens, and nobody
// is told.
func (p *Provider) Revoke(ctx context.Context, c client.Proof, token string) error {
	if c.Service != nil {
		claims, err := p.Sessions.ReadServiceToken(token)
		if err != nil || claims.Client != c.ID {
			return nil //nolint:nilerr // it is revoked, or was never theirs
		}
		return p.Services.RevokeToken(ctx, claims)
	}
	grant, _, genuine := p.Sessions.ReadRefreshToken(token)
	if !genuine {
		claims, err := p.Sessions.ReadAccess(token)
		if err != nil || claims.Client != c.ID || claims.Grant == "" {
			return nil //nolint:nilerr // it is revoked, or was never theirs
		}
		grant = claims.Grant
	}
	if _, err := p.Store.EndGrant(ctx, c.ID, grant, "revoked", p.Now()); err != nil {
		return fmt.Errorf("end a grant: %w", err)
	}
	return nil
}
