package oidc

import (
	"context"

	"latchkey/api/principal"
)

// Open gives where somebody goes who has signed in at our own page: to the one application
// of their organization, or home. Who may do or read something of the organization has that at home.
func (p *Provider) Open(ctx context.Context, cookie string) (to string, err error) {
	const home = "/"
	who, err := p.signedIn(ctx, cookie)
	if err != nil || who == nil || len(principal.Of(who.Role, who.RolePermits)) > 0 {
		return home, err
	}
	link, err := p.Access.Only(ctx, who.OrganizationID)
	if err != nil || link == "" {
		return home, err
	}
	return link, nil
}
