package people

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"latchkey/api/change"
	"latchkey/api/fault"
	"latchkey/api/rules"
	"latchkey/api/store"
)

// Wanted is how the CRM wants a user of its own id.
type Wanted struct {
	ExternalID  string
	Email, Name string
	Role        store.Role
	Active      *bool // nil: as they are; who is added is active
	Invite      bool  // mail who is added, see NewUser
}

// read checks the wanted values by the rules that all writers share.
func (w Wanted) read() (Wanted, error) {
	is, fields := rules.User{Email: &w.Email, Name: &w.Name, ExternalID: &w.ExternalID, Role: &w.Role}.Read("")
	if len(fields) > 0 {
		return w, fault.Invalid(fields...)
	}
	w.Email, w.Name, w.ExternalID = *is.Email, *is.Name, *is.ExternalID
	return w, nil
}

// Condition is what must be true of a user before they are written (RFC 9110, 13.1).
type Condition struct {
	Absent   bool   // nobody is there
	Present  bool   // somebody is
	Revision *int64 // and this is their revision
}

// met refuses with config_changed what the condition is not true of; was is nil if nobody
// is there.
func (c Condition) met(ctx context.Context, rows store.Rows, was *store.User) error {
	switch {
	case was == nil && (c.Present || c.Revision != nil):
		return fault.Because(fault.ConfigChanged, "nobody_there")
	case was == nil || !c.Absent && c.Revision == nil:
		return nil
	case c.Absent:
		return revisionOf(*was).Matches(ctx, rows, 0)
	}
	return revisionOf(*was).Matches(ctx, rows, *c.Revision)
}

// Keep adds the user of an external id, or changes them to what is wanted; made says which.
// Who is there already is found by that id alone: an address joins nobody.
func (p *People) Keep(ctx context.Context, by change.Actor, w Wanted, c Condition) (u User, made bool, err error) {
	if w, err = w.read(); err != nil {
		return User{}, false, err
	}
	var id string
	err = p.guarded(ctx, by, func(tx change.Tx) error {
		was, err := tx.UserByExternalID(ctx, by.OrganizationID, w.ExternalID)
		if made = errors.Is(err, store.ErrNotFound); made {
			if err := c.met(ctx, tx.Rows, nil); err != nil {
				return err
			}
			is := w.added(tx)
			id = is.ID
			return p.create(ctx, tx, is, w.Invite)
		}
		if err != nil {
			return fmt.Errorf("look for an external id: %w", err)
		}
		if err := c.met(ctx, tx.Rows, &was); err != nil {
			return err
		}
		id = was.ID
		return p.change(ctx, tx, was, Change{Email: &w.Email, Name: &w.Name, Role: &w.Role, Active: w.Active}.of(was))
	})
	if err != nil {
		return User{}, false, emailTaken(err)
	}
	u, err = p.User(ctx, by.OrganizationID, id)
	return u, made, err
}

// added is the user that nobody was yet.
func (w Wanted) added(tx change.Tx) store.User {
	u := store.NewUser(tx.By.OrganizationID, w.Email, w.Name, w.Role, tx.At)
	u.ChangedBy, u.ExternalID = tx.By.ID, &w.ExternalID
	set(&u.Active, w.Active)
	return u
}

// emailTaken tells apart, by a code of its own, what an integrator has to clear up: another
// user has the address.
func emailTaken(err error) error {
	f := fault.Of(err)
	if f.Reason == taken && slices.Contains(f.Fields, fault.Field{Pointer: "/email", Code: taken}) {
		return &fault.Fault{Code: fault.EmailTaken, Reason: taken, Fields: f.Fields}
	}
	return err
}

// UserByExternalID reads a user of an organization by the CRM's own id.
func (p *People) UserByExternalID(ctx context.Context, organizationID, externalID string) (User, error) {
	u, err := p.Store.UserByExternalID(ctx, organizationID, externalID)
	if errors.Is(err, store.ErrNotFound) {
		return User{}, fault.Because(fault.NotFound, "no_user")
	}
	if err != nil {
		return User{}, fmt.Errorf("look for an external id: %w", err)
	}
	return p.User(ctx, organizationID, u.ID)
}
