package store

import (
	"context"
	"time"
)

// KeyedRequest is a request that its client may send again by a key, and its answer.
type KeyedRequest struct {
	ID             string `db:"id"` // a hash of who sent it, where to, and the key
	OrganizationID string `db:"organization_id"`
	Fingerprint    string `db:"fingerprint"` // of what was sent
	Claim          string `db:"claim"`       // of who runs it
	LeasedUntil    Time   `db:"leased_until"`
	Status         int64  `db:"status"` // of the answer; 0: it runs
	Headers        string `db:"headers"`
	Body           string `db:"body"`
	ExpiresAt      Time   `db:"expires_at"`
}

const keyedRequestColumns = `id, organization_id, fingerprint, claim, leased_until, status, headers, body, expires_at`

// ClaimKeyedRequest decides which of several callers with the same Idempotency-Key runs the request:
// claimed is true for that one. The others get the stored row: the answer, or that it is still running.
// A run that outlasts its lease, because its process has ended, is given to the next caller.
func (r Rows) ClaimKeyedRequest(ctx context.Context, k KeyedRequest, now time.Time) (there KeyedRequest, claimed bool, err error) {
	n, err := r.exec(ctx, `
		INSERT INTO keyed_requests (`+keyedRequestColumns+`) VALUES (?, ?, ?, ?, ?, 0, '', '', ?)
		ON CONFLICT (id) DO UPDATE
		SET fingerprint = excluded.fingerprint, claim = excluded.claim, leased_until = excluded.leased_until,
			status = 0, headers = '', body = '', expires_at = excluded.expires_at
		WHERE keyed_requests.expires_at <= ? OR keyed_requests.status = 0 AND keyed_requests.leased_until <= ?`,
		k.ID, k.OrganizationID, k.Fingerprint, k.Claim, k.LeasedUntil, k.ExpiresAt, At(now), At(now))
	if err != nil || n > 0 {
		return k, n > 0, err
	}
	err = r.get(ctx, &there, `SELECT `+keyedRequestColumns+` FROM keyed_requests WHERE id = ?`, k.ID)
	return there, false, err
}

// KeepAnswer writes what a claimed request was answered, in the transaction of its effect;
// ErrNotFound if the claim was lost.
func (r Rows) KeepAnswer(ctx context.Context, k KeyedRequest) error {
	return one(r.exec(ctx, `
		UPDATE keyed_requests SET status = ?, headers = ?, body = ? WHERE id = ? AND claim = ? AND status = 0`,
		k.Status, k.Headers, k.Body, k.ID, k.Claim))
}

// ReleaseKeyedRequest lets the next one run a request that had no effect.
func (r Rows) ReleaseKeyedRequest(ctx context.Context, k KeyedRequest) error {
	_, err := r.exec(ctx, `DELETE FROM keyed_requests WHERE id = ? AND claim = ? AND status = 0`, k.ID, k.Claim)
	return err
}
