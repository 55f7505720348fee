package people

import (
	"context"
	"fmt"
	"slices"

	"latchkey/api/change"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/mail"
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
	if invite {
		if err := p.invite(ctx, tx.Rows, u); err != nil {
			return err
		}
	}
	if err := MailNewSuperAdmin(ctx, tx.Rows, p.Mail, tx.By.ID, store.User{}, u); err != nil {
		return err
	}
	return tx.Record(ctx, event.UserCreated, u.ID, map[string]any{"email": u.Email, "name": u.Name, "role": u.Role})
}

// invite mails a user where to sign in, and with which account.
func (p *People) invite(ctx context.Context, rows store.Rows, u store.User) error {
	if err := p.mayInvite(ctx, rows, u.OrganizationID, "/invite"); err != nil {
		return err
	}
	return p.Mail.AddTo(ctx, rows, u.ID, mail.Message{Kind: mail.Invitation, OrganizationID: u.OrganizationID})
}

// mayInvite refuses invitations, at the member that asks for them, where nobody could use or
// get one.
func (p *People) mayInvite(ctx context.Context, rows store.Rows, organizationID, pointer string) error {
	connections, err := rows.ConnectionsOf(ctx, organizationID)
	if err != nil {
		return fmt.Errorf("list connections: %w", err)
	}
	isOn := func(c store.Connection) bool { return c.State == store.Enabled }
	if !slices.ContainsFunc(connections, isOn) || !p.Mail.On {
		return fault.Invalid(fault.Field{Pointer: pointer, Code: "invalid"})
	}
	return nil
}
