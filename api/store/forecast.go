package store

import (
	"context"
	"time"
)

// Foreseen is an active user as the forecast of a connection sees them: with the
// identity that they have there, if any.
type Foreseen struct {
	UserID       string  `db:"user_id"`
	Name         string  `db:"name"`
	Email        string  `db:"email"`
	Role         Role    `db:"role"`
	Exempt       bool    `db:"exempt"`
	HasPassword  bool    `db:"has_password"`
	IdentityID   *string `db:"identity_id"`
	TenantID     *string `db:"tenant_id"`
	HostedDomain *string `db:"hosted_domain"`
	SeenEmail    *string `db:"seen_email"` // at the provider
}

// ForeseenUsers lists the active users of an organization by name, with their
// identities at one of its connections.
func (r Rows) ForeseenUsers(ctx context.Context, organizationID, connectionID string) ([]Foreseen, error) {
	var users []Foreseen
	err := r.list(ctx, &users, `
		SELECT u.id AS user_id, u.name, u.email, u.role, u.exempt, u.password_hash IS NOT NULL AS has_password,
			i.id AS identity_id, i.tenant_id, i.hosted_domain, i.email AS seen_email
		FROM users u
		LEFT JOIN identities i ON i.organization_id = u.organization_id AND i.connection_id = ? AND i.user_id = u.id
		WHERE u.organization_id = ? AND u.active
		ORDER BY u.name, u.id`, connectionID, organizationID)
	return users, err
}

// Learned is what is known of the domains of an organization.
type Learned struct {
	Verified []string      // domains that it has proven to own
	Locks    []LearnedLock // what passed tests of a connection showed
}

// LearnedOf reads what an organization has verified, and what the passed tests
// of one of its connections learned.
func (r Rows) LearnedOf(ctx context.Context, organizationID, connectionID string) (Learned, error) {
	var found []struct {
		Domain string      `db:"domain"`
		Report *TestReport `db:"report"`
	}
	err := r.list(ctx, &found, `
		SELECT domain, NULL AS report FROM domains WHERE organization_id = ? AND state = 'verified'
		UNION ALL
		SELECT '' AS domain, report FROM connection_tests
		WHERE organization_id = ? AND connection_id = ? AND state = 'passed'
		ORDER BY domain`, organizationID, organizationID, connectionID)
	var l Learned
	for _, f := range found {
		switch {
		case f.Report == nil:
			l.Verified = append(l.Verified, f.Domain)
		case f.Report.Learned != nil:
			l.Locks = append(l.Locks, *f.Report.Learned)
		}
	}
	return l, err
}

// PasswordsOpenIn says whether a password opens the door of an organization for
// everybody at a time.
func (r Rows) PasswordsOpenIn(ctx context.Context, organizationID string, now time.Time) (bool, error) {
	var o Organization
	err := r.get(ctx, &o, `SELECT password_sign_in, sso_required_at FROM organizations WHERE id = ?`, organizationID)
	return o.PasswordsOpen(now), err
}
