package store

import (
	"context"
	"time"
)

// Code is an authorization code that waits for its application. The code itself is never
// kept.
type Code struct {
	CodeHash       string `db:"code_hash"`
	ClientID       string `db:"client_id"`
	OrganizationID string `db:"organization_id"`
	UserID         string `db:"user_id"`
	SessionID      string `db:"session_id"`
	RedirectURI    string `db:"redirect_uri"`
	Challenge      string `db:"challenge"` // "" without PKCE
	Nonce          string `db:"nonce"`
	Scope          string `db:"scope"`
	Resource       string `db:"resource"`
	ExpiresAt      Time   `db:"expires_at"`
}

const codeColumns = `code_hash, client_id, organization_id, user_id, session_id, redirect_uri, challenge, nonce, scope, resource, expires_at`

// AddCode writes a code.
func (r Rows) AddCode(ctx context.Context, c Code) error {
	return r.insert(ctx, `
		INSERT INTO authorization_codes (`+codeColumns+`)
		VALUES (:code_hash, :client_id, :organization_id, :user_id, :session_id, :redirect_uri, :challenge, :nonce, :scope, :resource, :expires_at)`, c)
}

// SpendCode takes a code of a client: of several that bring the same one gets it, the
// others ErrNotFound. It gives one that has expired too, which is then gone as well.
func (r Rows) SpendCode(ctx context.Context, clientID, codeHash string) (Code, error) {
	var c Code
	err := r.take(ctx, &c, `
		DELETE FROM authorization_codes WHERE code_hash = ? AND client_id = ? RETURNING `+codeColumns, codeHash, clientID)
	return c, err
}

// Grant is what an application got for a code: the right to ask who somebody is, and to
// go on asking.
type Grant struct {
	ID             string `db:"id"`
	CodeHash       string `db:"code_hash"` // what it was given for
	ClientID       string `db:"client_id"`
	OrganizationID string `db:"organization_id"`
	UserID         string `db:"user_id"`
	SessionID      string `db:"session_id"` // which it began in, and ends with unless it is offline
	Scope          string `db:"scope"`
	Resource       string `db:"resource"`
	Offline        bool   `db:"offline"`
	Generation     int64  `db:"generation"`   // of its refresh token; 0: it has none
	RefreshHash    string `db:"refresh_hash"` // SHA-256 of the current one
	BeganAt        Time   `db:"began_at"`
	LastUsedAt     Time   `db:"last_used_at"`
	IdleExpiresAt  Time   `db:"idle_expires_at"`
	ExpiresAt      Time   `db:"expires_at"`
	EndedAt        Time   `db:"ended_at"`
	EndReason      string `db:"end_reason"`
}

const grantColumns = `id, code_hash, client_id, organization_id, user_id, session_id, scope, resource, offline, generation,
	refresh_hash, began_at, last_used_at, idle_expires_at, expires_at, ended_at, end_reason`

// AddGrant writes what an application got.
func (r Rows) AddGrant(ctx context.Context, g Grant) error {
	return r.insert(ctx, `
		INSERT INTO grants (`+grantColumns+`)
		VALUES (:id, :code_hash, :client_id, :organization_id, :user_id, :session_id, :scope, :resource, :offline, :generation,
			:refresh_hash, :began_at, :last_used_at, :idle_expires_at, :expires_at, :ended_at, :end_reason)`, g)
}

// GrantByID reads a grant of a client.
func (r Rows) GrantByID(ctx context.Context, clientID, id string) (Grant, error) {
	var g Grant
	err := r.get(ctx, &g, `SELECT `+grantColumns+` FROM grants WHERE client_id = ? AND id = ?`, clientID, id)
	return g, err
}

// GrantByCode reads what a client got for a code.
func (r Rows) GrantByCode(ctx context.Context, clientID, codeHash string) (Grant, error) {
	var g Grant
	err := r.get(ctx, &g, `SELECT `+grantColumns+` FROM grants WHERE client_id = ? AND code_hash = ?`, clientID, codeHash)
	return g, err
}

// RotateGrant moves a grant from one generation of its refresh token to the next. Of
// several at once one wins; the others get ErrNotFound.
func (r Rows) RotateGrant(ctx context.Context, g Grant, from int64) error {
	return one(r.exec(ctx, `
		UPDATE grants SET generation = ?, refresh_hash = ?, last_used_at = ?, idle_expires_at = ?
		WHERE client_id = ? AND id = ? AND generation = ? AND ended_at IS NULL`,
		g.Generation, g.RefreshHash, g.LastUsedAt, g.IdleExpiresAt, g.ClientID, g.ID, from))
}

// EndGrant ends a grant; false if it had ended or never was.
func (r Rows) EndGrant(ctx context.Context, clientID, id, reason string, now time.Time) (bool, error) {
	n, err := r.exec(ctx, `
		UPDATE grants SET ended_at = ?, end_reason = ? WHERE client_id = ? AND id = ? AND ended_at IS NULL`,
		At(now), reason, clientID, id)
	return n > 0, err
}

// UseSession keeps a session that an application goes on with from being idle.
func (r Rows) UseSession(ctx context.Context, organizationID, id string, now, idleExpires time.Time) error {
	_, err := r.exec(ctx, `
		UPDATE sessions SET last_used_at = ?, idle_expires_at = ?
		WHERE organization_id = ? AND id = ? AND ended_at IS NULL AND idle_expires_at < ?`,
		At(now), At(idleExpires), organizationID, id, At(idleExpires))
	return err
}
