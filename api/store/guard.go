package store

import (
	"context"
	"errors"
	"slices"
)

// ErrNobodyLeft says that after a change no super admin could get in.
var ErrNobodyLeft = errors.New("no super admin could get in any more")

// Guarded runs a change of who may get into an organization: users, roles,
// exemptions, links, connections, the policy. Changes of one organization take
// turns, so that what work reads stays true until it is written; and a change
// after which no super admin could get in any more is rolled back with
// ErrNobodyLeft. Where nobody could before, it stops nothing: somebody who came in
// by a bypass link is about to mend that.
func (s *Store) Guarded(ctx context.Context, organizationID string, work func(Rows) error) error {
	return s.InTx(ctx, func(rows Rows) error {
		if err := rows.HoldOrganization(ctx, organizationID); err != nil {
			return err
		}
		could, err := rows.SuperAdminCanGetIn(ctx, organizationID)
		if err != nil {
			return err
		}
		if err := work(rows); err != nil {
			return err
		}
		can, err := rows.SuperAdminCanGetIn(ctx, organizationID)
		if err == nil && could && !can {
			return ErrNobodyLeft
		}
		return err
	})
}

// HoldOrganization keeps all others that hold it out until the transaction ends.
func (r Rows) HoldOrganization(ctx context.Context, organizationID string) error {
	return one(r.exec(ctx, `UPDATE organizations SET revision = revision WHERE id = ?`, organizationID))
}

// canGetIn is when a user u of an organization o can get in: with a password
// that opens the door, or through a link to a connection that is on, whose live
// version is of the account's directory and whose lock lets the account pass. A
// date from which SSO is required counts as if it had come, because nobody acts
// when it does; trouble at the provider does not count, because nobody here makes
// it. Whether the hash of the password opens anything, [Rows.Opens] says.
const canGetIn = `u.active AND (` + byPassword + ` OR EXISTS (` + byLink + `))`

// byPassword and byLink are the two ways in.
const (
	byPassword = `(u.password_hash IS NOT NULL AND (u.exempt OR (o.password_sign_in AND o.sso_required_at IS NULL)))`
	byLink     = `
		SELECT 1 FROM identities i
		JOIN connections c ON c.organization_id = i.organization_id AND c.id = i.connection_id
		JOIN connection_versions v ON v.organization_id = c.organization_id AND v.id = c.live_version_id
		WHERE i.organization_id = u.organization_id AND i.user_id = u.id AND c.state = 'enabled'
			AND (v.tenant = '' OR v.tenant = LOWER(i.tenant_id))
			AND (c.provider IN ('google', 'microsoft') OR v.issuer = i.issuer)
			AND (c.locked_to = '[]' OR ` + lockPasses + `)`
)

// lockPasses is when the lock of a connection c, a JSON list of texts in quotes,
// names the tenant or the domain of an identity i, in whatever case. A missing
// value passes no lock, not even one that holds a missing value; a text that is no
// list lets nobody pass.
const lockPasses = `(` + locked + ` <> '' AND c.locked_to LIKE '["%"]' AND
	REPLACE(LOWER(c.locked_to), '"' || ` + locked + ` || '"', '') <> LOWER(c.locked_to))`

// locked is what a lock looks at.
const locked = `LOWER(COALESCE(CASE c.provider WHEN 'microsoft' THEN i.tenant_id ELSE i.hosted_domain END, ''))`

// way is how a user could get in: by the hash of a password, if it is one that
// opens the door, or by a link.
type way struct {
	Hash *string `db:"password_hash"` // nil: the password is none
	Link bool    `db:"by_link"`
}

// Opens says whether the hash of a password opens the door: there is one, and it
// can be checked.
func (r Rows) Opens(hash *string) bool {
	usable := r.statements.usable
	return hash != nil && (usable == nil || usable(*hash))
}

func (r Rows) isOpen(w way) bool { return w.Link || r.Opens(w.Hash) }

// CanGetInWithout says whether a user could get in if they did not have a link:
// what is asked before a person cuts it. It is only true until somebody else
// writes, so ask it while the organization is held.
func (r Rows) CanGetInWithout(ctx context.Context, organizationID, userID, identityID string) (bool, error) {
	var ways []way
	err := r.list(ctx, &ways, `
		SELECT CASE WHEN `+byPassword+` THEN u.password_hash END AS password_hash, EXISTS (`+byLink+` AND i.id <> ?) AS by_link
		FROM users u JOIN organizations o ON o.id = u.organization_id
		WHERE u.organization_id = ? AND u.id = ? AND u.active`, identityID, organizationID, userID)
	return slices.ContainsFunc(ways, r.isOpen), err
}

// SuperAdminCanGetIn says whether an organization has a super admin who can.
func (r Rows) SuperAdminCanGetIn(ctx context.Context, organizationID string) (bool, error) {
	var ways []way
	err := r.list(ctx, &ways, `
		SELECT CASE WHEN `+byPassword+` THEN u.password_hash END AS password_hash, EXISTS (`+byLink+`) AS by_link
		FROM users u JOIN organizations o ON o.id = u.organization_id
		WHERE u.organization_id = ? AND u.role = 'super_admin' AND `+canGetIn, organizationID)
	return slices.ContainsFunc(ways, r.isOpen), err
}
