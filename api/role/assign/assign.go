package assign

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/mail"
	"latchkey/api/people"
	"latchkey/api/role/rule"
	"latchkey/api/store"
)

// Roles gives people their roles; safe for concurrent use.
type Roles struct {
	Mail mail.Outbox // takes the mail that there is one more super admin
	Log  *slog.Logger
	Now  func() time.Time

	sets sets
}

// Kept is what an account keeps of a sign-in.
type Kept struct {
	Facts        string // "": nothing, because the organization's rules are off
	GroupsUnsent bool
}

// Remember gives what an account keeps of what its provider said: nothing but the values
// that rules name. In the mode "off" it reads nothing.
func (r *Roles) Remember(ctx context.Context, rows store.Rows, organizationID, mode string, f rule.Facts) (Kept, error) {
	if rule.Mode(mode) == rule.Off {
		return Kept{}, nil
	}
	set, err := Read(ctx, rows, organizationID)
	if err != nil || set.Mode == rule.Off {
		return Kept{}, err
	}
	return keep(set.Keep(f), set.Row.Revision)
}

func keep(f rule.Facts, revision int64) (Kept, error) {
	text, err := remember(f, revision)
	return Kept{text, slices.Contains(f.Unsent, "groups")}, err
}

// AtSignIn gives whoever signs in the role that rules say, in the transaction of the
// sign-in, before anything else is written there: it locks the organization when a role
// changes. Of an account that was asked to prove a user it takes what was remembered then.
// Errors: fault RoleRequired for whom no rule fits, where the organization refuses such
// people.
func (r *Roles) AtSignIn(ctx context.Context, rows store.Rows, organizationID, userID, mode string, f rule.Facts) (Kept, error) {
	if rule.Mode(mode) == rule.Off {
		return Kept{}, nil
	}
	set, err := Read(ctx, rows, organizationID)
	if err != nil || set.Mode == rule.Off {
		return Kept{}, err
	}
	u, err := rows.UserByID(ctx, organizationID, userID)
	if err != nil {
		return Kept{}, fmt.Errorf("read whose role it is: %w", err)
	}
	f = set.Keep(f)
	f.Domain = DomainOf(u)
	d := rule.Decide(set.Set, PersonOf(u), f)
	if d.Refuse {
		return Kept{}, fault.Because(fault.RoleRequired, "no_rule")
	}
	if d.Changes(PersonOf(u)) {
		if err := r.write(ctx, rows, set, u, f, d); err != nil {
			return Kept{}, err
		}
	}
	return keep(f, set.Row.Revision)
}

// write keeps the decision. One that takes or gives power is made again with what is
// there once the organization is locked.
func (r *Roles) write(ctx context.Context, rows store.Rows, set Set, u store.User, f rule.Facts, d rule.Decision) error {
	if d.Person.Role == string(u.Role) {
		err := rows.NoteRoleOrigin(ctx, r.with(u, d.Person))
		if errors.Is(err, store.ErrNotFound) {
			return nil // a super admin chose another role a moment ago, and it comes from them
		}
		return err
	}
	if err := rows.LockOrganization(ctx, u.OrganizationID); err != nil {
		return fmt.Errorf("lock the organization: %w", err)
	}
	set, err := Read(ctx, rows, u.OrganizationID)
	if err != nil {
		return err
	}
	was, err := rows.UserByID(ctx, u.OrganizationID, u.ID)
	if err != nil {
		return fmt.Errorf("read whose role it is: %w", err)
	}
	d = rule.Decide(set.Set, PersonOf(was), f)
	if d.Refuse || !d.Changes(PersonOf(was)) {
		return nil // the next sign-in asks the rules of then
	}
	err = r.Give(ctx, rows, store.ActorSystem, was, d)
	if errors.Is(err, store.ErrNoSuperAdminLeft) {
		r.Log.WarnContext(ctx, "the last super admin keeps the role, whatever the rules say",
			"organization", was.OrganizationID, "user", was.ID, "rule", d.Position)
		return nil
	}
	return err
}

// Give writes the role that a decision gives to a user who was read, with its event and its
// mails. The organization is locked. ErrNoSuperAdminLeft: it would take the last one away,
// and nothing is written.
func (r *Roles) Give(ctx context.Context, rows store.Rows, by string, was store.User, d rule.Decision) error {
	is := r.with(was, d.Person)
	write := func() error {
		if err := (people.Write{Rows: rows, Was: was, Is: is, By: by, Now: r.Now(), ByRule: true}).Do(ctx); err != nil {
			return err
		}
		if err := people.MailNewSuperAdmin(ctx, rows, r.Mail, by, was, is); err != nil {
			return err
		}
		detail := store.Difference(was, is)
		if d.Position > 0 {
			detail["rule"] = d.Position
		} else {
			detail["rule"] = string(rule.ByDefault)
		}
		return event.Record(ctx, rows, event.Event{
			Organization: was.OrganizationID, Actor: by, Kind: event.UserChanged, Subject: was.ID, Detail: detail, At: r.Now(),
		})
	}
	if was.Role != store.SuperAdmin {
		return write()
	}
	return rows.GuardedPart(ctx, was.OrganizationID, write)
}

func (r *Roles) with(u store.User, p rule.Person) store.User {
	u.Role, u.RoleSource, u.RoleRuleID, u.RoleAt = store.Role(p.Role), store.RoleSource(p.Came), p.Rule, store.At(r.Now())
	return u
}
