package policy

import (
	"context"
	"errors"
	"fmt"
	"time"

	"latchkey/api/mail"
)

const (
	// remindBefore is how long before SSO is required people get a reminder.
	remindBefore = 24 * time.Hour
	// mailedLately: who got the first mail so short a time before gets no reminder.
	mailedLately = 12 * time.Hour
)

// RemindOfSSO mails them again on the day before, once for each date, whatever the number
// of replicas. It leaves out who got the first mail, or a password and that mail, only
// hours before.
func (p *Policies) RemindOfSSO(ctx context.Context) error {
	if !p.Mail.On {
		return nil
	}
	now := p.Now()
	soon, err := p.Store.AboutToRequire(ctx, now, now.Add(remindBefore))
	if err != nil {
		return fmt.Errorf("list who is about to require SSO: %w", err)
	}
	var failed []error
	for _, o := range soon {
		from := o.SSORequiredAt
		failed = append(failed, p.Mail.AddToPasswordUsers(ctx, p.Store.Rows, mail.Message{
			Kind: mail.SSOTomorrow, OrganizationID: o.ID, Values: noticeValues(o), Life: from.Sub(now),
			Once: onceForDate(mail.SSOTomorrow, o),
		}, reminderAt(from.Time).Add(-mailedLately)))
	}
	return errors.Join(failed...)
}

func reminderAt(from time.Time) time.Time { return from.Add(-remindBefore) }
