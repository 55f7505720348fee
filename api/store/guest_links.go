package store

import (
	"context"
	"fmt"
	"time"
)

// GuestLink lets somebody without an account do the provider's part of one connection. The
// token itself is never kept.
type GuestLink struct {
	ID             string `db:"id"`
	OrganizationID string `db:"organization_id"`
	ConnectionID   string `db:"connection_id"`
	TokenHash      string `db:"token_hash"`
	Guest          string `db:"guest"`      // whom it is for, as the super admin wrote it
	CreatedBy      string `db:"created_by"` // a user's id
	CreatedAt      Time   `db:"created_at"`
	ExpiresAt      Time   `db:"expires_at"`
	OpenedAt       Time   `db:"opened_at"`     // first
	SignedOffAt    Time   `db:"signed_off_at"` // by its holder
	RevokedAt      Time   `db:"revoked_at"`
	WithdrawnAt    Time   `db:"withdrawn_at"` // its creator could make none any more
	// MailedTokenHash is of the token of the latest mail with the link; nil: none was sent.
	MailedTokenHash *string `db:"mailed_token_hash"`
}

// GuestLinkLine is a link as the list shows it.
type GuestLinkLine struct {
	GuestLink
	CreatedByName string `db:"created_by_name"`
}

const (
	guestLinkColumns = `id, organization_id, connection_id, token_hash, guest, created_by, created_at, expires_at, opened_at, signed_off_at, revoked_at, withdrawn_at, mailed_token_hash`
	// newestGuestLinks is how many of a connection are listed although they may be over.
	newestGuestLinks = 10
	guestLinkWorks   = `expires_at > ? AND signed_off_at IS NULL AND revoked_at IS NULL AND withdrawn_at IS NULL`
)

// AddGuestLink writes a new link.
func (r Rows) AddGuestLink(ctx context.Context, l GuestLink) error {
	return r.insert(ctx, `
		INSERT INTO guest_links (`+guestLinkColumns+`)
		VALUES (:id, :organization_id, :connection_id, :token_hash, :guest, :created_by, :created_at, :expires_at, :opened_at,
			:signed_off_at, :revoked_at, :withdrawn_at, :mailed_token_hash)`, l)
}

// GuestLinksOf lists the newest links of a connection and all that work, newest first: one
// that nobody sees, nobody could revoke.
func (r Rows) GuestLinksOf(ctx context.Context, organizationID, connectionID string, now time.Time) ([]GuestLinkLine, error) {
	var list []GuestLinkLine
	err := r.list(ctx, &list, `
		SELECT g.*, COALESCE(u.name, '') AS created_by_name
		FROM guest_links g
		LEFT JOIN users u ON (u.organization_id = g.organization_id) IS TRUE AND u.id = g.created_by
		WHERE g.organization_id = ? AND g.connection_id = ? AND (`+guestLinkWorks+` OR g.id IN (
			SELECT n.id FROM guest_links n WHERE n.organization_id = ? AND n.connection_id = ? ORDER BY n.created_at DESC, n.id DESC LIMIT ?))
		ORDER BY g.created_at DESC, g.id DESC`, organizationID, connectionID, At(now), organizationID, connectionID, newestGuestLinks)
	return list, err
}

// GuestLinkBy reads a link that works, by the token that was shown or the one that was
// mailed, and does not spend it; ErrNotFound when there is none.
func (r Rows) GuestLinkBy(ctx context.Context, tokenHash string, now time.Time) (GuestLink, error) {
	var l GuestLink
	err := r.get(ctx, &l, `
		SELECT `+guestLinkColumns+` FROM guest_links WHERE (token_hash = ? OR mailed_token_hash = ?) AND `+guestLinkWorks,
		tokenHash, tokenHash, At(now))
	return l, err
}

// MailGuestLink keeps the token of a mail with a link that works, in place of the one of
// the mail before, and reads the link; ErrNotFound when it is over.
func (r Rows) MailGuestLink(ctx context.Context, organizationID, id, tokenHash string, now time.Time) (GuestLink, error) {
	var l GuestLink
	err := r.get(ctx, &l, `
		UPDATE guest_links SET mailed_token_hash = ?
		WHERE organization_id = ? AND id = ? AND `+guestLinkWorks+`
		RETURNING `+guestLinkColumns, tokenHash, organizationID, id, At(now))
	return l, err
}

// OpenGuestLink notes when a link was opened first, and says whether it was now.
func (r Rows) OpenGuestLink(ctx context.Context, id string, now time.Time) (bool, error) {
	return r.endGuestLink(ctx, `opened_at = ?`, `id = ? AND opened_at IS NULL`, now, id)
}

// SignOffGuestLink spends a link: of two requests one gets true.
func (r Rows) SignOffGuestLink(ctx context.Context, id string, now time.Time) (bool, error) {
	return r.endGuestLink(ctx, `signed_off_at = ?`, `id = ?`, now, id)
}

// RevokeGuestLink ends a link of a connection that works still, and says whether there was one.
func (r Rows) RevokeGuestLink(ctx context.Context, organizationID, connectionID, id string, now time.Time) (bool, error) {
	return r.endGuestLink(ctx, `revoked_at = ?`, `organization_id = ? AND connection_id = ? AND id = ?`, now, organizationID, connectionID, id)
}

// WithdrawGuestLinks ends the links that work still of people who are no active super admins any
// more, and lists them, in no order.
func (r Rows) WithdrawGuestLinks(ctx context.Context, organizationID string, creators []string, now time.Time) ([]GuestLink, error) {
	ended, err := listInBy[GuestLink](ctx, r.takeAll, `
		UPDATE guest_links SET withdrawn_at = ?
		WHERE organization_id = ? AND `+guestLinkWorks+` AND NOT EXISTS (
			SELECT 1 FROM users u WHERE u.organization_id = ? AND u.id = guest_links.created_by AND u.active AND u.role = ?)
			AND created_by IN (?)
		RETURNING `+guestLinkColumns, creators, At(now), organizationID, At(now), organizationID, SuperAdmin)
	if err != nil {
		return nil, fmt.Errorf("withdraw links for guests: %w", err)
	}
	return ended, nil
}

func (r Rows) endGuestLink(ctx context.Context, set, where string, now time.Time, args ...any) (bool, error) {
	all := append(append([]any{At(now)}, args...), At(now))
	n, err := r.exec(ctx, `UPDATE guest_links SET `+set+` WHERE `+where+` AND `+guestLinkWorks, all...)
	if err != nil {
		return false, fmt.Errorf("change a link for a guest: %w", err)
	}
	return n > 0, nil
}
