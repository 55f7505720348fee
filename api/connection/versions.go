package connection

import (
	"context"
	"errors"

	"latchkey/api/change"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/store"
)

// newestOf reads the version that was saved last: the draft, else the live one;
// nil when there is none.
func newestOf(ctx context.Context, rows store.Rows, conn store.Connection) (*store.Version, error) {
	id := conn.DraftVersionID
	if id == nil {
		id = conn.LiveVersionID
	}
	if id == nil {
		return nil, nil
	}
	v, err := rows.VersionOf(ctx, conn.OrganizationID, *id)
	return &v, err
}

func retireDraft(ctx context.Context, rows store.Rows, conn store.Connection) error {
	if conn.DraftVersionID == nil {
		return nil
	}
	return rows.SetVersionState(ctx, conn.OrganizationID, *conn.DraftVersionID, store.VersionRetired)
}

// DiscardDraft drops the version that is not live yet.
func (c *Connections) DiscardDraft(ctx context.Context, t Target) (View, error) {
	return c.change(ctx, t, func(tx change.Tx, conn store.Connection) error {
		if conn.DraftVersionID == nil {
			return fault.Because(fault.NotFound, "no_draft")
		}
		if err := retireDraft(ctx, tx.Rows, conn); err != nil {
			return err
		}
		next := conn
		next.DraftVersionID = nil
		return write(ctx, tx, next, event.ConnectionDraftDiscarded, store.Difference(conn, next))
	})
}

// EndRotation stops trying the old secret.
func (c *Connections) EndRotation(ctx context.Context, t Target) (View, error) {
	return c.change(ctx, t, func(tx change.Tx, conn store.Connection) error {
		if conn.FallbackVersionID == nil {
			return fault.Because(fault.NotFound, "no_rotation")
		}
		next := conn
		next.FallbackVersionID, next.FallbackUntil, next.FallbackUsedAt = nil, store.Time{}, store.Time{}
		return write(ctx, tx, next, event.ConnectionRotationEnded, store.Difference(conn, next))
	})
}

// Restore makes a version that has passed a test live again at once. The state
// of the connection stays, and so does a draft. A version that differs by its
// secret alone is restored without asking who it is: that mends what is broken.
func (c *Connections) Restore(ctx context.Context, t Target, versionID string) (View, error) {
	return c.change(ctx, t, func(tx change.Tx, conn store.Connection) error {
		version, err := tx.VersionOf(ctx, conn.OrganizationID, versionID)
		switch {
		case errors.Is(err, store.ErrNotFound) || err == nil && version.ConnectionID != conn.ID:
			return fault.Because(fault.NotFound, "no_version")
		case err != nil:
			return err
		case conn.LiveVersionID != nil && *conn.LiveVersionID == version.ID:
			return fault.Because(fault.Conflict, "already_live")
		case version.PassedAt.IsZero():
			return fault.Because(fault.TestRequired, "version_not_passed")
		}
		elsewhere, err := replacesLive(ctx, tx.Rows, conn, version)
		if err != nil {
			return err
		}
		if elsewhere || len(conn.LockedTo) == 0 { // through an unlocked one anybody of the provider comes
			if err := tx.AskRecent(ctx); err != nil {
				return err
			}
		}
		next, old, err := c.replaceLive(ctx, tx.Rows, conn, version)
		if err != nil {
			return err
		}
		detail := map[string]any{"version": version.Number}
		if old.ID != "" {
			detail["replaces"] = old.Number
		}
		return write(ctx, tx, next, event.ConnectionRestored, detail)
	})
}
