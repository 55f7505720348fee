package store

import (
	"context"
	"fmt"

	"latchkey/api/email"
)

// What somebody began (a link page, a mailed code, connecting an account) must
// not outlive what took it back: an unlink, a deactivation, the end of their
// sessions, another address or role, a suspended organization. An organization
// counts these events, and what is begun remembers how many there were; clocks of
// replicas differ, so time would not do.

// VoidBegun makes void what a user began before. It belongs inside a transaction,
// and holds the organization from then on.
func (r Rows) VoidBegun(ctx context.Context, organizationID, userID string) error {
	_, err := r.exec(ctx, `UPDATE organizations SET voids = voids + 1 WHERE id = ?`, organizationID)
	if err == nil {
		_, err = r.exec(ctx, `
			UPDATE users SET voided = (SELECT o.voids FROM organizations o WHERE o.id = users.organization_id)
			WHERE organization_id = ? AND id = ?`, organizationID, userID)
	}
	if err != nil {
		return fmt.Errorf("void what was begun: %w", err)
	}
	return nil
}

// VoidAllBegun is VoidBegun for everybody in an organization.
func (r Rows) VoidAllBegun(ctx context.Context, organizationID string) error {
	_, err := r.exec(ctx, `UPDATE organizations SET voids = voids + 1, voided = voids + 1 WHERE id = ?`, organizationID)
	if err != nil {
		return fmt.Errorf("void what was begun: %w", err)
	}
	return nil
}

// MayFinish says whether an active user may still finish what was begun at a
// count of [Live].Voids. It stays true while the organization is held.
func (r Rows) MayFinish(ctx context.Context, organizationID, userID string, begun int64) (bool, error) {
	var may bool
	err := r.get(ctx, &may, `
		SELECT EXISTS (
			SELECT 1 FROM users u JOIN organizations o ON o.id = u.organization_id
			WHERE u.organization_id = ? AND u.id = ? AND u.active AND o.active AND u.voided <= ? AND o.voided <= ?)`,
		organizationID, userID, begun, begun)
	return may, err
}

// EndsBegun says whether a change of a user makes void what they began: whoever
// was asked for a proof was another then.
func (u User) EndsBegun(was User) bool {
	return u.Active != was.Active || u.Role != was.Role || email.Fold(u.Email) != email.Fold(was.Email)
}
