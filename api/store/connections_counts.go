package store

import (
	"context"
	"time"
)

// ConnectionCount says how many connections at a provider are in a state.
type ConnectionCount struct {
	Provider string  `db:"provider"`
	State    State   `db:"state"`
	Health   Verdict `db:"health"`
	N        int64   `db:"n"`
}

// ConnectionCounts counts the connections of all organizations.
func (r Rows) ConnectionCounts(ctx context.Context) ([]ConnectionCount, error) {
	var counts []ConnectionCount
	err := r.list(ctx, &counts, `
		SELECT provider, state, health, COUNT(*) AS n FROM connections
		GROUP BY provider, state, health ORDER BY provider, state, health`)
	return counts, err
}

// SecretExpiry says when the live secret of a connection that is on expires, as
// its super admin noted it.
type SecretExpiry struct {
	OrganizationCode string `db:"organization_code"`
	Provider         string `db:"provider"`
	ExpiresAt        Time   `db:"secret_expires_at"`
}

// SecretExpiries lists the secrets in use by active organizations that expire,
// or have expired, before a time; the first to expire first.
func (r Rows) SecretExpiries(ctx context.Context, before time.Time) ([]SecretExpiry, error) {
	var list []SecretExpiry
	err := r.list(ctx, &list, `
		SELECT o.code AS organization_code, c.provider, v.secret_expires_at FROM `+liveTables+`
		WHERE c.state = 'enabled' AND o.active AND v.secret_expires_at <= ?
		ORDER BY v.secret_expires_at, o.code, c.provider`, At(before))
	return list, err
}
