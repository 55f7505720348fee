package store

import (
	"context"
)

// LostDomain is a domain that an organization had proven and has lost.
type LostDomain struct {
	OrganizationCode string `db:"organization_code"`
	Domain           string `db:"domain"`
}

// LostDomains lists the lost domains of active organizations.
func (r Rows) LostDomains(ctx context.Context) ([]LostDomain, error) {
	var list []LostDomain
	err := r.list(ctx, &list, `
		SELECT o.code AS organization_code, d.domain
		FROM domains d JOIN organizations o ON o.id = d.organization_id
		WHERE d.state = 'lost' AND o.active ORDER BY o.code, d.domain`)
	return list, err
}
