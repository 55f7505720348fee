package health

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

// WarnOfExpiringSecrets mails the super admins about client secrets in use that expire
// within 30, 14, 7 days and one day: once for each secret and step. What cannot be
// written is tried again the next time, and does not hold up the rest.
func (h *Health) WarnOfExpiringSecrets(ctx context.Context) error {
	if !h.Mail.On {
		return nil
	}
	now := h.Now()
	var failed []error
	for last := (store.SecretWarning{ExpiresAt: store.At(now)}); ; {
		page, err := h.Store.SecretWarnings(ctx, last, now.Add(30*day), warningsPerPage)
		if err != nil {
			return errors.Join(append(failed, err)...)
		}
		failed = append(failed, h.Mail.AddAll(ctx, h.Store.Rows, expiryMessages(page, now)))
		if len(page) < warningsPerPage || ctx.Err() != nil {
			return errors.Join(failed...)
		}
		last = page[len(page)-1]
	}
}

// warningsPerPage is how many warnings one statement reads and writes.
const warningsPerPage = 500

// expiryMessages are the mails of warnings.
func expiryMessages(warnings []store.SecretWarning, now time.Time) []mail.Message {
	messages := make([]mail.Message, len(warnings))
	for i, w := range warnings {
		left := w.ExpiresAt.Sub(now)
		messages[i] = mail.Message{
			Kind: mail.SecretExpiring, OrganizationID: w.OrganizationID, UserID: w.UserID, To: w.Email,
			Values: map[string]string{
				"provider": cmp.Or(w.Label, w.Provider), "day": w.ExpiresAt.UTC().Format(time.DateOnly),
				"days": strconv.Itoa(int((left + day - 1) / day)),
			},
			Once: "secret_expiring|" + w.VersionID + "|" + strconv.Itoa(expiryStep(left)) + "|" + w.UserID,
		}
	}
	return messages
}

// expiryStep is the step of the warnings that a secret has reached, in days.
func expiryStep(left time.Duration) int {
	for _, days := range []int{1, 7, 14} {
		if left <= time.Duration(days)*day {
			return days
		}
	}
	return 30
}
