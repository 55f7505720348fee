package health

import (
	"context"
	"errors"
	"time"

	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/store"
)

// confirmWithin is how long a refusal of the credentials waits for a second one before
// it counts as a mistake of the provider (spec "Degraded").
const confirmWithin = 60 * time.Second

// Refused records that a connection does not work, if the refusal says so. A
// provider that is merely unreachable degrades nothing.
func (h *Health) Refused(ctx context.Context, l store.LiveConnection, err error) {
	f := fault.Of(err)
	if f.Code != fault.SSOAppInvalid || l.ID == "" {
		return
	}
	var verdict store.Verdict
	err = h.Store.InTx(ctx, func(rows store.Rows) (err error) {
		now := h.Now()
		verdict, err = rows.MarkRefused(ctx, store.CredentialsRefused{OrganizationID: l.OrganizationID, ConnectionID: l.ID, VersionID: l.VersionID, Reason: f.Reason, At: now}, confirmWithin)
		if err != nil || verdict != store.HealthDegraded || l.Health.Health == store.HealthDegraded {
			return err
		}
		return h.tellDegraded(ctx, rows, l, f.Reason, now)
	})
	if err != nil {
		if !errors.Is(err, store.ErrNotFound) { // not found: the version is no longer live
			h.Log.ErrorContext(ctx, "connection health not written", "connection", l.ID, "error", err)
		}
		return
	}
	if verdict == store.HealthDegraded && l.Health.Health != store.HealthDegraded {
		h.Log.WarnContext(ctx, "connection degraded", "organization", l.OrganizationID, "connection", l.ID,
			"provider", l.Provider, "reason", f.Reason)
	}
}

// Working records that the provider accepted the credentials, whatever is refused
// after that. So a trial sign-in ends the degraded state.
func (h *Health) Working(ctx context.Context, l store.LiveConnection) {
	if l.Health.Health == store.HealthOK {
		return
	}
	if err := h.works(ctx, l); err != nil {
		h.Log.ErrorContext(ctx, "connection health not written", "connection", l.ID, "error", err)
	}
}

// works records that a connection works, and tells of it if it did not.
func (h *Health) works(ctx context.Context, l store.LiveConnection) error {
	return h.Store.InTx(ctx, func(rows store.Rows) error {
		since, err := rows.DegradedSince(ctx, l.OrganizationID, l.ID)
		if err != nil {
			return err
		}
		did, err := rows.MarkWorking(ctx, l.OrganizationID, l.ID, l.VersionID)
		if err != nil || !did || since.IsZero() {
			return err
		}
		return event.Recovered(ctx, rows, l.OrganizationID, l.ID, h.Now())
	})
}
