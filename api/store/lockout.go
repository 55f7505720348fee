package store

import (
	"context"
	"errors"
	"slices"
)

// ErrNoSuperAdminLeft says that after a change no super admin could sign in.
var ErrNoSuperAdminLeft = errors.New("no super admin could sign in any more")

// Locked runs work in a transaction that has locked the organization. Changes of one
// organization run one after the other, so that what work reads stays true until it is
// written.
func (s *Store) Locked(ctx context.Context, organizationID string, work func(Rows) error) error {
	return s.InTx(ctx, func(rows Rows) error {
		if err := rows.LockOrganization(ctx, organizationID); err != nil {
			return err
		}
		return work(rows)
	})
}

// Guarded is Locked for a change of who can sign in to an organization: users, roles,
// exemptions, links, connections, the policy. A change after which no super admin could
// sign in any more is rolled back with ErrNoSuperAdminLeft. Where nobody could before, it
// stops nothing: a super admin who signed in by a bypass link is about to repair that.
func (s *Store) Guarded(ctx context.Context, organizationID string, work func(Rows) error) error {
	return s.Locked(ctx, organizationID, func(rows Rows) error {
		return rows.guard(ctx, organizationID, func() error { return work(rows) })
	})
}

// GuardedPart is [Rows.Part] for such a change, in a transaction that has locked the
// organization.
func (r Rows) GuardedPart(ctx context.Context, organizationID string, work func() error) error {
	return r.Part(ctx, func(Rows) error { return r.guard(ctx, organizationID, work) })
}

func (r Rows) guard(ctx context.Context, organizationID string, work func() error) error {
	could, err := r.SuperAdminCanSignIn(ctx, organizationID)
	if err != nil {
		return err
	}
	if err := work(); err != nil {
		return err
	}
	can, err := r.SuperAdminCanSignIn(ctx, organizationID)
	if err == nil && could && !can {
		return ErrNoSuperAdminLeft
	}
	return err
}

// LockOrganization locks an organization until the transaction ends: whoever locks it too
// waits. ErrNotFound: there is none.
func (r Rows) LockOrganization(ctx context.Context, organizationID string) error {
	return one(r.exec(ctx, lockOrganization, organizationID))
}

// LockOrganizations locks the organizations of some codes, in one order. Whoever changes
// several in one transaction locks them before anything else, or they wait in the middle for
// somebody who waits for them ([Rows.EndSessionsThrough]). On SQLite one writes at a time.
func (r Rows) LockOrganizations(ctx context.Context, codes []string) error {
	if r.dryRun || !r.onPostgres() {
		return nil
	}
	_, err := listIn[string](ctx, r, `SELECT code FROM organizations WHERE code IN (?) ORDER BY code FOR NO KEY UPDATE`, slices.Sorted(slices.Values(codes)))
	return err
}

const lockOrganization = `UPDATE organizations SET revision = revision WHERE id = ?`

// canSignIn is an SQL condition: the user u of the organization o is active and has a
// usable sign-in method. That is a password that may be used, or a link to a connection
// that is on, whose live version is of the account's directory and whose lock lets the
// account pass. A date from which SSO is required counts as if it had come, because nobody
// acts when it does; trouble at the provider does not count, because nobody here makes it.
// Whether the hash of the password can be checked, [Rows.PasswordUsable] says.
const canSignIn = `u.active AND (` + byPassword + ` OR EXISTS (` + byLink + `))`

// byPassword and byLink are SQL conditions for the two sign-in methods of canSignIn. An
// account is of the issuer that the live version names; where that is one of many
// directories, their own is in it ({tenantid}, as OpenID metadata of Microsoft have it).
const (
	byPassword = `(u.password_hash IS NOT NULL AND (u.exempt OR (o.password_sign_in AND o.sso_required_at IS NULL)))`
	byLink     = `
		SELECT 1 FROM identities i
		JOIN connections c ON c.organization_id = i.organization_id AND c.id = i.connection_id
		JOIN connection_versions v ON v.organization_id = c.organization_id AND v.id = c.live_version_id
		WHERE i.organization_id = u.organization_id AND i.user_id = u.id AND c.state = 'enabled'
			AND (v.tenant = '' OR v.tenant = LOWER(i.tenant_id))
			AND i.issuer = REPLACE(v.issuer, '{tenantid}', COALESCE(i.tenant_id, ''))
			AND (c.locked_to = '[]' OR ` + lockPasses + `)`
)

// lockPasses is when the lock of a connection c, a JSON list of texts in quotes,
// names the tenant or the domain of an identity i, in whatever case. A missing
// value passes no lock, not even one that holds a missing value; a text that is no
// list lets nobody pass.
const lockPasses = `(` + locked + ` <> '' AND c.locked_to LIKE '["%"]' AND
	REPLACE(LOWER(c.locked_to), '"' || ` + locked + ` || '"', '') <> LOWER(c.locked_to))`

// locked is what a lock looks at: where the account is at home, which is its directory if
// it has one.
const locked = `LOWER(COALESCE(NULLIF(i.tenant_id, ''), i.hosted_domain, ''))`

// signInMethods are the sign-in methods of a user: the hash of a password that may be used, if it
// can be checked, and a link.
type signInMethods struct {
	Hash *string `db:"password_hash"` // nil: no password may be used
	Link bool    `db:"by_link"`
}

// PasswordUsable says whether somebody can sign in with the password of a hash: there is
// one, and it can be checked.
func (r Rows) PasswordUsable(hash *string) bool {
	usable := r.statements.usable
	return hash != nil && (usable == nil || usable(*hash))
}

func (r Rows) anyUsable(m signInMethods) bool { return m.Link || r.PasswordUsable(m.Hash) }

// CanSignInWithout says whether a user could sign in if they did not have a link: what is
// asked before a user disconnects it. It is only true until somebody else writes, so the
// organization must be locked.
func (r Rows) CanSignInWithout(ctx context.Context, organizationID, userID, identityID string) (bool, error) {
	var found []signInMethods
	err := r.list(ctx, &found, `
		SELECT CASE WHEN `+byPassword+` THEN u.password_hash END AS password_hash, EXISTS (`+byLink+` AND i.id <> ?) AS by_link
		FROM users u JOIN organizations o ON o.id = u.organization_id
		WHERE u.organization_id = ? AND u.id = ? AND u.active`, identityID, organizationID, userID)
	return slices.ContainsFunc(found, r.anyUsable), err
}

// SuperAdminCanSignIn says whether an organization has a super admin who can.
func (r Rows) SuperAdminCanSignIn(ctx context.Context, organizationID string) (bool, error) {
	var found []signInMethods
	err := r.list(ctx, &found, `
		SELECT CASE WHEN `+byPassword+` THEN u.password_hash END AS password_hash, EXISTS (`+byLink+`) AS by_link
		FROM users u JOIN organizations o ON o.id = u.organization_id
		WHERE u.organization_id = ? AND u.role = 'super_admin' AND `+canSignIn, organizationID)
	return slices.ContainsFunc(found, r.anyUsable), err
}
