package access

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"latchkey/api/email"
	"latchkey/api/idp/provider"
	"latchkey/api/mail"
	"latchkey/api/store"
)

const (
	// remindBefore is how long before SSO is required people get a reminder.
	remindBefore = 24 * time.Hour
	// mailedLately: who got the first mail so short a time before gets no reminder.
	mailedLately = 12 * time.Hour
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
func (a *Access) announce(ctx context.Context, rows store.Rows, o store.Organization) error {
	if !o.PasswordSignIn {
		return nil
	}
	if err := rows.ForgetMailedBefore(ctx, o.ID, string(mail.SSORequired)); err != nil {
		return fmt.Errorf("read which date was mailed last: %w", err)
	}
	return a.Mail.AddToPasswordUsers(ctx, rows, mail.Message{
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
	if !was.Exempt || is.Exempt || !is.Active || !rows.Opens(is.PasswordHash) {
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

// RemindOfSSO mails them again on the day before, once for each date, whatever the number
// of replicas. It leaves out who got the first mail, or a password and that mail, only
// hours before.
func (a *Access) RemindOfSSO(ctx context.Context) error {
	if !a.Mail.On {
		return nil
	}
	now := a.Now()
	soon, err := a.Store.AboutToRequire(ctx, now, now.Add(remindBefore))
	if err != nil {
		return fmt.Errorf("list who is about to require SSO: %w", err)
	}
	var failed []error
	for _, o := range soon {
		from := o.SSORequiredAt
		failed = append(failed, a.Mail.AddToPasswordUsers(ctx, a.Store.Rows, mail.Message{
			Kind: mail.SSOTomorrow, OrganizationID: o.ID, Values: noticeValues(o), Life: from.Sub(now),
			Once: onceForDate(mail.SSOTomorrow, o),
		}, reminderAt(from.Time).Add(-mailedLately)))
	}
	return errors.Join(failed...)
}

func reminderAt(from time.Time) time.Time { return from.Add(-remindBefore) }

// MakeSSONotice is the mail.SecretRenderer of both: it drops a mail that is not true any
// more, because the date was changed or removed, or the user keeps their password.
func (a *Access) MakeSSONotice(ctx context.Context, rows store.Rows, m store.Mail) (mail.Made, bool, error) {
	values, err := mail.ValuesOf(m)
	if err != nil {
		return mail.Made{}, false, err
	}
	o, u, err := a.recipientOf(ctx, rows, m)
	if err != nil || u == nil {
		return mail.Made{}, false, err
	}
	if !a.stillRequired(o, values) || u.Exempt || !rows.Opens(u.PasswordHash) {
		return mail.Made{}, false, nil
	}
	links, err := rows.IdentitiesOf(ctx, o.ID, u.ID)
	if err != nil {
		return mail.Made{}, false, fmt.Errorf("list links: %w", err)
	}
	made, err := a.howToSignIn(ctx, rows, *u, links)
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
func (a *Access) stillRequired(o store.Organization, values map[string]string) bool {
	if values[exemptionValue] != "" {
		return !o.PasswordsOpen(a.Now())
	}
	return o.PasswordSignIn && noticeValues(o)[fromValue] == values[fromValue]
}

// MakeInvitation is the mail.SecretRenderer of invitations.
func (a *Access) MakeInvitation(ctx context.Context, rows store.Rows, m store.Mail) (mail.Made, bool, error) {
	_, u, err := a.recipientOf(ctx, rows, m)
	if err != nil || u == nil {
		return mail.Made{}, false, err
	}
	made, err := a.howToSignIn(ctx, rows, *u, nil)
	return made, made.Values["providers"] != "", err
}

// recipientOf reads the recipient of a mail as they are now; nil: nobody is to get it.
func (a *Access) recipientOf(ctx context.Context, rows store.Rows, m store.Mail) (store.Organization, *store.User, error) {
	o, err := rows.OrganizationByID(ctx, m.OrganizationID)
	if err != nil {
		return o, nil, fmt.Errorf("read an organization: %w", err)
	}
	if m.UserID == nil {
		return o, nil, nil
	}
	u, err := rows.UserByID(ctx, m.OrganizationID, *m.UserID)
	if errors.Is(err, store.ErrNotFound) {
		return o, nil, nil
	}
	if err != nil {
		return o, nil, fmt.Errorf("read a user: %w", err)
	}
	if !o.Active || !u.Active {
		return o, nil, nil
	}
	return o, &u, nil
}

// howToSignIn is what a mail says about signing in: which account of which provider, by
// these links or, where they are of none that is on, as somebody new.
func (a *Access) howToSignIn(ctx context.Context, rows store.Rows, u store.User, links []store.Identity) (mail.Made, error) {
	on, err := providersOn(ctx, rows, u.OrganizationID)
	if err != nil {
		return mail.Made{}, err
	}
	connected := slices.DeleteFunc(slices.Clone(on), func(c store.Connection) bool {
		return !slices.ContainsFunc(links, func(i store.Identity) bool { return i.ConnectionID == c.ID })
	})
	todo := "nothing"
	if len(connected) == 0 {
		todo, connected = "once", openTo(on, u.Email)
	}
	names := make([]string, len(connected))
	for i, c := range connected {
		names[i] = cmp.Or(c.Label, c.Provider)
	}
	return mail.Made{UserID: u.ID, To: u.Email, Values: map[string]string{
		"providers": strings.Join(names, "\n"), "account": u.Email, "todo": todo,
	}}, nil
}

// openTo leaves out the connections whose lock names domains of which an address is
// none. If none is left it may be an address of a second domain, so all are named.
func openTo(on []store.Connection, address string) []store.Connection {
	open := slices.DeleteFunc(slices.Clone(on), func(c store.Connection) bool {
		byDomain := provider.Of(provider.Key(c.Provider)).Origin == provider.OriginDomain
		inside := func(domain string) bool { return email.Fold(domain) == email.Domain(address) }
		return byDomain && len(c.LockedTo) > 0 && !slices.ContainsFunc(c.LockedTo, inside)
	})
	if len(open) == 0 {
		return on
	}
	return open
}

// providersOn lists the connections that are on.
func providersOn(ctx context.Context, rows store.Rows, organizationID string) ([]store.Connection, error) {
	all, err := rows.ConnectionsOf(ctx, organizationID)
	if err != nil {
		return nil, fmt.Errorf("list connections: %w", err)
	}
	return slices.DeleteFunc(all, func(c store.Connection) bool { return c.State != store.Enabled }), nil
}

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
func (a *Access) PreviewRequirement(ctx context.Context, by Actor, from time.Time, exempt []string, language string) (Announcement, error) {
	is := Announcement{Mail: a.Mail.On}
	o, err := a.Store.OrganizationByID(ctx, by.OrganizationID)
	if err != nil {
		return is, fmt.Errorf("read an organization: %w", err)
	}
	me, err := a.Store.UserByID(ctx, by.OrganizationID, by.UserID)
	if err != nil {
		return is, fmt.Errorf("read a user: %w", err)
	}
	without := append(slices.Clone(exempt), by.UserID)
	if is.People, err = a.countLosing(ctx, o, from, without); err != nil {
		return is, err
	}
	if is.ToConnect, err = a.Store.CountToConnect(ctx, o.ID, without); err != nil {
		return is, fmt.Errorf("count people without an account: %w", err)
	}
	made, err := a.howToSignIn(ctx, a.Store.Rows, me, nil) // as those read it who have connected nothing
	if err != nil {
		return is, err
	}
	made.Values[fromValue] = from.Format(time.RFC3339Nano)
	is.Message, err = mail.Show(a.PublicURL, store.DueMail{
		Mail:             store.Mail{Kind: string(mail.SSORequired), CreatedAt: store.At(a.Now())},
		Reader:           store.Reader{Name: me.Name, Language: language, TimeZone: me.TimeZone},
		OrganizationName: o.Name, OrganizationCode: o.Code,
	}, made.Values)
	if err != nil {
		return is, fmt.Errorf("write the mail: %w", err)
	}
	if at := reminderAt(from); !a.Now().After(at.Add(-mailedLately)) {
		is.ReminderAt = at
	}
	return is, nil
}

// countLosing counts who loses their password when SSO is required from a time on.
func (a *Access) countLosing(ctx context.Context, o store.Organization, from time.Time, exempt []string) (int64, error) {
	if now := a.Now(); !o.PasswordSignIn || inForce(o, now) && !from.After(now) {
		return 0, nil
	}
	slices.Sort(exempt)
	n, err := a.Store.CountLosingPassword(ctx, o.ID, slices.Compact(exempt))
	if err != nil {
		return 0, fmt.Errorf("count people with a password: %w", err)
	}
	return n, nil
}
