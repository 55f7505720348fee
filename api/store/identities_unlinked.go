package store

import (
	"context"
	"fmt"
	"time"
)

// Unlink takes a link away and returns what was linked. Of several that would
// unlink it one does; the others get ErrNotFound. It is remembered, so that no
// sign-in links the account or the user again without a proof, and what the user
// began before is void. It belongs inside a transaction.
func (r Rows) Unlink(ctx context.Context, organizationID, userID, identityID string, now time.Time) (Identity, error) {
	i, err := r.Displace(ctx, organizationID, userID, identityID)
	if err != nil {
		return Identity{}, err
	}
	_, err = r.exec(ctx, `
		INSERT INTO unlinked (organization_id, connection_id, user_id, issuer, subject, tenant_id, object_id, unlinked_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (connection_id, user_id, issuer, subject)
		DO UPDATE SET tenant_id = excluded.tenant_id, object_id = excluded.object_id, unlinked_at = excluded.unlinked_at`,
		i.OrganizationID, i.ConnectionID, i.UserID, i.Issuer, i.Subject, i.TenantID, i.ObjectID, At(now))
	if err != nil {
		return Identity{}, fmt.Errorf("remember what was linked: %w", err)
	}
	return i, nil
}

// Displace is Unlink for a link that gives way to another one of that user. It is
// not remembered: who comes with the old account finds that the user has another.
// It takes the person before the account, as whoever signs in with it does.
func (r Rows) Displace(ctx context.Context, organizationID, userID, identityID string) (Identity, error) {
	if err := r.VoidUnfinished(ctx, organizationID, userID); err != nil {
		return Identity{}, err
	}
	i, err := r.removeIdentity(ctx, organizationID, userID, identityID)
	if err != nil {
		return Identity{}, err
	}
	if _, err := r.exec(ctx, `
		DELETE FROM pending_links WHERE organization_id = ? AND connection_id = ? AND issuer = ? AND subject = ?`,
		i.OrganizationID, i.ConnectionID, i.Issuer, i.Subject); err != nil {
		return Identity{}, fmt.Errorf("drop the link pages of an account: %w", err)
	}
	return i, nil
}

func (r Rows) removeIdentity(ctx context.Context, organizationID, userID, identityID string) (Identity, error) {
	var i Identity
	err := r.take(ctx, &i, `
		DELETE FROM identities WHERE organization_id = ? AND user_id = ? AND id = ?
		RETURNING `+identityColumns, organizationID, userID, identityID)
	return i, err
}

// wasUnlinked finds whether the account or the user of a link was disconnected before at this
// connection: nothing but a proof links them then.
const wasUnlinked = `SELECT 1 FROM unlinked d WHERE d.organization_id = ? AND d.connection_id = ?
			AND (d.user_id = ? OR d.issuer = ? AND d.subject = ? OR d.tenant_id = ? AND d.object_id = ?)`

// disconnected are the values that wasUnlinked asks for.
func (i Identity) disconnected() []any {
	return []any{i.OrganizationID, i.ConnectionID, i.UserID, i.Issuer, i.Subject, i.TenantID, i.ObjectID}
}
