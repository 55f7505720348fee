package store

import (
	"context"
	"time"
)

// MaxClientSecrets is how many secrets of a client are live at once: one in use, one that
// takes its place, and one for whoever needs a third.
const MaxClientSecrets = 3

// ClientSecret is one secret of a client. The secret itself is never kept.
type ClientSecret struct {
	ID           string `db:"id"`
	ClientID     string `db:"client_id"`
	Hash         string `db:"hash"`  // SHA-256
	First        string `db:"first"` // what people know it by: its first and
	Last         string `db:"last"`  // last characters, "" if only the hash was given
	CreatedAt    Time   `db:"created_at"`
	CreatedBy    string `db:"created_by"`
	ExpiresAt    Time   `db:"expires_at"` // zero: never
	RevokedAt    Time   `db:"revoked_at"`
	LastUsedAt   Time   `db:"last_used_at"`
	LastUsedFrom string `db:"last_used_from"` // a client's address
}

// Usable says whether programs can use the secret now.
func (s ClientSecret) Usable(now time.Time) bool {
	return s.RevokedAt.IsZero() && (s.ExpiresAt.IsZero() || now.Before(s.ExpiresAt.Time))
}

const clientSecretColumns = `id, client_id, hash, first, last, created_at, created_by, expires_at, revoked_at, last_used_at, last_used_from`

// ClientSecrets lists all secrets of a client, the oldest first.
func (r Rows) ClientSecrets(ctx context.Context, clientID string) ([]ClientSecret, error) {
	var list []ClientSecret
	err := r.list(ctx, &list, `
		SELECT `+clientSecretColumns+` FROM client_secrets WHERE client_id = ? ORDER BY created_at, id`, clientID)
	return list, err
}

// ClientSecretOwner reads whose secret a hash is, whether it can be used or not; of
// several it is the newest one's.
func (r Rows) ClientSecretOwner(ctx context.Context, hash string) (string, error) {
	var id string
	err := r.get(ctx, &id, `
		SELECT client_id FROM client_secrets WHERE hash = ? ORDER BY created_at DESC, id DESC LIMIT 1`, hash)
	return id, err
}

// AddClientSecret writes a new secret unless the client has as many live ones as it may
// (ErrNotFound), or had the same one before (ErrConflict). Hold the client first, or two
// at once could make one too many.
func (r Rows) AddClientSecret(ctx context.Context, s ClientSecret) error {
	return one(r.exec(ctx, `
		INSERT INTO client_secrets (`+clientSecretColumns+`)
		SELECT ?, c.id, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM clients c
		WHERE c.id = ? AND (SELECT COUNT(*) FROM client_secrets s
			WHERE s.client_id = c.id AND s.revoked_at IS NULL AND COALESCE(s.expires_at, ?) > ?) < ?`,
		s.ID, s.Hash, s.First, s.Last, s.CreatedAt, s.CreatedBy, s.ExpiresAt, s.RevokedAt, s.LastUsedAt, s.LastUsedFrom,
		s.ClientID, At(s.CreatedAt.Add(time.Hour)), s.CreatedAt, MaxClientSecrets))
}

// RevokeClientSecret ends a secret of a client; ErrNotFound if there is none, or it was
// revoked before.
func (r Rows) RevokeClientSecret(ctx context.Context, clientID, id string, now time.Time) error {
	return one(r.exec(ctx, `
		UPDATE client_secrets SET revoked_at = ? WHERE client_id = ? AND id = ? AND revoked_at IS NULL`, At(now), clientID, id))
}

// ClientSecretUsed notes when and from where a secret was used last.
func (r Rows) ClientSecretUsed(ctx context.Context, id string, at time.Time, from string) error {
	_, err := r.exec(ctx, `
		UPDATE client_secrets SET last_used_at = ?, last_used_from = ? WHERE id = ? AND COALESCE(last_used_at, 0) < ?`,
		At(at), from, id, At(at))
	return err
}
