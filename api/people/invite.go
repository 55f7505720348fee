package people

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"latchkey/api/change"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/mail"
	"latchkey/api/store"
)

// invitesApart is how soon one person is invited again at the earliest.
const invitesApart = time.Minute

// The states of an invitation.
const (
	InvitationOpen     = "open"
	InvitationExpired  = "expired"
	InvitationAccepted = "accepted" // they have signed in since
	InvitationInactive = "inactive" // they have not, and are deactivated, so that they can't
)

// Invitation is that somebody was mailed where to sign in, and with which account.
type Invitation struct {
	At, ExpiresAt time.Time
	State         string
}

// invitation is the user's last one, as it stands now; nil if there was none.
func (u User) invitation(now time.Time) *Invitation {
	if u.InvitedAt.IsZero() {
		return nil
	}
	i := Invitation{At: u.InvitedAt.Time, ExpiresAt: u.InvitedAt.Add(store.InvitationLife), State: InvitationOpen}
	switch {
	case u.LastSignIn().At.After(i.At):
		i.State = InvitationAccepted
	case !u.Active:
		i.State = InvitationInactive
	case !now.Before(i.ExpiresAt):
		i.State = InvitationExpired
	}
	return &i
}

// Invite mails an active user where to sign in and with which account, for the first time
// or once more. It needs a connection that is on, and mail: fault Conflict.
func (p *People) Invite(ctx context.Context, by change.Actor, userID string) (User, error) {
	err := p.locked(ctx, by, func(tx change.Tx) error {
		u, err := tx.UserByID(ctx, by.OrganizationID, userID)
		if err != nil {
			return err
		}
		if err := tx.By.MayTouch(u); err != nil {
			return err
		}
		if !u.Active {
			return fault.Because(fault.Conflict, "deactivated")
		}
		if err := p.canInvite(ctx, tx.Rows, by.OrganizationID); err != nil {
			return err
		}
		err = tx.TakeInvitation(ctx, u.OrganizationID, u.ID, tx.At.Add(-invitesApart), tx.At)
		if errors.Is(err, store.ErrNotFound) {
			return &fault.Fault{Code: fault.RateLimited, Reason: "invited", RetryAfter: invitesApart}
		}
		if err != nil {
			return fmt.Errorf("note an invitation: %w", err)
		}
		return p.mailInvitation(ctx, tx, u, 0)
	})
	if err != nil {
		return User{}, err
	}
	return p.User(ctx, by.OrganizationID, userID)
}

// inviteFirst invites whoever needs it, and says whether they did.
func (p *People) inviteFirst(ctx context.Context, tx change.Tx, u store.User, wait time.Duration) (bool, error) {
	if err := tx.By.MayTouch(u); err != nil {
		return false, err
	}
	err := tx.TakeFirstInvitation(ctx, u.OrganizationID, u.ID, tx.At)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("note an invitation: %w", err)
	}
	return true, p.mailInvitation(ctx, tx, u, wait)
}

// mailInvitation mails a user where to sign in, and with which account.
func (p *People) mailInvitation(ctx context.Context, tx change.Tx, u store.User, wait time.Duration) error {
	err := p.Mail.AddTo(ctx, tx.Rows, u.ID, mail.Message{Kind: mail.Invitation, OrganizationID: u.OrganizationID, After: wait})
	if err != nil {
		return err
	}
	return tx.Record(ctx, event.UserInvited, u.ID, map[string]any{"email": u.Email})
}

// canInvite refuses invitations where nobody could use or get one.
func (p *People) canInvite(ctx context.Context, rows store.Rows, organizationID string) error {
	connections, err := rows.ConnectionsOf(ctx, organizationID)
	if err != nil {
		return fmt.Errorf("list connections: %w", err)
	}
	isOn := func(c store.Connection) bool { return c.State == store.Enabled }
	switch {
	case !slices.ContainsFunc(connections, isOn):
		return fault.Because(fault.Conflict, "no_provider_on")
	case !p.Mail.On:
		return fault.Because(fault.Conflict, "no_mail")
	}
	return nil
}

// mayInvite is canInvite that refuses at the member that asks for invitations.
func (p *People) mayInvite(ctx context.Context, rows store.Rows, organizationID, pointer string) error {
	err := p.canInvite(ctx, rows, organizationID)
	if f, refused := errors.AsType[*fault.Fault](err); refused && f.Code == fault.Conflict {
		return fault.Invalid(fault.Field{Pointer: pointer, Code: "invalid"})
	}
	return err
}

// mailsApart is how far apart the mails to many people are due.
const mailsApart = 100 * time.Millisecond

// inviteAll mails new users where to sign in, apart, so that mails that somebody waits for go
// between.
func (p *People) inviteAll(ctx context.Context, tx change.Tx, users []store.User) error {
	messages, ids := make([]mail.Message, 0, len(users)), make([]string, 0, len(users))
	events := make([]event.Event, 0, len(users))
	for n, u := range users {
		if !u.Active {
			continue
		}
		ids = append(ids, u.ID)
		messages = append(messages, mail.Message{
			Kind: mail.Invitation, OrganizationID: u.OrganizationID, UserID: u.ID, To: u.Email, After: time.Duration(n) * mailsApart,
		})
		events = append(events, eventOf(tx, event.UserInvited, u, map[string]any{"email": u.Email}))
	}
	if err := tx.NoteInvitations(ctx, tx.By.OrganizationID, ids, tx.At); err != nil {
		return fmt.Errorf("note invitations: %w", err)
	}
	if err := event.RecordAll(ctx, tx.Rows, events); err != nil {
		return fmt.Errorf("record who was invited: %w", err)
	}
	return p.Mail.AddAll(ctx, tx.Rows, messages)
}
