package role

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"latchkey/api/change"
	"latchkey/api/event"
	"latchkey/api/fault"
	"latchkey/api/store"
)

// WantedChoice is which roles a connection is to give without rules.
type WantedChoice struct {
	Default string   // "": nobody's role changes
	Roles   []string // that people may choose on the link page
}

// Choices lists which roles the connections of an organization give without rules.
func (r *Roles) Choices(ctx context.Context, organizationID string) ([]store.RoleChoiceLine, error) {
	list, err := r.store.RoleChoicesOf(ctx, organizationID, "")
	if err != nil {
		return nil, fmt.Errorf("list the roles of connections: %w", err)
	}
	return list, nil
}

// SaveChoice writes those of a connection, from the revision that was read. A role more asks
// for recent authentication: whoever comes may have it. Errors: fault NotFound,
// ValidationFailed, ConfigChanged, ReauthRequired.
func (r *Roles) SaveChoice(ctx context.Context, by change.Actor, connectionID string, revision int64, w WantedChoice) (store.RoleChoiceLine, error) {
	var is store.RoleChoiceLine
	err := r.changes.Locked(ctx, by, func(tx change.Tx) error {
		was, err := choiceAt(ctx, tx, connectionID, revision)
		if err != nil {
			return err
		}
		is = was
		if err := w.check(ctx, tx); err != nil {
			return err
		}
		is.DefaultRole, is.Choices = nil, slices.Clone(w.Roles)
		if w.Default != "" {
			is.DefaultRole = &w.Default
		}
		difference := store.Difference(was.RoleChoice, is.RoleChoice)
		if len(difference) == 0 {
			return nil
		}
		if w.givesMore(was.RoleChoice) {
			if err := tx.AskRecent(ctx); err != nil {
				return err
			}
		}
		is.Revision, is.ChangedBy, is.ChangedAt = was.Revision+1, by.ID, store.At(tx.At)
		if err := tx.SaveRoleChoice(ctx, is.RoleChoice); err != nil {
			return fmt.Errorf("write the roles of a connection: %w", err)
		}
		return tx.Record(ctx, event.RoleRulesChanged, connectionID, difference)
	})
	return is, err
}

func choiceAt(ctx context.Context, tx change.Tx, connectionID string, revision int64) (store.RoleChoiceLine, error) {
	list, err := tx.RoleChoicesOf(ctx, tx.By.OrganizationID, connectionID)
	switch {
	case err != nil:
		return store.RoleChoiceLine{}, fmt.Errorf("read the roles of a connection: %w", err)
	case len(list) == 0 || connectionID == "":
		return store.RoleChoiceLine{}, fault.Because(fault.NotFound, "no_connection")
	}
	was := list[0]
	read := change.Revision{OrganizationID: was.OrganizationID, Number: was.Revision, By: was.ChangedBy, At: was.ChangedAt}
	return was, read.Matches(ctx, tx.Rows, revision)
}

// check wants roles of the organization, none of them super admin.
func (w WantedChoice) check(ctx context.Context, tx change.Tx) error {
	known, err := tx.RolesNamed(ctx, tx.By.OrganizationID, append(slices.Clone(w.Roles), w.Default))
	if err != nil {
		return fmt.Errorf("read roles: %w", err)
	}
	isOne := func(key string) bool {
		return key != string(store.SuperAdmin) && slices.ContainsFunc(known, func(one store.RoleRow) bool { return string(one.Key) == key })
	}
	var fields []fault.Field
	if w.Default != "" && !isOne(w.Default) {
		fields = append(fields, fault.Field{Pointer: "/defaultRole", Code: "invalid"})
	}
	for i, key := range w.Roles {
		if !isOne(key) {
			fields = append(fields, fault.Field{Pointer: "/choices/" + strconv.Itoa(i), Code: "invalid"})
		}
	}
	if len(fields) > 0 {
		return fault.Invalid(fields...)
	}
	return nil
}

func (w WantedChoice) givesMore(than store.RoleChoice) bool {
	return w.Default != "" && w.Default != store.OrEmpty(than.DefaultRole) ||
		slices.ContainsFunc(w.Roles, func(key string) bool { return !slices.Contains(than.Choices, key) })
}
