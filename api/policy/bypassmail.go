package policy

import (
	"context"
	"fmt"
	"time"

	"latchkey/api/email"
	"latchkey/api/fault"
	"latchkey/api/mail"
	"latchkey/api/store"
)

// bypassMailLife is how long the mail with a bypass link is worth sending.
const bypassMailLife = 15 * time.Minute

// addressValue is where the mail keeps the IP address of the request (S15).
const addressValue = "address"

// AskBypass queues a mail with a bypass link, which anonymous people may request. It does
// the same work for unknown addresses; MakeBypass looks for the user when the mail is
// sent. 404 if no mail is sent here.
func (p *Policies) AskBypass(ctx context.Context, o store.Organization, to, ip string) error {
	if !p.Mail.On {
		return fault.Because(fault.NotFound, "no_mail")
	}
	return p.Mail.AddOnRequest(ctx, p.Store, mail.Message{
		Kind: mail.BypassLink, OrganizationID: o.ID, To: to, Life: bypassMailLife,
		Values: map[string]string{addressValue: ip},
		Once:   string(mail.BypassLink) + ":" + email.Fold(to),
	})
}

// MakeBypass is the mail.SecretRenderer of those mails: it makes a link for an active
// super admin of an organization that requires SSO.
func (p *Policies) MakeBypass(ctx context.Context, rows store.Rows, m store.Mail) (mail.Made, bool, error) {
	u, err := p.Mail.RequestedBy(ctx, rows, m)
	if err != nil || u == nil {
		return mail.Made{}, false, err
	}
	o, err := rows.OrganizationByID(ctx, m.OrganizationID)
	if err != nil {
		return mail.Made{}, false, fmt.Errorf("read an organization: %w", err)
	}
	if !o.Active || o.PasswordsOpen(p.Now()) || !u.Governs() {
		return mail.Made{}, false, nil
	}
	values, err := mail.ValuesOf(m)
	if err != nil {
		return mail.Made{}, false, err
	}
	token, err := p.addBypass(ctx, rows, *u, store.ActorSystem, map[string]any{"address": values[addressValue]})
	if err != nil {
		return mail.Made{}, false, err
	}
	// The token is in the fragment, which browsers do not send.
	link := p.PublicURL + "/o/" + o.Code + "/bypass#" + token
	return mail.Made{UserID: u.ID, To: u.Email, Values: map[string]string{"url": link, addressValue: values[addressValue]}}, true, nil
}
