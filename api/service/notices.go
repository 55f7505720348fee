package service

import (
	"cmp"
	"context"
	"time"

	"latchkey/api/mail"
	"latchkey/api/store"
)

// WarnOfExpiringKeys mails the super admins about secrets of services that expire within
// 30, 14, 7 days and one day: once for each secret and step.
func (s *Services) WarnOfExpiringKeys(ctx context.Context) error {
	now := s.Now()
	read := func(last store.ServiceSecretWarning) ([]store.ServiceSecretWarning, error) {
		return s.Store.ServiceSecretWarnings(ctx, last, now.Add(mail.ExpiryNotice), mail.ExpiryPage)
	}
	return mail.WarnOfExpiry(ctx, s.Mail, s.Store.Rows, store.ServiceSecretWarning{ExpiresAt: store.At(now)}, read, func(w store.ServiceSecretWarning) mail.Message {
		days, step := mail.DaysLeft(w.ExpiresAt.Sub(now))
		return mail.Message{
			Kind: mail.KeyExpiring, OrganizationID: w.OrganizationID, UserID: w.UserID, To: w.Email,
			Values: map[string]string{
				"service": w.Name, "key": cmp.Or(w.First, w.SecretID), "day": w.ExpiresAt.UTC().Format(time.DateOnly), "days": days,
			},
			Once: "key_expiring|" + w.SecretID + "|" + step + "|" + w.UserID,
		}
	})
}
