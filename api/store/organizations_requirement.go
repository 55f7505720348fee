package store

import (
	"context"
	"slices"
	"time"
)

// RecentSSOSignIn reads the latest use, since a time, of a user's link to a connection
// that is on; ErrNotFound if there is none. A link that nobody has used yet was
// seen only before it was made.
func (r Rows) RecentSSOSignIn(ctx context.Context, organizationID, userID string, since time.Time) (Link, error) {
	var l Link
	err := r.get(ctx, &l, `
		SELECT i.id, i.organization_id, i.user_id, i.connection_id, i.issuer, i.subject, i.tenant_id, i.object_id,
			i.client_id, i.email, i.hosted_domain, i.linked_at, i.last_used_at, c.provider, c.label, c.state
		FROM identities i
		JOIN connections c ON c.organization_id = i.organization_id AND c.id = i.connection_id AND c.state = 'enabled'
		WHERE i.organization_id = ? AND i.user_id = ? AND i.last_used_at >= ? AND i.last_used_at >= i.linked_at
		ORDER BY i.last_used_at DESC LIMIT 1`, organizationID, userID, At(since))
	return l, err
}

// notConnected is an SQL condition: the active user u has no link to a connection that is on.
const notConnected = `u.active AND NOT EXISTS (
	SELECT 1 FROM identities i
	JOIN connections c ON c.organization_id = i.organization_id AND c.id = i.connection_id AND c.state = 'enabled'
	WHERE i.organization_id = u.organization_id AND i.user_id = u.id)`

// Reach is how many active people there are, and how many of them have no
// account at a connection that is on.
type Reach struct {
	People       int64 `db:"people"`
	NotConnected int64 `db:"not_connected"`
}

// Reach counts an organization's people for the wizard that requires SSO.
func (r Rows) Reach(ctx context.Context, organizationID string) (Reach, error) {
	var n Reach
	err := r.get(ctx, &n, `
		SELECT COUNT(*) AS people, COALESCE(SUM(CASE WHEN `+notConnected+` THEN 1 ELSE 0 END), 0) AS not_connected
		FROM users u WHERE u.organization_id = ? AND u.active`, organizationID)
	return n, err
}

// NotConnected lists, by name, the first of those that Reach counts so.
func (r Rows) NotConnected(ctx context.Context, organizationID string, most int) ([]User, error) {
	var list []User
	err := r.list(ctx, &list, `
		SELECT `+userColumns+` FROM users u WHERE u.organization_id = ? AND `+notConnected+`
		ORDER BY u.name, u.id LIMIT ?`, organizationID, most)
	return list, err
}

// CountToConnect counts the users who may not go on with a password when SSO is
// required, but for some who become exempt.
func (r Rows) CountToConnect(ctx context.Context, organizationID string, without []string) (int64, error) {
	var ids []string
	err := r.list(ctx, &ids, `SELECT u.id FROM users u WHERE u.organization_id = ? AND NOT u.exempt AND `+notConnected, organizationID)
	return countBut(ids, without), err
}

// countBut counts ids, but for some.
func countBut(ids, without []string) int64 {
	ids = slices.DeleteFunc(ids, func(id string) bool { return slices.Contains(without, id) })
	return int64(len(ids))
}

// losesPassword is an SQL condition: the password of the user u stops working when SSO is
// required, if it can be checked: [Rows.PasswordUsable].
const losesPassword = `u.active AND NOT u.exempt AND u.password_hash IS NOT NULL`

// losingPassword lists the ids of those people of an organization for whom a further
// condition of u holds.
func (r Rows) losingPassword(ctx context.Context, organizationID, condition string, args ...any) ([]string, error) {
	var people []passwordOf
	err := r.list(ctx, &people, `
		SELECT u.id, u.password_hash FROM users u WHERE u.organization_id = ? AND `+losesPassword+condition+` ORDER BY u.id`,
		append([]any{organizationID}, args...)...)
	return idsOf(people, func(h passwordOf) bool { return r.PasswordUsable(h.Hash) }), err
}

// passwordOf is a user with the hash of the password that they may use; nil: none.
type passwordOf struct {
	ID   string  `db:"id"`
	Hash *string `db:"password_hash"`
}

func idsOf(people []passwordOf, are func(passwordOf) bool) []string {
	var ids []string
	for _, h := range people {
		if are(h) {
			ids = append(ids, h.ID)
		}
	}
	return ids
}

// CountLosingPassword counts those people, but for some who become exempt.
func (r Rows) CountLosingPassword(ctx context.Context, organizationID string, without []string) (int64, error) {
	lose, err := r.losingPassword(ctx, organizationID, "")
	return countBut(lose, without), err
}

// AboutToRequire lists the active organizations that require SSO from a time on
// that comes after now and until another.
func (r Rows) AboutToRequire(ctx context.Context, now, until time.Time) ([]Organization, error) {
	var list []Organization
	err := r.list(ctx, &list, `
		SELECT `+organizationColumns+` FROM organizations
		WHERE active AND password_sign_in AND sso_required_at > ? AND sso_required_at <= ? ORDER BY id`, At(now), At(until))
	return list, err
}
