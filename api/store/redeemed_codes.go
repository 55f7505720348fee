package store

import (
	"context"
	"time"
)

// Redeemed is what a provider gave for a code, of an attempt that has not ended.
type Redeemed struct {
	AttemptID      string `db:"attempt_id"`
	OrganizationID string `db:"organization_id"`
	CodeHash       string `db:"code_hash"`
	ClaimsSealed   string `db:"claims_sealed"`
	Until          Time   `db:"until"`
}

// RedeemedPlace is the place of what a code brought, for sealing: for another
// attempt or another code it does not open.
func RedeemedPlace(organizationID, attemptID, codeHash string) string {
	return "redeemed/" + organizationID + "/" + attemptID + "/" + codeHash
}

// KeepRedeemed keeps what a code brought, unless its attempt is spent or another
// replica has kept it.
func (r Rows) KeepRedeemed(ctx context.Context, d Redeemed) error {
	_, err := r.exec(ctx, `
		INSERT INTO redeemed (attempt_id, organization_id, code_hash, claims_sealed, until)
		SELECT ?, o.id, ?, ?, ? FROM organizations o
		WHERE o.id = ? AND NOT EXISTS (SELECT 1 FROM sign_ins s WHERE s.id = ?)
		ON CONFLICT (attempt_id) DO NOTHING`,
		d.AttemptID, d.CodeHash, d.ClaimsSealed, d.Until, d.OrganizationID, d.AttemptID)
	return err
}

// RedeemedBy reads what a code brought; ErrNotFound when nothing is kept of that
// code, or no longer.
func (r Rows) RedeemedBy(ctx context.Context, organizationID, attemptID, codeHash string, now time.Time) (Redeemed, error) {
	var d Redeemed
	err := r.get(ctx, &d, `
		SELECT attempt_id, organization_id, code_hash, claims_sealed, until FROM redeemed
		WHERE organization_id = ? AND attempt_id = ? AND code_hash = ? AND until > ?`,
		organizationID, attemptID, codeHash, At(now))
	return d, err
}

// ForgetRedeemed deletes what is kept of an attempt.
func (r Rows) ForgetRedeemed(ctx context.Context, organizationID, attemptID string) error {
	_, err := r.exec(ctx, `DELETE FROM redeemed WHERE organization_id = ? AND attempt_id = ?`, organizationID, attemptID)
	return err
}
