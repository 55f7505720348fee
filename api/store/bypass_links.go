package store

import (
	"context"
	"time"
)

// BypassLink lets one super admin in once without SSO (S15). The token itself is
// never kept.
type BypassLink struct {
	TokenHash      string `db:"token_hash"`
	OrganizationID string `db:"organization_id"`
	UserID         string `db:"user_id"`
	ExpiresAt      Time   `db:"expires_at"`
}

// AddBypassLink keeps the hash of a bypass link's token.
func (r Rows) AddBypassLink(ctx context.Context, l BypassLink) error {
	return r.insert(ctx, `
		INSERT INTO bypass_links (token_hash, organization_id, user_id, expires_at)
		VALUES (:token_hash, :organization_id, :user_id, :expires_at)`, l)
}

// TakeBypassLink spends a bypass link of an organization. Of two requests that
// bring the same token one gets it and the other ErrNotFound.
func (r Rows) TakeBypassLink(ctx context.Context, organizationID, tokenHash string, now time.Time) (BypassLink, error) {
	var l BypassLink
	err := r.take(ctx, &l, `
		DELETE FROM bypass_links WHERE organization_id = ? AND token_hash = ? AND expires_at > ?
		RETURNING token_hash, organization_id, user_id, expires_at`, organizationID, tokenHash, At(now))
	return l, err
}
