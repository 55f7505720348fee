package health

import (
	"context"
	"strconv"
	"time"

	"latchkey/api/event"
	"latchkey/api/mail"
	"latchkey/api/store"
)

// tellDegraded mails the super admins that a connection is degraded, and tells integrators,
// once each time.
func (h *Health) tellDegraded(ctx context.Context, rows store.Rows, l store.LiveConnection, reason string, now time.Time) error {
	since, err := rows.DegradedSince(ctx, l.OrganizationID, l.ID)
	if err != nil || since.IsZero() {
		return err
	}
	if since == store.At(now) { // and not by another refusal before
		if err := event.Degraded(ctx, rows, l.OrganizationID, l.ID, now); err != nil {
			return err
		}
	}
	if !h.Mail.On {
		return nil
	}
	return h.Mail.AddToSuperAdmins(ctx, rows, mail.Message{
		Kind: mail.Degraded, OrganizationID: l.OrganizationID,
		Values: map[string]string{"provider": l.ProviderName(), "reason": reason},
		Once:   degradedOnce(l.ID, since),
	})
}

// superAdminMailed says whether the mail of [Health.mailDegraded] was sent to a super
// admin; one that is still queued has reached nobody.
func (h *Health) superAdminMailed(ctx context.Context, l store.LiveConnection) bool {
	mailed, err := h.Store.SuperAdminMailed(ctx, l.OrganizationID, degradedOnce(l.ID, l.HealthSince))
	if err != nil { // the refusal stands without the sentence
		h.Log.ErrorContext(ctx, "mails to super admins not read", "connection", l.ID, "error", err)
	}
	return mailed
}

func degradedOnce(connectionID string, since store.Time) string {
	return "degraded|" + connectionID + "|" + strconv.FormatInt(since.UnixMicro(), 10)
}
