package health

import (
	"cmp"
	"context"
	"time"

	"latchkey/api/mail"
	"latchkey/api/store"
)

// WarnOfExpiringSecrets mails the super admins about client secrets in use that expire
// within 30, 14, 7 days and one day: once for each secret and step.
func (h *Health) WarnOfExpiringSecrets(ctx context.Context) error {
	now := h.Now()
	read := func(last store.SecretWarning) ([]store.SecretWarning, error) {
		return h.Store.SecretWarnings(ctx, last, now.Add(mail.ExpiryNotice), mail.ExpiryPage)
	}
	return mail.WarnOfExpiry(ctx, h.Mail, h.Store.Rows, store.SecretWarning{ExpiresAt: store.At(now)}, read, func(w store.SecretWarning) mail.Message {
		days, step := mail.DaysLeft(w.ExpiresAt.Sub(now))
		return mail.Message{
			Kind: mail.SecretExpiring, OrganizationID: w.OrganizationID, UserID: w.UserID, To: w.Email,
			Values: map[string]string{
				"provider": cmp.Or(w.Label, w.Provider), "day": w.ExpiresAt.UTC().Format(time.DateOnly), "days": days,
			},
			Once: "secret_expiring|" + w.VersionID + "|" + step + "|" + w.UserID,
		}
	})
}
