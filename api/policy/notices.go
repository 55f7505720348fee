package policy

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"latchkey/api/mail"
	"latchkey/api/store"
)

// What a mail keeps of the requirement.
const (
	fromValue      = "from"      // from when SSO is required of its reader
	exemptionValue = "exemption" // "ended": until then they were exempt
)

// noticeValues are the values of a mail about the requirement.
func noticeValues(o store.Organization) map[string]string {
	return map[string]string{fromValue: o.SSORequiredAt.Format(time.RFC3339Nano)}
}

// announce mails everybody who will not be able to use their password, in the
// transaction of the requirement: once for each date, unless another date was mailed
// since. Where passwords are off already there is nothing to lose.
func (p *Policies) announce(ctx context.Context, rows store.Rows, o store.Organization) error {
	if !o.PasswordSignIn {
		return nil
	}
	if err := rows.ForgetMailedBefore(ctx, o.ID, string(mail.SSORequired)); err != nil {
		return fmt.Errorf("read which date was mailed last: %w", err)
	}
	return p.Mail.AddToPasswordUsers(ctx, rows, mail.Message{
		Kind: mail.SSORequired, OrganizationID: o.ID, Values: noticeValues(o), Once: onceForDate(mail.SSORequired, o),
	}, time.Time{})
}

// onceForDate makes a second mail of a kind about the same date superfluous.
func onceForDate(kind mail.Kind, o store.Organization) string {
	return string(kind) + "|" + strconv.FormatInt(o.SSORequiredAt.UnixMicro(), 10)
}

// MailExemptionEnded mails a user whose password stops working at this moment, because
// SSO is required and they are not exempt any more. What waited for them is void.
func MailExemptionEnded(ctx context.Context, rows store.Rows, outbox mail.Outbox, was, is store.User, now time.Time) error {
	if !was.Exempt || is.Exempt || !is.Active || !rows.PasswordUsable(is.PasswordHash) {
		return nil
	}
	o, err := rows.OrganizationByID(ctx, is.OrganizationID)
	if err != nil {
		return fmt.Errorf("read an organization: %w", err)
	}
	if o.PasswordsOpen(now) {
		return nil
	}
	if err := rows.DropWaitingMails(ctx, o.ID, is.ID, string(mail.SSORequired)); err != nil {
		return fmt.Errorf("drop older mails: %w", err)
	}
	return outbox.AddTo(ctx, rows, is.ID, mail.Message{
		Kind: mail.SSORequired, OrganizationID: o.ID,
		Values: map[string]string{fromValue: now.Format(time.RFC3339Nano), exemptionValue: "ended"},
	})
}

// MakeSSONotice is the mail.SecretRenderer of both: it drops a mail that is not true any
// more, because the date was changed or removed, or the user keeps their password.
func (p *Policies) MakeSSONotice(ctx context.Context, rows store.Rows, m store.Mail) (mail.Made, bool, error) {
	values, err := mail.ValuesOf(m)
	if err != nil {
		return mail.Made{}, false, err
	}
	o, u, err := recipientOf(ctx, rows, m)
	if err != nil || u == nil {
		return mail.Made{}, false, err
	}
	if !p.stillRequired(o, values) || u.Exempt || !rows.PasswordUsable(u.PasswordHash) {
		return mail.Made{}, false, nil
	}
	links, err := rows.IdentitiesOf(ctx, o.ID, u.ID)
	if err != nil {
		return mail.Made{}, false, fmt.Errorf("list links: %w", err)
	}
	made, err := howToSignIn(ctx, rows, *u, links)
	if err != nil {
		return mail.Made{}, false, err
	}
	made.Values["zone"], err = zoneOfChanger(ctx, rows, o)
	return made, true, err
}

// zoneOfChanger is the time zone of the user who last changed the policy, which holds
// for readers who have chosen none; "" if that was no user, or they have none either.
func zoneOfChanger(ctx context.Context, rows store.Rows, o store.Organization) (string, error) {
	u, err := rows.UserByID(ctx, o.ID, o.ChangedBy)
	if errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read who changed the policy: %w", err)
	}
	return u.TimeZone, nil
}

// stillRequired says whether SSO is required as a mail says it.
func (p *Policies) stillRequired(o store.Organization, values map[string]string) bool {
	if values[exemptionValue] != "" {
		return !o.PasswordsOpen(p.Now())
	}
	return o.PasswordSignIn && noticeValues(o)[fromValue] == values[fromValue]
}
