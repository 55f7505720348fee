package people

import (
	"context"
	"fmt"

	"latchkey/api/email"
	"latchkey/api/fault"
	"latchkey/api/people/peoplefile"
	"latchkey/api/store"
)

// known is what an import has read of everybody whom rows of its file may concern, as they
// are by now. It answers what a change asks of the others, in memory, and is a type of its
// own so that nothing of a transaction comes with it.
type known struct {
	users   map[string]store.User // by id
	byID    map[string]string     // external id to id
	byEmail map[string]string     // folded address to id
	roles   map[store.Role]bool   // whether each permits anything
	roleBy  store.RuledRoles      // whose role only rules change
}

// namedIn reads everybody whom rows may concern: who has their external ids, and who has
// their addresses.
func namedIn(ctx context.Context, from store.Rows, organizationID string, rows []peoplefile.Row) ([]store.User, error) {
	var ids, addresses []string
	for _, row := range rows {
		if row.ExternalID != "" {
			ids = append(ids, row.ExternalID)
		}
		if row.Email != "" {
			addresses = append(addresses, email.Fold(row.Email))
		}
	}
	users, err := from.UsersByExternalIDs(ctx, organizationID, ids)
	if err != nil {
		return nil, fmt.Errorf("look for external ids: %w", err)
	}
	owners, err := from.UsersByEmails(ctx, organizationID, addresses)
	if err != nil {
		return nil, fmt.Errorf("look for addresses: %w", err)
	}
	return append(users, owners...), nil
}

// learn reads everybody whom rows of a file may concern, and which roles there are.
func learn(ctx context.Context, from store.Rows, organizationID string, rows []peoplefile.Row) (known, error) {
	k := known{users: map[string]store.User{}, byID: map[string]string{}, byEmail: map[string]string{}, roles: map[store.Role]bool{}}
	users, err := namedIn(ctx, from, organizationID, rows)
	if err != nil {
		return k, err
	}
	roles, err := from.RoleRowsOf(ctx, organizationID)
	if err != nil {
		return k, fmt.Errorf("list the roles: %w", err)
	}
	if k.roleBy, err = from.RuledRolesOf(ctx, organizationID); err != nil {
		return k, err
	}
	for _, u := range users {
		k.take(u)
	}
	for _, role := range roles {
		k.roles[role.Key] = role.Key == store.SuperAdmin || len(role.Permissions) > 0
	}
	return k, nil
}

// take takes note of what a user is by now.
func (k *known) take(u store.User) {
	if was, there := k.users[u.ID]; there {
		delete(k.byEmail, was.EmailLower)
		if was.ExternalID != nil {
			delete(k.byID, *was.ExternalID)
		}
	}
	k.users[u.ID], k.byEmail[u.EmailLower] = u, u.ID
	if u.ExternalID != nil {
		k.byID[*u.ExternalID] = u.ID
	}
}

func (k *known) notTaken(_ context.Context, was, is store.User) error {
	if owner, has := k.byEmail[is.EmailLower]; has && owner != is.ID && is.EmailLower != was.EmailLower {
		return &fault.Fault{Code: fault.ValidationFailed, Reason: taken, Fields: []fault.Field{{Pointer: "/email", Code: taken}}}
	}
	return nil
}

func (k *known) permits(_ context.Context, is store.User) (bool, error) {
	may, there := k.roles[is.Role]
	if !there {
		return false, fault.Invalid(fault.Field{Pointer: "/role", Code: "invalid"})
	}
	return may, nil
}

func (k *known) ruled(context.Context, string) (store.RuledRoles, error) { return k.roleBy, nil }
