package role

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
	"latchkey/api/role/assign"
	"latchkey/api/rules"
	"latchkey/api/store"
)

// Most is how many roles of its own an organization may have.
const Most = 50

// Roles changes roles for super admins; safe for concurrent use.
type Roles struct {
	store   *store.Store
	changes change.Changes
	mail    mail.Outbox   // takes the mail about a rule that makes super admins
	giver   *assign.Roles // gives the roles that rules say
}

// NewRoles returns the Roles of a store.
func NewRoles(db *store.Store, outbox mail.Outbox, giver *assign.Roles, now func() time.Time) *Roles {
	return &Roles{db, change.New(db, now), outbox, giver}
}

// List lists the roles of an organization: the built-in ones, then its own by name.
func (r *Roles) List(ctx context.Context, organizationID string) ([]store.RoleLine, error) {
	list, err := r.store.RolesOf(ctx, organizationID, "")
	if err != nil {
		return nil, fmt.Errorf("list roles: %w", err)
	}
	return list, nil
}

// Read reads one role. Error: fault NotFound.
func (r *Roles) Read(ctx context.Context, organizationID string, key store.Role) (store.RoleLine, error) {
	if rules.RoleKey(string(key)) != "" {
		return store.RoleLine{}, fault.Because(fault.NotFound, "no_role")
	}
	list, err := r.store.RolesOf(ctx, organizationID, key)
	if err != nil {
		return store.RoleLine{}, fmt.Errorf("read a role: %w", err)
	}
	if len(list) == 0 {
		return store.RoleLine{}, fault.Because(fault.NotFound, "no_role")
	}
	return list[0], nil
}

// Create makes a role. One that permits anything asks for recent authentication. Errors:
// fault ValidationFailed, RoleKeyTaken, RoleLimitReached, ReauthRequired.
func (r *Roles) Create(ctx context.Context, by change.Actor, key store.Role, w Wanted) (store.RoleLine, error) {
	w, fields := w.Read("")
	if problem := rules.RoleKey(string(key)); problem != "" {
		fields = append(fields, fault.Field{Pointer: "/key", Code: problem})
	}
	if len(fields) > 0 {
		return store.RoleLine{}, fault.Invalid(fields...)
	}
	err := r.changes.Locked(ctx, by, func(tx change.Tx) error {
		others, err := Now(ctx, tx.Rows, by.OrganizationID)
		if err != nil {
			return err
		}
		is := w.On(New(by.OrganizationID, key, by.ID))
		if err := others.MayAdd(is); err != nil {
			return err
		}
		if Permits(store.RoleRow{}, is) {
			if err := tx.AskRecent(ctx); err != nil {
				return err
			}
		}
		is.ChangedAt = store.At(tx.At)
		if err := tx.AddRole(ctx, is); err != nil {
			return fmt.Errorf("add a role: %w", err)
		}
		return tx.RecordNamed(ctx, event.RoleCreated, string(key), is.Name, Said(is))
	})
	if err != nil {
		return store.RoleLine{}, err
	}
	return r.Read(ctx, by.OrganizationID, key)
}

// Change changes a role from the revision that was read. A permission more asks for recent
// authentication, because people may do more than before. Errors: fault NotFound,
// ConfigChanged, RoleBuiltIn, ValidationFailed, ReauthRequired.
func (r *Roles) Change(ctx context.Context, by change.Actor, key store.Role, revision int64, w Wanted) (store.RoleLine, error) {
	w, fields := w.Read("")
	if len(fields) > 0 {
		return store.RoleLine{}, fault.Invalid(fields...)
	}
	err := r.changes.Locked(ctx, by, func(tx change.Tx) error {
		was, err := readAt(ctx, tx, key, revision)
		if err != nil {
			return err
		}
		is := w.On(was)
		difference := store.Difference(was, is)
		if len(difference) == 0 {
			return nil
		}
		others, err := Now(ctx, tx.Rows, by.OrganizationID)
		if err != nil {
			return err
		}
		if err := others.MayBe(was, is); err != nil {
			return err
		}
		if Permits(was, is) {
			if err := tx.AskRecent(ctx); err != nil {
				return err
			}
		}
		is.ChangedBy, is.ChangedAt = by.ID, store.At(tx.At)
		if err := tx.UpdateRole(ctx, is); err != nil {
			return fmt.Errorf("change a role: %w", err)
		}
		return tx.RecordNamed(ctx, event.RoleChanged, string(key), is.Name, difference)
	})
	if err != nil {
		return store.RoleLine{}, err
	}
	return r.Read(ctx, by.OrganizationID, key)
}

// Permits says whether people of a role may do more than before.
func Permits(was, is store.RoleRow) bool {
	return slices.ContainsFunc(is.Permissions, func(p string) bool { return !slices.Contains(was.Permissions, p) })
}

// Delete takes a role away that nobody has, from the revision that was read. Errors: fault
// NotFound, ConfigChanged, RoleBuiltIn, RoleInUse with how many have it.
func (r *Roles) Delete(ctx context.Context, by change.Actor, key store.Role, revision int64) error {
	return r.changes.Locked(ctx, by, func(tx change.Tx) error {
		was, err := readAt(ctx, tx, key, revision)
		if err != nil {
			return err
		}
		people, err := tx.CountRolePeople(ctx, by.OrganizationID, key)
		if err != nil {
			return fmt.Errorf("count the people of a role: %w", err)
		}
		if people > 0 {
			return &fault.Fault{Code: fault.RoleInUse, Reason: "people", People: int(people)}
		}
		named, err := tx.RulesNameRole(ctx, by.OrganizationID, key)
		if err != nil {
			return fmt.Errorf("look for rules of a role: %w", err)
		}
		if named {
			return fault.Because(fault.RoleInUse, "rules")
		}
		if err := tx.DeleteRole(ctx, by.OrganizationID, key); err != nil {
			return fmt.Errorf("delete a role: %w", err)
		}
		return tx.RecordNamed(ctx, event.RoleDeleted, string(key), was.Name, Said(was))
	})
}

// readAt reads a role of the organization's own, as it was read before.
func readAt(ctx context.Context, tx change.Tx, key store.Role, revision int64) (store.RoleRow, error) {
	was, err := tx.RoleByKey(ctx, tx.By.OrganizationID, key)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return was, fault.Because(fault.NotFound, "no_role")
	case err != nil:
		return was, fmt.Errorf("read a role: %w", err)
	case was.BuiltIn:
		return was, fault.Because(fault.RoleBuiltIn, string(key))
	}
	read := change.Revision{OrganizationID: was.OrganizationID, Number: was.Revision, By: was.ChangedBy, At: was.ChangedAt}
	return was, read.Matches(ctx, tx.Rows, revision)
}
