package people

import (
	"context"

	"latchkey/api/change"
	"latchkey/api/email"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/policy"
	"latchkey/api/rules"
	"latchkey/api/store"
)

// Change is what to change of a user; nil stays.
type Change struct {
	Email, Name    *string
	Role           *store.Role
	Active, Exempt *bool
	ExternalID     *string // "" takes it away
}

// read checks the change by the rules that all writers share.
func (c Change) read() (Change, error) {
	is, fields := rules.User{Email: c.Email, Name: c.Name, ExternalID: c.ExternalID, Role: c.Role}.Read("")
	if len(fields) > 0 {
		return c, fault.Invalid(fields...)
	}
	c.Email, c.Name, c.ExternalID = is.Email, is.Name, is.ExternalID
	return c, nil
}

func (c Change) of(u store.User) store.User {
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
func (p *People) Change(ctx context.Context, by change.Actor, userID string, revision int64, c Change) (User, error) {
	c, err := c.read()
	if err != nil {
		return User{}, err
	}
	err = p.guarded(ctx, by, func(tx change.Tx) error {
		was, err := tx.UserByID(ctx, by.OrganizationID, userID)
		if err != nil {
			return err
		}
		if err := revisionOf(was).Matches(ctx, tx.Rows, revision); err != nil {
			return err
		}
		return p.change(ctx, tx, was, c.of(was))
	})
	if err != nil {
		return User{}, err
	}
	return p.User(ctx, by.OrganizationID, userID)
}

func revisionOf(u store.User) change.Revision {
	return change.Revision{OrganizationID: u.OrganizationID, Number: u.Revision, By: u.ChangedBy, At: u.UpdatedAt}
}

// change writes what a user becomes, by the rules, with all that follows.
func (p *People) change(ctx context.Context, tx change.Tx, was, is store.User) error {
	difference := store.Difference(was, is)
	if len(difference) == 0 {
		return tx.By.MayTouch(was)
	}
	if err := allowed(ctx, tx, inRows{tx.Rows}, was, is); err != nil {
		return err
	}
	write := Write{Rows: tx.Rows, Was: was, Is: is, By: tx.By.ID, Now: tx.At}
	if err := write.Do(ctx); err != nil {
		return err
	}
	if err := MailNewSuperAdmin(ctx, tx.Rows, p.Mail, tx.By.ID, was, is); err != nil {
		return err
	}
	if err := policy.MailExemptionEnded(ctx, tx.Rows, p.Mail, was, is, tx.At); err != nil {
		return err
	}
	return tx.Record(ctx, event.UserChanged, is.ID, difference)
}

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
