package store

import (
	"context"
	"slices"
	"time"
)

// ExemptUsers lists the active people who may use a password although SSO is
// required, by name.
func (r Rows) ExemptUsers(ctx context.Context, organizationID string) ([]User, error) {
	var list []User
	err := r.list(ctx, &list, `
		SELECT `+userColumns+` FROM users
		WHERE organization_id = ? AND exempt AND active ORDER BY name, id`, organizationID)
	return list, err
}

// ProvenAdmins lists the active super admins whose present password opens the door,
// and did or was confirmed since a time, the latest first.
func (r Rows) ProvenAdmins(ctx context.Context, organizationID string, since time.Time) ([]User, error) {
	var list []User
	err := r.list(ctx, &list, `
		SELECT `+userColumns+` FROM users
		WHERE organization_id = ? AND role = 'super_admin' AND active AND password_hash IS NOT NULL AND password_used_at >= ?
		ORDER BY password_used_at DESC, id`, organizationID, At(since))
	return slices.DeleteFunc(list, func(u User) bool { return !r.Opens(u.PasswordHash) }), err
}

// OwnSignIn reads the latest use, since a time, of a user's link to a connection
// that is on; ErrNotFound if there is none. A link that nobody has used yet was
// seen only before it was made.
func (r Rows) OwnSignIn(ctx context.Context, organizationID, userID string, since time.Time) (Link, error) {
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

// unreached is an active user u who has no link to a connection that is on.
const unreached = `u.active AND NOT EXISTS (
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
		SELECT COUNT(*) AS people, COALESCE(SUM(CASE WHEN `+unreached+` THEN 1 ELSE 0 END), 0) AS not_connected
		FROM users u WHERE u.organization_id = ? AND u.active`, organizationID)
	return n, err
}

// NotConnected lists, by name, the first of those that Reach counts so.
func (r Rows) NotConnected(ctx context.Context, organizationID string, most int) ([]User, error) {
	var list []User
	err := r.list(ctx, &list, `
		SELECT `+userColumns+` FROM users u WHERE u.organization_id = ? AND `+unreached+`
		ORDER BY u.name, u.id LIMIT ?`, organizationID, most)
	return list, err
}

// CountToConnect counts those of them who may not go on with a password when SSO is
// required, but for some who become exempt.
func (r Rows) CountToConnect(ctx context.Context, organizationID string, without []string) (int64, error) {
	var ids []string
	err := r.list(ctx, &ids, `SELECT u.id FROM users u WHERE u.organization_id = ? AND NOT u.exempt AND `+unreached, organizationID)
	return countBut(ids, without), err
}

// countBut counts ids, but for some.
func countBut(ids, without []string) int64 {
	ids = slices.DeleteFunc(ids, func(id string) bool { return slices.Contains(without, id) })
	return int64(len(ids))
}

// losesPassword is a user u whose password stops working when SSO is required, if
// it opens anything: [Rows.Opens].
const losesPassword = `u.active AND NOT u.exempt AND u.password_hash IS NOT NULL`

// losingPassword lists the ids of those people of an organization for whom a further
// condition of u holds.
func (r Rows) losingPassword(ctx context.Context, organizationID, condition string, args ...any) ([]string, error) {
	var people []holder
	err := r.list(ctx, &people, `
		SELECT u.id, u.password_hash FROM users u WHERE u.organization_id = ? AND `+losesPassword+condition+` ORDER BY u.id`,
		append([]any{organizationID}, args...)...)
	return idsOf(people, func(h holder) bool { return r.Opens(h.Hash) }), err
}

// holder is a user with the hash of a password that may open the door; nil: none may.
type holder struct {
	ID   string  `db:"id"`
	Hash *string `db:"password_hash"`
}

func idsOf(people []holder, are func(holder) bool) []string {
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

// KnownUsers says which of some ids are users of an organization.
func (r Rows) KnownUsers(ctx context.Context, organizationID string, ids []string) ([]string, error) {
	return listIn[string](ctx, r, `SELECT id FROM users WHERE organization_id = ? AND id IN (?)`, ids, organizationID)
}

// Exempt lets people use their password although SSO is required, and returns
// those who were not exempt before. It counts as a change of each.
func (r Rows) Exempt(ctx context.Context, organizationID string, ids []string, by string, now time.Time) ([]string, error) {
	unlock, err := r.writer.lock(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	return listIn[string](ctx, r, `
		UPDATE users SET exempt = TRUE, revision = revision + 1, changed_by = ?, updated_at = ?
		WHERE NOT exempt AND organization_id = ? AND id IN (?)
		RETURNING id`, ids, by, At(now), organizationID)
}
