package service

import (
	"cmp"
	"context"
	"errors"
	"strconv"
	"time"

	"latchkey/api/mail"
	"latchkey/api/store"
)

const day = 24 * time.Hour

// warningsPerPage is how many warnings one statement reads and writes.
const warningsPerPage = 500

// WarnOfExpiringKeys mails the super admins about secrets of services that expire within
// 30, 14, 7 days and one day: once for each secret and step. What cannot be written is
// tried again the next time, and does not hold up the rest.
func (s *Services) WarnOfExpiringKeys(ctx context.Context) error {
	if !s.Mail.On {
		return nil
	}
	now := s.Now()
	var failed []error
	for last := (store.ServiceSecretWarning{ExpiresAt: store.At(now)}); ; {
		page, err := s.Store.ServiceSecretWarnings(ctx, last, now.Add(30*day), warningsPerPage)
		if err != nil {
			return errors.Join(append(failed, err)...)
		}
		failed = append(failed, s.Mail.AddAll(ctx, s.Store.Rows, warnings(page, now)))
		if len(page) < warningsPerPage || ctx.Err() != nil {
			return errors.Join(failed...)
		}
		last = page[len(page)-1]
	}
}

// warnings are the mails.
func warnings(page []store.ServiceSecretWarning, now time.Time) []mail.Message {
	messages := make([]mail.Message, len(page))
	for i, w := range page {
		left := w.ExpiresAt.Sub(now)
		messages[i] = mail.Message{
			Kind: mail.KeyExpiring, OrganizationID: w.OrganizationID, UserID: w.UserID, To: w.Email,
			Values: map[string]string{
				"service": w.Name, "key": cmp.Or(w.First, w.SecretID), "day": w.ExpiresAt.UTC().Format(time.DateOnly),
				"days": strconv.Itoa(int((left + day - 1) / day)),
			},
			Once: "key_expiring|" + w.SecretID + "|" + strconv.Itoa(step(left)) + "|" + w.UserID,
		}
	}
	return messages
}

// step is the step of the warnings that a secret has reached, in days.
func step(left time.Duration) int {
	for _, days := range []int{1, 7, 14} {
		if left <= time.Duration(days)*day {
			return days
		}
	}
	return 30
}
