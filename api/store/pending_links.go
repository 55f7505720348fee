package store

import (
	"context"
	"time"
)

// PendingLink is a provider account that waits for the proof of an existing
// user. The browser holds the only copy of its id.
type PendingLink struct {
	IDHash         string  `db:"id_hash"`
	OrganizationID string  `db:"organization_id"`
	ConnectionID   string  `db:"connection_id"`
	VersionID      string  `db:"version_id"`
	AttemptID      string  `db:"attempt_id"`
	Provider       string  `db:"provider"`
	Issuer         string  `db:"issuer"`
	Subject        string  `db:"subject"`
	TenantID       *string `db:"tenant_id"`
	ObjectID       *string `db:"object_id"`
	ClientID       string  `db:"client_id"`
	Email          string  `db:"email"` // the provider's; "" if it gave none
	HostedDomain   string  `db:"hosted_domain"`
	Proof          string  `db:"proof"`      // "strong" or "weak"
	Suggestion     string  `db:"suggestion"` // an address that may be theirs, where the provider gave none; or ""
	ReturnTo       string  `db:"return_to"`
	Begun          int64   `db:"begun"`    // [LiveConnection.Voids] of then
	Revision       int64   `db:"revision"` // the connection's, then
	Tries          int64   `db:"tries"`
	ExpiresAt      Time    `db:"expires_at"`
	CodeUserID     string  `db:"code_user_id"` // whom the mailed code proves; "": there is none
	CodeSealed     string  `db:"code_sealed"`
	CodeUntil      Time    `db:"code_until"`
	CodesAsked     int64   `db:"codes_asked"`
	CodeAskedAt    Time    `db:"code_asked_at"`
	RoleFacts      string  `db:"role_facts"` // what rules of roles ask for; "": nothing is remembered
}

const pendingLinkColumns = `id_hash, organization_id, connection_id, version_id, attempt_id, provider, issuer,
	subject, tenant_id, object_id, client_id, email, hosted_domain, proof, return_to, tries, expires_at,
	code_user_id, code_sealed, code_until, codes_asked, code_asked_at, begun, revision, suggestion, role_facts`

// AddPendingLink writes a pending link.
func (r Rows) AddPendingLink(ctx context.Context, p PendingLink) error {
	return r.insert(ctx, `
		INSERT INTO pending_links (`+pendingLinkColumns+`)
		VALUES (:id_hash, :organization_id, :connection_id, :version_id, :attempt_id, :provider, :issuer,
			:subject, :tenant_id, :object_id, :client_id, :email, :hosted_domain, :proof, :return_to, :tries, :expires_at,
			:code_user_id, :code_sealed, :code_until, :codes_asked, :code_asked_at, :begun, :revision, :suggestion, :role_facts)`, p)
}

// PendingLinkByID reads a pending link, expired or not.
func (r Rows) PendingLinkByID(ctx context.Context, idHash string) (PendingLink, error) {
	var p PendingLink
	err := r.get(ctx, &p, `SELECT `+pendingLinkColumns+` FROM pending_links WHERE id_hash = ?`, idHash)
	return p, err
}

// TryPendingLink counts a try before it is made; ErrNotFound when the link is
// gone, expired or out of tries.
func (r Rows) TryPendingLink(ctx context.Context, idHash string, most int64, now time.Time) (PendingLink, error) {
	var p PendingLink
	err := r.take(ctx, &p, `
		UPDATE pending_links SET tries = tries + 1
		WHERE id_hash = ? AND tries < ? AND expires_at > ?
		RETURNING `+pendingLinkColumns, idHash, most, At(now))
	return p, err
}

// TakePendingLink spends a pending link. Of two requests that bring the same, one gets it
// and the other ErrNotFound.
func (r Rows) TakePendingLink(ctx context.Context, idHash string, now time.Time) (PendingLink, error) {
	var p PendingLink
	err := r.take(ctx, &p, `
		DELETE FROM pending_links WHERE id_hash = ? AND expires_at > ?
		RETURNING `+pendingLinkColumns, idHash, At(now))
	return p, err
}
