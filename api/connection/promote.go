package connection

import (
	"context"

	"latchkey/api/change"
	"latchkey/api/event"
	"latchkey/api/store"
)

// Promote makes a version of a connection the live one. It belongs inside a guarded
// change, with both rows read there, and leaves the state of the connection as it is. The
// version that was live is retired; while a rotation keeps its secret it stays as the
// fallback. What was believed of the old credentials is forgotten. It counts as a change
// of the connection (revision) and audits connection.live; that the version has passed
// its test is for the caller to know, and to write.
func (c *Connections) Promote(ctx context.Context, tx change.Tx, conn store.Connection, version store.Version) error {
	next, old, err := c.replaceLive(ctx, tx.Rows, conn, version)
	if err != nil {
		return err
	}
	if old.ID != "" && version.KeepOldUntil.After(tx.At) && sameApplication(old, version) {
		next.FallbackVersionID, next.FallbackUntil = &old.ID, version.KeepOldUntil
	}
	detail := map[string]any{"version": version.Number, "client_id": version.ClientID}
	if old.ID != "" {
		detail["replaces"] = old.Number
	}
	if !next.FallbackUntil.IsZero() {
		detail["keep_old_until"] = next.FallbackUntil.Time
	}
	return write(ctx, tx, next, event.ConnectionLive, detail)
}

// replaceLive moves the versions and gives the connection that is to be written,
// without a fallback, and the version that was live, if another was.
func (c *Connections) replaceLive(ctx context.Context, rows store.Rows, conn store.Connection, version store.Version) (next store.Connection, old store.Version, err error) {
	next = conn
	next.FallbackVersionID, next.FallbackUntil, next.FallbackUsedAt = nil, store.Time{}, store.Time{}
	if conn.LiveVersionID != nil && *conn.LiveVersionID != version.ID {
		if old, err = rows.VersionOf(ctx, conn.OrganizationID, *conn.LiveVersionID); err != nil {
			return next, old, err
		}
		if err := rows.SetVersionState(ctx, conn.OrganizationID, old.ID, store.VersionRetired); err != nil {
			return next, old, err
		}
	}
	if err := rows.SetVersionState(ctx, conn.OrganizationID, version.ID, store.VersionLive); err != nil {
		return next, old, err
	}
	next.LiveVersionID = &version.ID
	if conn.DraftVersionID != nil && *conn.DraftVersionID == version.ID {
		next.DraftVersionID = nil
	}
	return next, old, c.startAnew(ctx, rows, conn)
}

// startAnew forgets that a connection did not work, and tells integrators if it is news.
func (c *Connections) startAnew(ctx context.Context, rows store.Rows, was store.Connection) error {
	if was.Health.Health == store.HealthDegraded {
		if err := event.Recovered(ctx, rows, was.OrganizationID, was.ID, c.Now()); err != nil {
			return err
		}
	}
	return rows.ResetHealth(ctx, was.OrganizationID, was.ID)
}

// sameApplication says whether two versions differ by nothing but the secret.
func sameApplication(a, b store.Version) bool {
	return !a.LetsOthersIn(b)
}

// write writes a changed connection with who changed it and the event that says so.
func write(ctx context.Context, tx change.Tx, next store.Connection, kind event.Kind, detail map[string]any) error {
	next.UpdatedAt, next.ChangedBy = store.At(tx.At), tx.By.ID
	if err := tx.UpdateConnection(ctx, next); err != nil {
		return err
	}
	return tx.Record(ctx, kind, next.ID, detail)
}
