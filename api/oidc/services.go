package oidc

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"latchkey/api/client"
	"latchkey/api/fault"
	"latchkey/api/session"
)

// Services knows what the access tokens of services are worth.
type Services interface {
	// CheckToken gives the service of a token and the scopes that it still has; or why it
	// counts no more.
	CheckToken(ctx context.Context, claims session.ServiceClaims) (c client.Client, scopes []string, reason string, err error)
	RevokeToken(ctx context.Context, claims session.ServiceClaims) error
}

// serviceToken gives a service an access token (RFC 6749, 4.4): with the scopes that it
// asks for, or all that it has. .default is what some libraries must ask for.
func (p *Provider) serviceToken(c client.Proof, form url.Values) (Tokens, error) {
	if c.Service == nil || c.With() == "" {
		return Tokens{}, fault.NewOAuth(fault.UnauthorizedClient, "client_credentials is for services.")
	}
	if !p.Clients.Allow(c.Client) {
		return Tokens{}, fault.OAuthBecause(fault.TemporarilyUnavailable, "Too many requests of this service: wait a moment.", "service_limited")
	}
	if to := form.Get("resource"); to != "" && to != p.Audience {
		return Tokens{}, fault.NewOAuth(fault.InvalidTarget, "resource is not our API.")
	}
	scopes, asked := []string(c.Service.Scopes), strings.Fields(form.Get("scope"))
	if len(asked) > 0 && !isDefault(asked) {
		for _, scope := range asked {
			if !slices.Contains(scopes, scope) {
				return Tokens{}, fault.NewOAuth(fault.InvalidScope, "The service does not have all of these scopes.")
			}
		}
		scopes = slices.Compact(slices.Sorted(slices.Values(asked)))
	}
	scope := strings.Join(scopes, " ")
	access, err := p.Sessions.ServiceToken(c.ID, c.Service.OrganizationID, scope, c.With())
	return Tokens{Access: access, ExpiresIn: session.ServiceLife, Scope: scope}, err
}

// isDefault says whether all that there is was asked for, as Microsoft's libraries do.
func isDefault(asked []string) bool {
	return len(asked) == 1 && (asked[0] == ".default" || strings.HasSuffix(asked[0], "/.default"))
}
