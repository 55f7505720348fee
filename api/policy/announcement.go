package policy

import (
	"context"
	"fmt"
	"slices"
	"time"

	"latchkey/api/change"
	"latchkey/api/mail"
	"latchkey/api/store"
)

// Announcement is the mail that would be sent, to how many, and what they have to do.
type Announcement struct {
	Mail       bool // whether this deployment sends any
	People     int64
	ToConnect  int64 // people who can sign in only once they have connected an account
	Message    mail.Shown
	ReminderAt time.Time // zero: there is none
}

// PreviewRequirement says who would get a mail that SSO is required from a time on, with
// some more people exempt, and shows it in a language.
func (p *Policies) PreviewRequirement(ctx context.Context, by change.Actor, from time.Time, exempt []string, language string) (Announcement, error) {
	is := Announcement{Mail: p.Mail.On}
	o, err := p.Store.OrganizationByID(ctx, by.OrganizationID)
	if err != nil {
		return is, fmt.Errorf("read an organization: %w", err)
	}
	me, err := p.Store.UserByID(ctx, by.OrganizationID, by.ID)
	if err != nil {
		return is, fmt.Errorf("read a user: %w", err)
	}
	without := append(slices.Clone(exempt), by.ID)
	if is.People, err = p.countLosing(ctx, o, from, without); err != nil {
		return is, err
	}
	if is.ToConnect, err = p.Store.CountToConnect(ctx, o.ID, without); err != nil {
		return is, fmt.Errorf("count people without an account: %w", err)
	}
	made, err := howToSignIn(ctx, p.Store.Rows, me, nil) // as those read it who have connected nothing
	if err != nil {
		return is, err
	}
	made.Values[fromValue] = from.Format(time.RFC3339Nano)
	is.Message, err = mail.Show(p.PublicURL, store.DueMail{
		Mail:             store.Mail{Kind: string(mail.SSORequired), CreatedAt: store.At(p.Now())},
		Reader:           store.Reader{Name: me.Name, Language: language, TimeZone: me.TimeZone},
		OrganizationName: o.Name, OrganizationCode: o.Code,
	}, made.Values)
	if err != nil {
		return is, fmt.Errorf("write the mail: %w", err)
	}
	if at := reminderAt(from); !p.Now().After(at.Add(-mailedLately)) {
		is.ReminderAt = at
	}
	return is, nil
}

// countLosing counts who loses their password when SSO is required from a time on.
func (p *Policies) countLosing(ctx context.Context, o store.Organization, from time.Time, exempt []string) (int64, error) {
	if now := p.Now(); !o.PasswordSignIn || inForce(o, now) && !from.After(now) {
		return 0, nil
	}
	slices.Sort(exempt)
	n, err := p.Store.CountLosingPassword(ctx, o.ID, slices.Compact(exempt))
	if err != nil {
		return 0, fmt.Errorf("count people with a password: %w", err)
	}
	return n, nil
}
