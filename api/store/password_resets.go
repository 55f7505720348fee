package store

import (
	"context"
	"fmt"
	"time"
)

// PasswordReset lets a user set a forgotten password, once. The token itself is
// never kept.
type PasswordReset struct {
	TokenHash      string `db:"token_hash"`
	OrganizationID string `db:"organization_id"`
	UserID         string `db:"user_id"`
	ExpiresAt      Time   `db:"expires_at"`
}

const passwordResetColumns = `token_hash, organization_id, user_id, expires_at`

// ReplacePasswordReset keeps the hash of a token in place of all that the user
// had. It belongs inside a transaction.
func (r Rows) ReplacePasswordReset(ctx context.Context, p PasswordReset) error {
	if err := r.DropPasswordResets(ctx, p.OrganizationID, p.UserID); err != nil {
		return err
	}
	return r.insert(ctx, `
		INSERT INTO password_resets (`+passwordResetColumns+`)
		VALUES (:token_hash, :organization_id, :user_id, :expires_at)`, p)
}

// PasswordResetBy reads what a token may do, and does not spend it; ErrNotFound
// when it is another organization's, or has expired.
func (r Rows) PasswordResetBy(ctx context.Context, organizationID, tokenHash string, now time.Time) (PasswordReset, error) {
	var p PasswordReset
	err := r.get(ctx, &p, `
		SELECT `+passwordResetColumns+` FROM password_resets
		WHERE organization_id = ? AND token_hash = ? AND expires_at > ?`, organizationID, tokenHash, At(now))
	return p, err
}

// TakePasswordReset spends a token of an organization. Of two requests that bring
// the same one gets it and the other ErrNotFound.
func (r Rows) TakePasswordReset(ctx context.Context, organizationID, tokenHash string, now time.Time) (PasswordReset, error) {
	var p PasswordReset
	err := r.take(ctx, &p, `
		DELETE FROM password_resets WHERE organization_id = ? AND token_hash = ? AND expires_at > ?
		RETURNING `+passwordResetColumns, organizationID, tokenHash, At(now))
	return p, err
}

// DropPasswordResets takes back what was mailed to a user: another password or
// another address makes it stale.
func (r Rows) DropPasswordResets(ctx context.Context, organizationID, userID string) error {
	_, err := r.exec(ctx, `DELETE FROM password_resets WHERE organization_id = ? AND user_id = ?`, organizationID, userID)
	if err != nil {
		return fmt.Errorf("drop the links for a password: %w", err)
	}
	return nil
}
