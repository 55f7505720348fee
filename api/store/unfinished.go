package store

import (
	"context"
	"fmt"

	"latchkey/api/email"
)

// What somebody began (a link page, a mailed code, connecting an account) must
// not outlive what makes it void: an unlink, a deactivation, the end of their
// sessions, another address or role, a suspended organization. An organization
// counts these events, and what is begun remembers how many there were; clocks of
// replicas differ, so time would not do.

// VoidUnfinished makes void what a user began before. It belongs inside a transaction,
// and locks the organization from then on.
func (r Rows) VoidUnfinished(ctx context.Context, organizationID, userID string) error {
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

// VoidAllUnfinished is VoidUnfinished for everybody in an organization.
func (r Rows) VoidAllUnfinished(ctx context.Context, organizationID string) error {
	_, err := r.exec(ctx, `UPDATE organizations SET voids = voids + 1, voided = voids + 1 WHERE id = ?`, organizationID)
	if err != nil {
		return fmt.Errorf("void what was begun: %w", err)
	}
	return nil
}

// MayFinish says whether an active user may still finish what was begun at a
// count of [LiveConnection.Voids]. It stays true while the organization is locked.
func (r Rows) MayFinish(ctx context.Context, organizationID, userID string, begun int64) (bool, error) {
	var may bool
	err := r.get(ctx, &may, `
		SELECT EXISTS (
			SELECT 1 FROM users u JOIN organizations o ON o.id = u.organization_id
			WHERE u.organization_id = ? AND u.id = ? AND u.active AND o.active AND u.voided <= ? AND o.voided <= ?)`,
		organizationID, userID, begun, begun)
	return may, err
}

// VoidsUnfinished says whether a change of a user makes void what they began: whoever
// was asked for a proof was another then.
func (u User) VoidsUnfinished(was User) bool {
	return u.Active != was.Active || u.Role != was.Role || email.Fold(u.Email) != email.Fold(was.Email)
}

// ForgetUnfinished takes back whatever was begun, mailed or printed for a user under
// one of these addresses and not finished: links of forgotten passwords, bypass
// links, link pages and their codes. It belongs inside a transaction.
func (r Rows) ForgetUnfinished(ctx context.Context, organizationID, userID string, emails ...string) error {
	if err := r.VoidUnfinished(ctx, organizationID, userID); err != nil {
		return err
	}
	if err := r.DropPasswordResets(ctx, organizationID, userID); err != nil {
		return err
	}
	if _, err := r.exec(ctx, `DELETE FROM bypass_links WHERE organization_id = ? AND user_id = ?`, organizationID, userID); err != nil {
		return fmt.Errorf("drop the bypass links: %w", err)
	}
	if _, err := r.exec(ctx, `DELETE FROM pending_links WHERE organization_id = ? AND code_user_id = ?`, organizationID, userID); err != nil {
		return fmt.Errorf("drop the mailed codes: %w", err)
	}
	for _, address := range emails { // the one before and the one after
		if _, err := r.exec(ctx, `DELETE FROM pending_links WHERE organization_id = ? AND LOWER(email) = ?`,
			organizationID, email.Fold(address)); err != nil {
			return fmt.Errorf("drop the pending links: %w", err)
		}
	}
	return nil
}
