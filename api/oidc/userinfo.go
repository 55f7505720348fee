package oidc

import (
	"context"
	"errors"
	"fmt"

	"latchkey/api/client"
	"latchkey/api/fault"
	"latchkey/api/session"
	"latchkey/api/store"
)

// UserInfo is what the userinfo endpoint says.
type UserInfo struct {
	Subject string `json:"sub"`
	person
}

func badToken(reason string) *fault.OAuth {
	return fault.OAuthBecause(fault.InvalidToken, "The access token is unknown, expired or revoked.", reason)
}

// UserInfo says who the person of an access token is now, if what the token was given
// with still stands.
func (p *Provider) UserInfo(ctx context.Context, token string) (UserInfo, error) {
	claims, err := p.Sessions.ReadAccess(token)
	if err != nil {
		return UserInfo{}, badToken("access_token_refused")
	}
	if claims.Grant == "" || claims.Client == session.Client {
		return UserInfo{}, badToken("not_of_an_application")
	}
	if !hasScope(claims.Scope, "openid") {
		return UserInfo{}, fault.NewOAuth(fault.InsufficientScope, "The token is not of the scope openid.")
	}
	c, err := p.Clients.FindApplication(ctx, claims.Client)
	if errors.Is(err, client.ErrUnknown) {
		return UserInfo{}, badToken("client_unknown")
	}
	if err != nil {
		return UserInfo{}, err
	}
	g, err := p.Store.GrantByID(ctx, c.ID, claims.Grant)
	if errors.Is(err, store.ErrNotFound) {
		return UserInfo{}, badToken("grant_unknown")
	}
	if err != nil {
		return UserInfo{}, fmt.Errorf("read a grant: %w", err)
	}
	who, err := p.checkGrant(ctx, g, *c.Application)
	if o, is := errors.AsType[*fault.OAuth](err); is {
		return UserInfo{}, badToken(o.Reason)
	}
	if err != nil {
		return UserInfo{}, err
	}
	if who.UserID != claims.Subject || who.OrganizationID != claims.Organization {
		return UserInfo{}, badToken("token_outdated")
	}
	return UserInfo{who.UserID, about(who).within(claims.Scope)}, nil
}
