package mail

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// Kind is what a message tells of.
type Kind string

// The kinds of messages.
const (
	Linked          Kind = "linked"           // provider, account, how
	Unlinked        Kind = "unlinked"         // provider, account
	Replaced        Kind = "replaced"         // provider, account, old
	RefusedMismatch Kind = "refused_mismatch" // provider, account, ref
	PasswordChanged Kind = "password_changed" //
	NewBrowser      Kind = "new_browser"      // browser, address, method
	Degraded        Kind = "degraded"         // provider, reason; to super admins
	SecretExpiring  Kind = "secret_expiring"  // provider, days, day; to super admins
	KeyExpiring     Kind = "key_expiring"     // service, key, days, day; to super admins
	WebhookOff      Kind = "webhook_off"      // host, reason; to super admins
	SuperAdmin      Kind = "super_admin"      // what, person, email, before, by; to super admins
	BypassLink      Kind = "bypass_link"      // made: url, address
	PasswordReset   Kind = "password_reset"   // made: url
	LinkCode        Kind = "link_code"        // provider, account; made: code
	SSORequired     Kind = "sso_required"     // from (RFC 3339); made: providers, account, todo (once or nothing), zone (of who required it)
	SSOTomorrow     Kind = "sso_tomorrow"     // as SSORequired
	Invitation      Kind = "invitation"       // made: providers, account
	SetupLink       Kind = "setup_link"       // link (its id); made: url, provider, sender, day; to somebody without an account
)

// Message is a mail to be.
type Message struct {
	Kind           Kind
	OrganizationID string
	UserID         string            // "" where it is known only when it is sent
	To             string            // address; "" is the user's own
	Values         map[string]string // of its text; no secrets
	Once           string            // "", or what makes a second one superfluous
	Life           time.Duration     // how long it is of use
	After          time.Duration     // how long it waits, so that mails to many people let others pass
}

// noticeLife is how long a notice is of use: a mail server may be away for days.
const noticeLife = 3 * 24 * time.Hour

// Outbox takes messages. Where the deployment sends no mail it takes none.
type Outbox struct {
	On  bool
	Now func() time.Time
}

// Add writes a message, with rows of the transaction that makes it true.
func (o Outbox) Add(ctx context.Context, rows store.Rows, m Message) error {
	if !o.On {
		return nil
	}
	row, err := o.row(m)
	switch {
	case err != nil:
	case m.To == "":
		err = rows.AddMailToUser(ctx, row, false)
	default:
		err = rows.AddMail(ctx, row)
	}
	if err != nil {
		return fmt.Errorf("write a message: %w", err)
	}
	return nil
}

// ToUser is the row of a message to a user at their own address, for a statement that writes
// it with others; nil where the deployment sends no mail.
func (o Outbox) ToUser(m Message) (*store.Mail, error) {
	if !o.On {
		return nil, nil
	}
	row, err := o.row(m)
	if err != nil {
		return nil, fmt.Errorf("write a message: %w", err)
	}
	return &row, nil
}

// AddTo is Add for a user of whom it is not sure that there is one: "" gets
// nothing, by the same statement.
func (o Outbox) AddTo(ctx context.Context, rows store.Rows, userID string, m Message) error {
	m.UserID, m.To = userID, ""
	return o.Add(ctx, rows, m)
}

// AddToReturning writes a message to a user at their own address, if they have
// signed in before now.
func (o Outbox) AddToReturning(ctx context.Context, rows store.Rows, m Message) error {
	if !o.On {
		return nil
	}
	row, err := o.row(m)
	if err == nil {
		err = rows.AddMailToUser(ctx, row, true)
	}
	if err != nil {
		return fmt.Errorf("write a message: %w", err)
	}
	return nil
}

// AddAll writes messages in one statement; each has an address.
func (o Outbox) AddAll(ctx context.Context, rows store.Rows, messages []Message) error {
	if !o.On {
		return nil
	}
	mails := make([]store.Mail, len(messages))
	for i, m := range messages {
		var err error
		if mails[i], err = o.row(m); err != nil {
			return fmt.Errorf("write a message: %w", err)
		}
	}
	if err := rows.AddMails(ctx, mails); err != nil {
		return fmt.Errorf("write messages: %w", err)
	}
	return nil
}

// AddToSuperAdmins writes a message to each active super admin of an
// organization; its UserID and To say nothing, and its Once counts for each of them.
func (o Outbox) AddToSuperAdmins(ctx context.Context, rows store.Rows, m Message) error {
	if !o.On {
		return nil
	}
	row, err := o.row(m)
	if err == nil {
		err = rows.AddMailToSuperAdmins(ctx, row)
	}
	if err != nil {
		return fmt.Errorf("write messages to super admins: %w", err)
	}
	return nil
}

// AddToPasswordUsers writes a message to everybody whose password stops working when
// SSO is required; its UserID and To say nothing, and its Once counts for each of
// them, where it has one. Whoever got one of either kind since a time gets none;
// zero: all get it.
func (o Outbox) AddToPasswordUsers(ctx context.Context, rows store.Rows, m Message, mailedSince time.Time) error {
	if !o.On {
		return nil
	}
	row, err := o.row(m)
	if err == nil {
		err = rows.AddMailToPasswordUsers(ctx, row, [2]string{string(SSORequired), string(SSOTomorrow)}, mailedSince)
	}
	if err != nil {
		return fmt.Errorf("write messages to people with a password: %w", err)
	}
	return nil
}

func (o Outbox) row(m Message) (store.Mail, error) {
	values := m.Values
	if values == nil {
		values = map[string]string{}
	}
	detail, err := json.Marshal(values)
	if err != nil {
		return store.Mail{}, err
	}
	now := o.Now()
	row := store.Mail{
		ID: "mail_" + secret.NewID(), OrganizationID: m.OrganizationID, Kind: string(m.Kind), Recipient: m.To,
		Detail: string(detail), State: store.MailWaiting, CreatedAt: store.At(now), DueAt: store.At(now.Add(m.After)),
		ExpiresAt: store.At(now.Add(cmp.Or(m.Life, noticeLife))),
	}
	if m.UserID != "" {
		row.UserID = &m.UserID
	}
	if m.Once != "" {
		row.Once = &m.Once
	}
	return row, nil
}

// Made is what a message says that is made when it is sent.
type Made struct {
	UserID string            // whom it is for: language and zone are theirs
	To     string            // their address
	Values map[string]string // the secret among them
}

// SecretRenderer looks whether a message of its kind is still true, makes what it says, and
// writes what makes it work, with rows of one transaction. False: nobody is to get it, and nobody is told.
type SecretRenderer func(ctx context.Context, rows store.Rows, m store.Mail) (Made, bool, error)
