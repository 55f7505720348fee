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

// ProvenAdmins lists the active super admins who can sign in with their present password,
// and did or confirmed it since a time, the latest first.
func (r Rows) ProvenAdmins(ctx context.Context, organizationID string, since time.Time) ([]User, error) {
	var list []User
	err := r.list(ctx, &list, `
		SELECT `+userColumns+` FROM users
		WHERE organization_id = ? AND role = 'super_admin' AND active AND password_hash IS NOT NULL AND password_used_at >= ?
		ORDER BY password_used_at DESC, id`, organizationID, At(since))
	return slices.DeleteFunc(list, func(u User) bool { return !r.PasswordUsable(u.PasswordHash) }), err
}

// KnownUsers says which of some ids are users of an organization.
func (r Rows) KnownUsers(ctx context.Context, organizationID string, ids []string) ([]string, error) {
	return listIn[string](ctx, r, `SELECT id FROM users WHERE organization_id = ? AND id IN (?)`, ids, organizationID)
}

// Exempt lets people use their password although SSO is required, and returns
// those who were not exempt before. It counts as a change of each.
func (r Rows) Exempt(ctx context.Context, organizationID string, ids []string, by string, now time.Time) ([]string, error) {
	return listInBy[string](ctx, r.takeAll, `
		UPDATE users SET exempt = TRUE, revision = revision + 1, changed_by = ?, updated_at = ?
		WHERE NOT exempt AND organization_id = ? AND id IN (?)
		RETURNING id`, ids, by, At(now), organizationID)
}
