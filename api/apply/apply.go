package apply

import (
	"context"
	"errors"
	"fmt"
	"time"

	"latchkey/api/idp"
	"latchkey/api/store"
)

// Applier writes documents.
type Applier struct {
	Store     *store.Store
	Ring      *store.Ring
	Providers *idp.Providers
	// GenericAllowed is the operator's switch for generic OpenID providers.
	GenericAllowed bool
	Now            func() time.Time
}

// Change is one thing that an apply did, for the eyes of the operator.
type Change struct{ Text string }

// errDry rolls a dry run back.
var errDry = errors.New("dry run")

// Apply writes a document, all of it or nothing, and lists the changes. A dry
// run lists the same and writes nothing.
func (a *Applier) Apply(ctx context.Context, d *Document, dry bool) ([]Change, error) {
	run := &run{Applier: a, ctx: ctx}
	err := a.Store.InTx(ctx, func(rows store.Rows) error {
		run.rows = rows
		for _, o := range d.Organizations {
			if err := run.organization(o); err != nil {
				return fmt.Errorf("organization %s: %w", o.Code, err)
			}
		}
		if dry {
			return errDry
		}
		return nil
	})
	if errors.Is(err, errDry) {
		err = nil
	}
	return run.changes, err
}

// run is one apply under way.
type run struct {
	*Applier
	ctx     context.Context //nolint:containedctx // lives as long as the call
	rows    store.Rows
	changes []Change
}

// note prints and audits a change.
func (r *run) note(organizationID, action, subject, text string, detail map[string]any) error {
	r.changes = append(r.changes, Change{text})
	return r.rows.AddAuditEvent(r.ctx, store.NewAuditEvent(organizationID, store.ActorOperator, action, subject, detail, r.Now()))
}

func (r *run) organization(want Organization) error {
	o, err := r.rows.OrganizationByCode(r.ctx, want.Code)
	if err == nil { // what is read again now stays true until it is written
		if err = r.rows.HoldOrganization(r.ctx, o.ID); err == nil {
			o, err = r.rows.OrganizationByCode(r.ctx, want.Code)
		}
	}
	switch {
	case errors.Is(err, store.ErrNotFound):
		o = store.NewOrganization(want.Code, want.Code, r.Now())
		want.setOn(&o)
		if err := r.rows.AddOrganization(r.ctx, o); err != nil {
			return err
		}
		if err := r.note(o.ID, "organization.created", o.ID, "+ organization "+o.Code, map[string]any{"code": o.Code, "name": o.Name}); err != nil {
			return err
		}
	case err != nil:
		return err
	default:
		if err := r.updateOrganization(o, want); err != nil {
			return err
		}
	}
	for _, c := range want.Connections {
		if err := r.connection(o, c); err != nil {
			return fmt.Errorf("connection %s: %w", c.Provider, err)
		}
	}
	for _, p := range want.People {
		if err := r.person(o, p); err != nil {
			return fmt.Errorf("person %s: %w", p.Email, err)
		}
	}
	return nil
}

func (r *run) updateOrganization(o store.Organization, want Organization) error {
	next := o
	want.setOn(&next)
	if next == o {
		return nil
	}
	next.ChangedAt, next.ChangedBy = store.At(r.Now()), store.ActorOperator
	if err := r.rows.UpdateOrganization(r.ctx, next); err != nil {
		return err
	}
	if o.Active && !next.Active { // or they would live again with the organization
		if _, err := r.rows.EndSessionsIn(r.ctx, o.ID, "organization_suspended", r.Now()); err != nil {
			return err
		}
	}
	return r.note(o.ID, "organization.changed", o.ID, "~ organization "+o.Code, store.Difference(o, next))
}

func (want Organization) setOn(o *store.Organization) {
	set(&o.Name, want.Name)
	set(&o.Active, want.Active)
	set(&o.ContactText, want.ContactText)
	set(&o.PasswordSignIn, want.PasswordSignIn)
	setSeconds(&o.SessionIdleSeconds, want.SessionIdle)
	setSeconds(&o.SessionAbsoluteSeconds, want.SessionAbsolute)
}

func (r *run) person(o store.Organization, want Person) error {
	u, err := r.findPerson(o, want)
	if errors.Is(err, store.ErrNotFound) {
		u = store.NewUser(o.ID, want.Email, want.Email, store.Agent, r.Now())
		want.setOn(&u)
		if err := r.rows.AddUser(r.ctx, u); err != nil {
			return err
		}
		return r.note(o.ID, "user.created", u.ID, fmt.Sprintf("+ %s %s in %s", u.Role, u.Email, o.Code),
			map[string]any{"email": u.Email, "role": u.Role})
	}
	if err != nil {
		return err
	}
	next := u
	want.setOn(&next)
	detail := store.Difference(u, next)
	if len(detail) == 0 {
		return nil
	}
	next.UpdatedAt, next.ChangedBy = store.At(r.Now()), store.ActorOperator
	if err := r.rows.UpdateUser(r.ctx, next); err != nil {
		return err
	}
	if err := r.endSessions(u, next); err != nil {
		return err
	}
	// What was mailed to another address, or for another password, opens nothing any more.
	if err := r.rows.DropPasswordResets(r.ctx, u.OrganizationID, u.ID); err != nil {
		return err
	}
	return r.note(o.ID, "user.changed", u.ID, fmt.Sprintf("~ %s in %s", u.Email, o.Code), detail)
}

// endSessions ends a person's sessions when they are deactivated or get another
// password: whoever knew the old one is out, and nobody comes back unasked.
func (r *run) endSessions(was, is store.User) error {
	reason := ""
	switch {
	case was.Active && !is.Active:
		reason = "user_deactivated"
	case is.PasswordHash != nil && (was.PasswordHash == nil || *was.PasswordHash != *is.PasswordHash):
		reason = "password_changed"
	default:
		return nil
	}
	_, err := r.rows.EndSessionsOf(r.ctx, is.OrganizationID, is.ID, "", reason, r.Now())
	return err
}

// findPerson goes by the CRM's id first, so that an e-mail can change; else by
// the e-mail.
func (r *run) findPerson(o store.Organization, want Person) (store.User, error) {
	if want.ExternalID != nil {
		u, err := r.rows.UserByExternalID(r.ctx, o.ID, *want.ExternalID)
		if !errors.Is(err, store.ErrNotFound) {
			return u, err
		}
	}
	return r.rows.UserByEmail(r.ctx, o.ID, want.Email)
}

func (want Person) setOn(u *store.User) {
	u.Email, u.EmailLower = want.Email, store.LowerEmail(want.Email)
	set(&u.Name, want.Name)
	set(&u.Role, want.Role)
	set(&u.Active, want.Active)
	set(&u.Language, want.Language)
	if want.PasswordHash != nil {
		u.PasswordHash = want.PasswordHash
	}
	if want.ExternalID != nil {
		u.ExternalID = want.ExternalID
	}
}

func set[T any](to *T, from *T) {
	if from != nil {
		*to = *from
	}
}

// setSeconds reads a time that check has accepted.
func setSeconds(to *int64, from *string) {
	if from == nil {
		return
	}
	if length, err := time.ParseDuration(*from); err == nil {
		*to = int64(length / time.Second)
	}
}
