package people

import (
	"context"
	"fmt"

	"latchkey/api/change"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/rules"
	"latchkey/api/store"
)

// NewUser is a user to add.
type NewUser struct {
	Email, Name string
	Role        store.Role
	ExternalID  string // "": none
	Invite      bool   // mail them where to sign in, and with which account
}

// Create adds a user without a password. An invitation needs a connection that is on, and
// mail.
func (p *People) Create(ctx context.Context, by change.Actor, n NewUser) (User, error) {
	is, fields := rules.User{Email: &n.Email, Name: &n.Name, ExternalID: externalID(n.ExternalID), Role: &n.Role}.Read("")
	if len(fields) > 0 {
		return User{}, fault.Invalid(fields...)
	}
	u := store.NewUser(by.OrganizationID, *is.Email, *is.Name, n.Role, p.Now())
	u.ChangedBy, u.ExternalID = by.ID, is.ExternalID
	err := p.locked(ctx, by, func(tx change.Tx) error { return p.create(ctx, tx, u, n.Invite) })
	if err != nil {
		return User{}, err
	}
	return p.User(ctx, by.OrganizationID, u.ID)
}

// create writes a user who is read by the rules, with all that follows.
func (p *People) create(ctx context.Context, tx change.Tx, u store.User, invite bool) error {
	if err := allowed(ctx, tx, inRows{tx.Rows}, store.User{}, u); err != nil {
		return err
	}
	if err := tx.AddUser(ctx, u); err != nil {
		return fmt.Errorf("add a user: %w", err)
	}
	if err := MailNewSuperAdmin(ctx, tx.Rows, p.Mail, tx.By.ID, store.User{}, u); err != nil {
		return err
	}
	if err := tx.Record(ctx, event.UserCreated, u.ID, map[string]any{"email": u.Email, "name": u.Name, "role": u.Role}); err != nil {
		return err
	}
	if !invite {
		return nil
	}
	if err := p.mayInvite(ctx, tx.Rows, u.OrganizationID, "/invite"); err != nil {
		return err
	}
	if err := tx.NoteInvitations(ctx, u.OrganizationID, []string{u.ID}, tx.At); err != nil {
		return fmt.Errorf("note an invitation: %w", err)
	}
	return p.mailInvitation(ctx, tx, u, 0)
}
