package role

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"latchkey/api/fault"
	"latchkey/api/store"
)

// Among are the roles of an organization, among which one is added or changed: by a person, or by
// a file, of which a dry run finds nothing that it wrote.
type Among []store.RoleRow

// Now reads the roles of an organization. An organization that is not written yet has those that are built in.
func Now(ctx context.Context, rows store.Rows, organizationID string) (Among, error) {
	all, err := rows.RoleRowsOf(ctx, organizationID)
	if err != nil {
		return nil, fmt.Errorf("list roles: %w", err)
	}
	if len(all) == 0 {
		all = store.BuiltInRoles(organizationID)
	}
	return all, nil
}

// With are they once this one is written.
func (a Among) With(is store.RoleRow) Among {
	others := slices.DeleteFunc(slices.Clone(a), func(one store.RoleRow) bool { return one.Key == is.Key })
	return append(others, is)
}

// MayAdd refuses a key that is taken, one role more than there may be, and the name of another.
func (a Among) MayAdd(is store.RoleRow) error {
	own := 0
	for _, one := range a {
		if one.Key == is.Key {
			return fault.Because(fault.RoleKeyTaken, "key")
		}
		if !one.BuiltIn {
			own++
		}
	}
	if own >= Most {
		return fault.Because(fault.RoleLimitReached, "most")
	}
	return a.MayBe(store.RoleRow{}, is)
}

// MayBe refuses a role the name of another, unless it had it already: on the screens people tell
// roles apart by it alone, and one called "Super admin" would pass for what it is not.
func (a Among) MayBe(was, is store.RoleRow) error {
	isTaken := func(one store.RoleRow) bool { return one.Key != is.Key && strings.EqualFold(one.Name, is.Name) }
	if is.Name != was.Name && slices.ContainsFunc(a, isTaken) {
		return fault.Invalid(fault.Field{Pointer: "/name", Code: "taken"})
	}
	return nil
}
