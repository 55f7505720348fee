package guest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"latchkey/api/change"
	"latchkey/api/fault"
	"latchkey/api/mail"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// How many messages with links go out: their addresses are anybody's, and more would make us
// a way to pester people who never asked.
const (
	mailsApart = time.Minute // to one address
	mailsAHour = 20          // of an organization
)

// linkValue is where a mail keeps which link it is about.
const linkValue = "link"

// mail queues the message with a link; RenderSetupLink says what is in it.
func (l *Links) mail(ctx context.Context, tx change.Tx, link store.GuestLink, to string) error {
	if !l.Mail.On {
		return fault.Invalid(fault.Field{Pointer: "/mailTo", Code: "invalid"})
	}
	early, err := tx.MailRequested(ctx, link.OrganizationID, string(mail.SetupLink), to, tx.At.Add(-mailsApart))
	if err != nil {
		return fmt.Errorf("look for a mail to the same address: %w", err)
	}
	if early {
		return &fault.Fault{Code: fault.RateLimited, Reason: "setup_link_mailed", RetryAfter: mailsApart}
	}
	n, err := tx.MailsWritten(ctx, link.OrganizationID, string(mail.SetupLink), tx.At.Add(-time.Hour))
	if err != nil {
		return fmt.Errorf("count the mails with links: %w", err)
	}
	if n >= mailsAHour {
		return &fault.Fault{Code: fault.RateLimited, Reason: "setup_link_mails", RetryAfter: time.Hour}
	}
	return l.Mail.Add(ctx, tx.Rows, mail.Message{
		Kind: mail.SetupLink, OrganizationID: link.OrganizationID, To: to, Values: map[string]string{linkValue: link.ID},
	})
}

// RenderSetupLink is the mail.SecretRenderer of those mails. Its token is another than the one
// that was shown, since none is kept; both open the same link and end with it. A link that
// is over, or whose creator may not make one any more, is mailed to nobody.
func (l *Links) RenderSetupLink(ctx context.Context, rows store.Rows, m store.Mail) (mail.Made, bool, error) {
	values, err := mail.ValuesOf(m)
	if err != nil {
		return mail.Made{}, false, err
	}
	token := secret.NewToken()
	link, err := rows.MailGuestLink(ctx, m.OrganizationID, values[linkValue], secret.Hash(token), l.Now())
	if err != nil {
		return nobody(err, "keep the token of a mailed link")
	}
	creator, err := rows.UserByID(ctx, m.OrganizationID, link.CreatedBy)
	if err != nil || !creator.Governs() {
		return nobody(err, "read who made a link")
	}
	conn, err := rows.ConnectionByID(ctx, m.OrganizationID, link.ConnectionID)
	if err != nil || conn.State == store.Removed {
		return nobody(err, "read the connection of a link")
	}
	return mail.Made{UserID: creator.ID, To: m.Recipient, Values: map[string]string{
		"url": l.address(token), "provider": cmp.Or(conn.Label, conn.Provider), "sender": creator.Name + ", " + creator.Email,
		"day": link.ExpiresAt.UTC().Format(time.DateOnly),
	}}, true, nil
}

// nobody is to get a mail whose cause is gone; another error is one.
func nobody(err error, doing string) (mail.Made, bool, error) {
	if err == nil || errors.Is(err, store.ErrNotFound) {
		return mail.Made{}, false, nil
	}
	return mail.Made{}, false, fmt.Errorf("%s: %w", doing, err)
}
