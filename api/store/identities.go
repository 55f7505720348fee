package store

import (
	"context"
	"time"
)

// Identity is a user's link to an account at a provider. Subjects are compared
// byte by byte.
type Identity struct {
	ID             string  `db:"id"`
	OrganizationID string  `db:"organization_id"`
	UserID         string  `db:"user_id"`
	ConnectionID   string  `db:"connection_id"`
	Issuer         string  `db:"issuer"`
	Subject        string  `db:"subject"`
	TenantID       *string `db:"tenant_id"` // Microsoft's tid and oid: they outlive an app registration
	ObjectID       *string `db:"object_id"`
	ClientID       string  `db:"client_id"`     // the application it was last seen with
	Email          string  `db:"email"`         // at the provider, when last seen
	HostedDomain   string  `db:"hosted_domain"` // what a lock looks at: Google's hd, else the domain of the e-mail
	LinkedAt       Time    `db:"linked_at"`
	LastUsedAt     Time    `db:"last_used_at"`
	RoleFacts      string  `db:"role_facts"`    // the values that rules of roles name, of its last sign-in; "": nothing is remembered
	GroupsUnsent   bool    `db:"groups_unsent"` // it came without its groups, although it has some
}

// Used says whether somebody has signed in through the link. A link that a super
// admin made was seen before it was linked, and not since.
func (i Identity) Used() bool { return !i.LastUsedAt.Before(i.LinkedAt.Time) }

const identityColumns = `id, organization_id, user_id, connection_id, issuer, subject, tenant_id, object_id,
	client_id, email, hosted_domain, linked_at, last_used_at, role_facts, groups_unsent`

// AddIdentity links. Of several that would link one user twice, or one account
// to two users, one wins; the others get ErrConflict and nothing is written.
func (r Rows) AddIdentity(ctx context.Context, i Identity) error {
	if err := r.insertIdentity(ctx, i); err != nil || !i.Used() {
		return err
	}
	return r.noteSignIn(ctx, i.OrganizationID, i.UserID, i.ID, i.LastUsedAt)
}

func (r Rows) insertIdentity(ctx context.Context, i Identity) error {
	return firstOf(r.exec(ctx, `
		INSERT INTO identities (`+identityColumns+`) VALUES (`+identityValues+`)
		ON CONFLICT DO NOTHING`, i.values()...))
}

const identityValues = `?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?`

// values are those of the columns, in their order.
func (i Identity) values() []any {
	return []any{
		i.ID, i.OrganizationID, i.UserID, i.ConnectionID, i.Issuer, i.Subject, i.TenantID,
		i.ObjectID, i.ClientID, i.Email, i.HostedDomain, i.LinkedAt, i.LastUsedAt, i.RoleFacts, i.GroupsUnsent,
	}
}

// IdentityUse is what a sign-in updates of its identity.
type IdentityUse struct {
	OrganizationID, IdentityID, UserID string
	OldSubject, Subject                string // they differ when Microsoft's subject is healed
	TenantID, ObjectID                 *string
	ClientID, Email, HostedDomain      string
	RoleFacts                          *string // nil: it was no sign-in, and those of the last one stay
	GroupsUnsent                       bool
	At                                 time.Time
}

// TouchIdentity records a use. It touches only an identity that still has the
// subject and the user that were read, who is active, or reports ErrNotFound. It belongs inside a
// transaction, which takes the user before the identity, as whoever disconnects does.
func (r Rows) TouchIdentity(ctx context.Context, s IdentityUse) error {
	if err := r.noteSignIn(ctx, s.OrganizationID, s.UserID, s.IdentityID, At(s.At)); err != nil {
		return err
	}
	return one(r.exec(ctx, `
		UPDATE identities
		SET subject = ?, tenant_id = COALESCE(tenant_id, ?), object_id = COALESCE(object_id, ?),
			client_id = ?, email = ?, hosted_domain = ?, last_used_at = ?,
			role_facts = COALESCE(?, role_facts), groups_unsent = CASE WHEN ? THEN ? ELSE groups_unsent END
		WHERE organization_id = ? AND id = ? AND user_id = ? AND subject = ?
			AND EXISTS (SELECT 1 FROM users u WHERE u.organization_id = identities.organization_id AND u.id = identities.user_id AND u.active)`,
		s.Subject, s.TenantID, s.ObjectID, s.ClientID, s.Email, s.HostedDomain, At(s.At),
		s.RoleFacts, s.RoleFacts != nil, s.GroupsUnsent,
		s.OrganizationID, s.IdentityID, s.UserID, s.OldSubject))
}

// IdentitiesOf lists a user's links.
func (r Rows) IdentitiesOf(ctx context.Context, organizationID, userID string) ([]Identity, error) {
	var ids []Identity
	err := r.list(ctx, &ids, `
		SELECT `+identityColumns+`
		FROM identities WHERE organization_id = ? AND user_id = ? ORDER BY linked_at, id`,
		organizationID, userID)
	return ids, err
}
