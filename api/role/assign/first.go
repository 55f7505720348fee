package assign

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"latchkey/api/event"
	"latchkey/api/people"
	"latchkey/api/role/rule"
	"latchkey/api/store"
)

// Offered lists the roles that people may choose on the link page of a connection, by an
// organization's mode of rules: those that are still there.
func (r *Roles) Offered(ctx context.Context, rows store.Rows, l store.LiveConnection) ([]store.RoleRow, error) {
	choice, err := choiceOf(ctx, rows, l)
	if err != nil || !choice.Asks(rule.Mode(l.RoleMode)) {
		return nil, err
	}
	offered, err := rows.RolesNamed(ctx, l.OrganizationID, choice.Roles)
	if err != nil {
		return nil, fmt.Errorf("read the roles to choose from: %w", err)
	}
	return slices.DeleteFunc(offered, func(one store.RoleRow) bool { return one.Key == store.SuperAdmin }), nil
}

// AtFirstSignIn gives whoever connects an account at a sign-in the role that they chose, or
// the default of the connection, in the transaction of the sign-in and before rules are
// asked ([Roles.AtSignIn]).
func (r *Roles) AtFirstSignIn(ctx context.Context, rows store.Rows, l store.LiveConnection, userID, chosen string) error {
	choice, err := choiceOf(ctx, rows, l)
	if err != nil || choice.Default == "" && chosen == "" {
		return err
	}
	first := func() (was store.User, is rule.Person, err error) {
		if was, err = rows.UserByID(ctx, l.OrganizationID, userID); err != nil {
			return was, is, fmt.Errorf("read whose role it is: %w", err)
		}
		return was, choice.First(rule.Mode(l.RoleMode), PersonOf(was), chosen), nil
	}
	was, is, err := first()
	if err != nil || is == PersonOf(was) {
		return err
	}
	if is.Role == string(was.Role) {
		return rows.NoteRoleOrigin(ctx, r.with(was, is))
	}
	if err := rows.LockOrganization(ctx, l.OrganizationID); err != nil {
		return fmt.Errorf("lock the organization: %w", err)
	}
	if was, is, err = first(); err != nil || is.Role == string(was.Role) {
		return err
	}
	return r.giveFirst(ctx, rows, was, is, chosen != "")
}

func (r *Roles) giveFirst(ctx context.Context, rows store.Rows, was store.User, person rule.Person, chosen bool) error {
	is, by, how := r.with(was, person), store.ActorSystem, "connection_default"
	if chosen {
		by, how = was.ID, "chosen"
	}
	if err := (people.Write{Rows: rows, Was: was, Is: is, By: by, Now: r.Now(), ByRule: true}).Do(ctx); err != nil {
		return err
	}
	detail := store.Difference(was, is)
	detail["how"] = how
	return event.Record(ctx, rows, event.Event{
		Organization: was.OrganizationID, Actor: by, Kind: event.UserChanged, Subject: was.ID, Detail: detail, At: r.Now(),
	})
}

func choiceOf(ctx context.Context, rows store.Rows, l store.LiveConnection) (rule.Choice, error) {
	row, err := rows.RoleChoiceOf(ctx, l.OrganizationID, l.ID)
	if errors.Is(err, store.ErrNotFound) {
		return rule.Choice{}, nil
	}
	if err != nil {
		return rule.Choice{}, fmt.Errorf("read the roles of a connection: %w", err)
	}
	return rule.Choice{Default: store.OrEmpty(row.DefaultRole), Roles: row.Choices}, nil
}
