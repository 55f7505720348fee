package access

import (
	"context"
	"errors"
	"fmt"

	"latchkey/api/email"
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
func (a *Access) Create(ctx context.Context, by Actor, n NewUser) (Person, error) {
	is, fields := rules.Person{Email: &n.Email, Name: &n.Name, ExternalID: externalID(n.ExternalID), Role: &n.Role}.Read("")
	if len(fields) > 0 {
		return Person{}, refusedValues(fields)
	}
	u := store.NewUser(by.OrganizationID, *is.Email, *is.Name, n.Role, a.Now())
	u.ChangedBy, u.ExternalID = by.UserID, is.ExternalID
	err := a.locked(ctx, by, func(rows store.Rows) error {
		if err := notTaken(ctx, rows, store.User{}, u, nil); err != nil {
			return err
		}
		if u.Powerful() {
			if err := by.askRecent(ctx, rows); err != nil {
				return err
			}
		}
		if err := rows.AddUser(ctx, u); err != nil {
			return fmt.Errorf("add a user: %w", err)
		}
		if n.Invite {
			if err := a.invite(ctx, rows, u); err != nil {
				return err
			}
		}
		if err := MailNewSuperAdmin(ctx, rows, a.Mail, by.UserID, store.User{}, u); err != nil {
			return err
		}
		return a.audit(ctx, rows, by, event.UserCreated, u.ID, map[string]any{"email": u.Email, "name": u.Name, "role": u.Role})
	})
	if err != nil {
		return Person{}, err
	}
	return a.Person(ctx, by.OrganizationID, u.ID)
}

// invite mails a user where to sign in, and with which account.
func (a *Access) invite(ctx context.Context, rows store.Rows, u store.User) error {
	on, err := providersOn(ctx, rows, u.OrganizationID)
	if err != nil {
		return err
	}
	if len(on) == 0 || !a.Mail.On {
		return invalid("/invite", "invalid")
	}
	return a.Mail.AddTo(ctx, rows, u.ID, mail.Message{Kind: mail.Invitation, OrganizationID: u.OrganizationID})
}

// UserChange is what to change of a user; nil stays.
type UserChange struct {
	Email, Name    *string
	Role           *store.Role
	Active, Exempt *bool
	ExternalID     *string // "" takes it away
}

// read checks it by the rules that all writers share.
func (c UserChange) read() (UserChange, error) {
	is, fields := rules.Person{Email: c.Email, Name: c.Name, ExternalID: c.ExternalID, Role: c.Role}.Read("")
	if len(fields) > 0 {
		return c, refusedValues(fields)
	}
	c.Email, c.Name, c.ExternalID = is.Email, is.Name, is.ExternalID
	return c, nil
}

func (c UserChange) of(u store.User) store.User {
	set(&u.Email, c.Email)
	u.EmailLower = email.Fold(u.Email)
	set(&u.Name, c.Name)
	set(&u.Role, c.Role)
	set(&u.Active, c.Active)
	set(&u.Exempt, c.Exempt)
	if c.ExternalID != nil {
		u.ExternalID = externalID(*c.ExternalID)
	}
	return u
}

// Change changes a user from the revision that was read. Deactivating ends their
// sessions; another role ends none, because every request reads the role. A change that
// changes nothing writes nothing.
func (a *Access) Change(ctx context.Context, by Actor, userID string, revision int64, c UserChange) (Person, error) {
	c, err := c.read()
	if err != nil {
		return Person{}, err
	}
	err = a.guarded(ctx, by, func(rows store.Rows) error {
		was, err := rows.UserLine(ctx, by.OrganizationID, userID, a.Now())
		if err != nil {
			return err
		}
		if err := sameRevision(revision, was.Revision, store.ActorName(was.ChangedBy, was.ChangedByName), was.UpdatedAt); err != nil {
			return err
		}
		is := c.of(was.User)
		difference := store.Difference(was.User, is)
		if len(difference) == 0 {
			return nil
		}
		write := Write{Rows: rows, Was: was.User, Is: is, By: by.UserID, Now: a.Now()}
		if err := write.Check(ctx); err != nil {
			return err
		}
		if is.Weakens(was.User) {
			if err := by.askRecent(ctx, rows); err != nil {
				return err
			}
		}
		if err := write.Do(ctx); err != nil {
			return err
		}
		if err := MailNewSuperAdmin(ctx, rows, a.Mail, by.UserID, was.User, is); err != nil {
			return err
		}
		if err := MailExemptionEnded(ctx, rows, a.Mail, was.User, is, a.Now()); err != nil {
			return err
		}
		return a.audit(ctx, rows, by, event.UserChanged, is.ID, difference)
	})
	if err != nil {
		return Person{}, err
	}
	return a.Person(ctx, by.OrganizationID, userID)
}

// notTaken refuses an e-mail or an external id that another user has, each at its own
// member. The organization is locked, so it stays free until it is written.
func notTaken(ctx context.Context, rows store.Rows, was, is store.User, byNow func(store.User) store.User) error {
	var fields []fault.Field
	look := func(pointer string, other store.User, err error, has func(store.User) bool) error {
		if err == nil && byNow != nil && !has(byNow(other)) {
			return nil
		}
		if err == nil && other.ID != is.ID {
			fields = append(fields, fault.Field{Pointer: pointer, Code: "taken"})
		}
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		return err
	}
	hasEmail := func(u store.User) bool { return u.EmailLower == is.EmailLower }
	hasID := func(u store.User) bool { return sameID(u.ExternalID, is.ExternalID) }
	if is.EmailLower != was.EmailLower {
		other, err := rows.UserByEmail(ctx, is.OrganizationID, is.Email)
		if err := look("/email", other, err, hasEmail); err != nil {
			return fmt.Errorf("look for an e-mail: %w", err)
		}
	}
	if is.ExternalID != nil && !sameID(was.ExternalID, is.ExternalID) {
		other, err := rows.UserByExternalID(ctx, is.OrganizationID, *is.ExternalID)
		if err := look("/externalId", other, err, hasID); err != nil {
			return fmt.Errorf("look for an external id: %w", err)
		}
	}
	if len(fields) > 0 {
		return &fault.Fault{Code: fault.ValidationFailed, Reason: "taken", Fields: fields}
	}
	return nil
}

// EndSessions ends a user's sessions, says how many were active, and makes void what was
// begun in them.
func (a *Access) EndSessions(ctx context.Context, by Actor, userID string) (int64, error) {
	var ran int64
	err := a.locked(ctx, by, func(rows store.Rows) error {
		u, err := rows.UserLine(ctx, by.OrganizationID, userID, a.Now())
		if err != nil {
			return err
		}
		if err := rows.VoidBegun(ctx, u.OrganizationID, u.ID); err != nil {
			return err
		}
		ran = u.Sessions
		if ran == 0 {
			return nil
		}
		if _, err := rows.EndSessionsOf(ctx, u.OrganizationID, u.ID, "", "ended_by_super_admin", a.Now()); err != nil {
			return fmt.Errorf("end the sessions: %w", err)
		}
		return a.audit(ctx, rows, by, event.UserSessionsEnded, u.ID, map[string]any{"ended": ran})
	})
	return ran, err
}

func sameID(a, b *string) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }

func externalID(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func set[T any](to *T, from *T) {
	if from != nil {
		*to = *from
	}
}
