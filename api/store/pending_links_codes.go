package store

import (
	"context"
	"time"
)

// AskLinkCode counts that a code was asked for: so many in the life of a pending
// link, and one in a while. ErrNotFound when the link is gone or expired, or when
// it is too early or too often; nothing is counted then.
func (r Rows) AskLinkCode(ctx context.Context, idHash string, most int64, every time.Duration, now time.Time) error {
	return one(r.exec(ctx, `
		UPDATE pending_links SET codes_asked = codes_asked + 1, code_asked_at = ?
		WHERE id_hash = ? AND expires_at > ? AND codes_asked < ? AND (code_asked_at IS NULL OR code_asked_at <= ?)`,
		At(now), idHash, At(now), most, At(now.Add(-every))))
}

// LinkCode is a mailed code of a pending link.
type LinkCode struct {
	OrganizationID string
	IDHash         string // of the pending link
	UserID         string // whom it proves
	Sealed         string
	Until          time.Time
}

// SetLinkCode keeps a code in place of the one before; ErrNotFound when the
// organization has no such link, when it has expired, or when it is void for that
// user.
func (r Rows) SetLinkCode(ctx context.Context, c LinkCode, now time.Time) error {
	return one(r.exec(ctx, `
		UPDATE pending_links SET code_user_id = ?, code_sealed = ?, code_until = ?
		WHERE organization_id = ? AND id_hash = ? AND expires_at > ? AND begun >= COALESCE((
			SELECT u.voided FROM users u WHERE u.organization_id = ? AND u.id = ?), 0)`,
		c.UserID, c.Sealed, At(c.Until), c.OrganizationID, c.IDHash, At(now), c.OrganizationID, c.UserID))
}

// CodePlace is the place of a link's code, for sealing: another link's code, or
// one for another user, does not open.
func CodePlace(organizationID, idHash, userID string) string {
	return "pending_links/code/" + organizationID + "/" + idHash + "/" + userID
}
