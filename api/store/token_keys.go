package store

import (
	"context"
	"time"
)

// TokenKey is a sealed key of ours, shared by all replicas: it signs access
// tokens or makes refresh tokens.
type TokenKey struct {
	ID        string `db:"id"`      // the kid
	Purpose   string `db:"purpose"` // "signing" or "refresh"
	Serial    int64  `db:"serial"`
	PublicJWK string `db:"public_jwk"` // "" for refresh
	Sealed    string `db:"sealed"`
	CreatedAt Time   `db:"created_at"`
	SignsFrom Time   `db:"signs_from"` // it is published before that
}

// Place is the associated data of the sealed key.
func (k TokenKey) Place() string { return "token_keys.sealed|" + k.Purpose + "|" + k.ID }

// TokenKeys lists all keys, newest first.
func (r Rows) TokenKeys(ctx context.Context) ([]TokenKey, error) {
	var keys []TokenKey
	err := r.list(ctx, &keys, `
		SELECT id, purpose, serial, public_jwk, sealed, created_at, signs_from
		FROM token_keys ORDER BY purpose, serial DESC`)
	return keys, err
}

// AddTokenKey writes a key. Of several replicas that add the same serial one
// wins, and the others read what it wrote.
func (r Rows) AddTokenKey(ctx context.Context, k TokenKey) error {
	_, err := r.exec(ctx, `
		INSERT INTO token_keys (id, purpose, serial, public_jwk, sealed, created_at, signs_from)
		VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (purpose, serial) DO NOTHING`,
		k.ID, k.Purpose, k.Serial, k.PublicJWK, k.Sealed, k.CreatedAt, k.SignsFrom)
	return err
}

// DropTokenKeys forgets the keys of a purpose older than a serial whose
// successor has been in use since before a time.
func (r Rows) DropTokenKeys(ctx context.Context, purpose string, before time.Time) error {
	_, err := r.exec(ctx, `
		DELETE FROM token_keys
		WHERE purpose = ? AND serial < (
			SELECT MAX(serial) FROM token_keys WHERE purpose = ? AND signs_from <= ?)`,
		purpose, purpose, At(before))
	return err
}
