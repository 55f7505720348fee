package store

import (
	"context"

	"latchkey/api/email"
)

// Match is a user that a provider account may be, and how they were found.
type Match struct {
	How          string  `db:"how"` // "subject", "object", "email", or "unlinked": the account was theirs once
	UserID       string  `db:"user_id"`
	Email        string  `db:"email"`
	Name         string  `db:"name"`
	Role         Role    `db:"role"`
	Active       bool    `db:"active"`
	EmailProven  bool    `db:"email_proven"` // the user's own address, by whatever
	IdentityID   *string `db:"identity_id"`  // by e-mail: the identity that this user already has here
	Subject      *string `db:"subject"`
	SeenClientID *string `db:"seen_client_id"`
	Unlinked     bool    `db:"unlinked"`     // by e-mail: an account of theirs was disconnected here
	DefaultRole  *string `db:"default_role"` // by e-mail: what the connection gives at the first sign-in, see [RoleChoice]
}

// ProviderAccount names a provider account as a sign-in brings it.
type ProviderAccount struct {
	OrganizationID, ConnectionID string
	Issuer, Subject              string
	TenantID, ObjectID           string // Microsoft
	Email                        string
}

// matchColumns are read of a user u and their identity i.
const matchColumns = `u.id AS user_id, u.email, u.name, u.role, u.active,
	u.proven_email = u.email_lower AS email_proven, i.id AS identity_id, i.subject, i.client_id AS seen_client_id`

// OwnersOf reads who has the account, in one query: the owner of the subject, and
// the owner of the object (Microsoft). An empty value matches nothing.
func (r Rows) OwnersOf(ctx context.Context, a ProviderAccount) ([]Match, error) {
	var found []Match
	query, args := a.owners()
	err := r.list(ctx, &found, query, args...)
	return found, err
}

func (a ProviderAccount) owners() (query string, args []any) {
	query = `
		SELECT 'subject' AS how, ` + matchColumns + `, FALSE AS unlinked, CAST(NULL AS TEXT) AS default_role
		FROM identities i JOIN users u ON u.organization_id = i.organization_id AND u.id = i.user_id
		WHERE i.organization_id = ? AND i.connection_id = ? AND i.issuer = ? AND i.subject = ? AND i.subject <> ''`
	args = []any{a.OrganizationID, a.ConnectionID, a.Issuer, a.Subject}
	if a.hasObject() {
		query += `
		UNION ALL
		SELECT 'object' AS how, ` + matchColumns + `, FALSE AS unlinked, CAST(NULL AS TEXT) AS default_role
		FROM identities i JOIN users u ON u.organization_id = i.organization_id AND u.id = i.user_id
		WHERE i.organization_id = ? AND i.connection_id = ? AND i.tenant_id = ? AND i.object_id = ?`
		args = append(args, a.OrganizationID, a.ConnectionID, a.TenantID, a.ObjectID)
	}
	return query, args
}

func (a ProviderAccount) hasObject() bool { return a.TenantID != "" && a.ObjectID != "" }

// FindForSignIn reads everybody the account may be, in one query: those of
// [Rows.OwnersOf], the owner of the e-mail, and whoever the account was
// disconnected from. An empty value matches nothing.
func (r Rows) FindForSignIn(ctx context.Context, a ProviderAccount) ([]Match, error) {
	query, args := a.owners()
	query += `
		UNION ALL
		SELECT 'unlinked' AS how, u.id, u.email, u.name, u.role, u.active, FALSE, NULL, NULL, NULL, TRUE, NULL
		FROM unlinked d JOIN users u ON u.organization_id = d.organization_id AND u.id = d.user_id
		WHERE d.organization_id = ? AND d.connection_id = ? AND d.issuer = ? AND d.subject = ?`
	args = append(args, a.OrganizationID, a.ConnectionID, a.Issuer, a.Subject)
	if a.hasObject() {
		query += `
		UNION ALL
		SELECT 'unlinked' AS how, u.id, u.email, u.name, u.role, u.active, FALSE, NULL, NULL, NULL, TRUE, NULL
		FROM unlinked d JOIN users u ON u.organization_id = d.organization_id AND u.id = d.user_id
		WHERE d.organization_id = ? AND d.connection_id = ? AND d.tenant_id = ? AND d.object_id = ?`
		args = append(args, a.OrganizationID, a.ConnectionID, a.TenantID, a.ObjectID)
	}
	if a.Email != "" {
		query += `
		UNION ALL
		SELECT 'email' AS how, ` + matchColumns + `, ` + userUnlinked + `,
			(SELECT c.default_role FROM role_choices c WHERE c.organization_id = u.organization_id AND c.connection_id = ?)
		FROM users u LEFT JOIN identities i
			ON i.organization_id = u.organization_id AND i.connection_id = ? AND i.user_id = u.id
		WHERE u.organization_id = ? AND u.email_lower = ?`
		args = append(args, a.ConnectionID, a.ConnectionID, a.ConnectionID, a.OrganizationID, email.Fold(a.Email))
	}
	var found []Match
	err := r.list(ctx, &found, query, args...)
	return found, err
}

// userUnlinked is whether an account of a user u was disconnected at a connection.
const userUnlinked = `EXISTS (SELECT 1 FROM unlinked d WHERE d.connection_id = ? AND d.user_id = u.id)`
