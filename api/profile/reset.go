package profile

import (
	"context"
	"errors"
	"fmt"
	"time"

	"latchkey/api/change"
	"latchkey/api/email"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/mail"
	"latchkey/api/password"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// ResetLife is how long the link of a forgotten password works after it was made.
const ResetLife = 30 * time.Minute

// askedLife is how long the mail with the link is worth sending.
const askedLife = time.Hour

// AskReset queues a mail with a link to set a forgotten password, which anonymous people
// may request. It does the same work for unknown addresses; MakeReset looks for the user
// when the mail is sent. 404 if no mail is sent here.
func (p *Profile) AskReset(ctx context.Context, o store.Organization, to string) error {
	if !p.Mail.On {
		return fault.Because(fault.NotFound, "no_mail")
	}
	return p.Mail.AddOnRequest(ctx, p.Store, mail.Message{
		Kind: mail.PasswordReset, OrganizationID: o.ID, To: to, Life: askedLife,
		Once: string(mail.PasswordReset) + ":" + email.Fold(to),
	})
}

// MakeReset is the mail.SecretRenderer of those mails: it makes a link in place of earlier
// ones, for an active user who may use a password.
func (p *Profile) MakeReset(ctx context.Context, rows store.Rows, m store.Mail) (mail.Made, bool, error) {
	u, err := p.Mail.RequestedBy(ctx, rows, m)
	if err != nil || u == nil {
		return mail.Made{}, false, err
	}
	o, err := rows.OrganizationByID(ctx, m.OrganizationID)
	if err != nil {
		return mail.Made{}, false, fmt.Errorf("read an organization: %w", err)
	}
	now := p.Now()
	if !mayReset(o, *u, now) {
		return mail.Made{}, false, nil
	}
	token := secret.NewToken()
	if err := rows.ReplacePasswordReset(ctx, store.PasswordReset{
		TokenHash: secret.Hash(token), OrganizationID: o.ID, UserID: u.ID, ExpiresAt: store.At(now.Add(ResetLife)),
	}); err != nil {
		return mail.Made{}, false, fmt.Errorf("keep a link for a password: %w", err)
	}
	// The token is in the fragment, which browsers do not send.
	link := p.PublicURL + "/o/" + o.Code + "/reset-password#" + token
	return mail.Made{UserID: u.ID, To: u.Email, Values: map[string]string{"url": link}}, true, nil
}

// mayReset says whether the user may sign in with a password now.
func mayReset(o store.Organization, u store.User, now time.Time) bool {
	return o.Active && u.Active && (u.Exempt || o.PasswordsOpen(now))
}

// Reset sets a forgotten password with the token that was mailed.
type Reset struct {
	Organization string // code
	Token, New   string
	Address      string // the client's IP address
	// Forgive resets the user's counters of wrong passwords.
	Forgive func(ctx context.Context, rows store.Rows, u store.User) error
}

// ResetPassword sets a forgotten password and ends all sessions of its user; it signs
// nobody in. Every failure is reset_closed, except a new password that is easily guessed,
// which does not spend the link.
func (p *Profile) ResetPassword(ctx context.Context, w Reset) error {
	o, err := p.Store.OrganizationByCode(ctx, w.Organization)
	if err != nil {
		return closed("no_organization", err)
	}
	r, err := p.Store.PasswordResetBy(ctx, o.ID, secret.Hash(w.Token), p.Now())
	if err != nil {
		return closed("no_link", err)
	}
	u, err := p.Store.UserByID(ctx, o.ID, r.UserID)
	if err != nil {
		return closed("no_user", err)
	}
	if !mayReset(o, u, p.Now()) {
		return fault.Because(fault.ResetClosed, "may_not")
	}
	if password.Weak(w.New, u.Name, u.Email, o.Name, o.Code) {
		return fault.Invalid(fault.Field{Pointer: "/newPassword", Code: "too_weak"})
	}
	hash, err := p.Passwords.Hash(ctx, w.New)
	if err != nil {
		return err
	}
	by := change.Actor{OrganizationID: o.ID, ID: u.ID}
	return p.changes.Locked(ctx, by, func(tx change.Tx) error { return p.reset(ctx, tx, hash, w) })
}

// reset spends the link and sets the password, if what was read is still true.
func (p *Profile) reset(ctx context.Context, tx change.Tx, hash string, w Reset) error {
	organizationID, now := tx.By.OrganizationID, tx.At
	r, err := tx.TakePasswordReset(ctx, organizationID, secret.Hash(w.Token), now)
	if err != nil {
		return closed("spent", err)
	}
	o, err := tx.OrganizationByID(ctx, organizationID)
	if err != nil {
		return fmt.Errorf("read an organization: %w", err)
	}
	u, err := tx.UserByID(ctx, organizationID, r.UserID)
	if err != nil {
		return fmt.Errorf("read a user: %w", err)
	}
	if !mayReset(o, u, now) {
		return fault.Because(fault.ResetClosed, "may_not")
	}
	if err := tx.SetPassword(ctx, u, hash, now); err != nil {
		return closed("changed_meanwhile", err)
	}
	if err := tx.ProveEmail(ctx, organizationID, u.ID, u.Email); err != nil { // the link was mailed there
		return fmt.Errorf("record that an address is proven: %w", err)
	}
	ended, err := tx.EndSessionsOf(ctx, organizationID, u.ID, "", "password_reset", now)
	if err != nil {
		return fmt.Errorf("end sessions: %w", err)
	}
	if err := w.Forgive(ctx, tx.Rows, u); err != nil {
		return fmt.Errorf("reset the counters of wrong passwords: %w", err)
	}
	if err := p.Mail.Add(ctx, tx.Rows, mail.Message{
		Kind: mail.PasswordChanged, OrganizationID: organizationID, UserID: u.ID, To: u.Email,
	}); err != nil {
		return err
	}
	return tx.Record(ctx, event.UserPasswordReset, u.ID, map[string]any{
		"first": !tx.PasswordUsable(u.PasswordHash), "ended": ended, "address": w.Address,
	})
}

// closed refuses what does not exist; other errors of the database stay errors.
func closed(reason string, err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return fault.Because(fault.ResetClosed, reason)
	}
	return fmt.Errorf("set a forgotten password: %w", err)
}
