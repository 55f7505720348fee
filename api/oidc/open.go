package oidc

import (
	"context"

	"latchkey/api/store"
)

// Open gives where somebody goes who has signed in at our own page: to the one application
// of their organization, or home. Super admins have something to do at home.
func (p *Provider) Open(ctx context.Context, cookie string) (to string, err error) {
	const home = "/"
	who, err := p.signedIn(ctx, cookie)
	if err != nil || who == nil || who.Role == store.SuperAdmin {
		return home, err
	}
	link, err := p.Access.Only(ctx, who.OrganizationID)
	if err != nil || link == "" {
		return home, err
	}
	return link, nil
}
