package role

import (
	"slices"

	"latchkey/api/fault"
	"latchkey/api/principal"
	"latchkey/api/rules"
	"latchkey/api/store"
)

// The longest texts, in characters.
const (
	mostName        = 60
	mostDescription = 200
)

// Wanted is what to write of a role; nil stays. A description of "" takes it away.
type Wanted struct {
	Name, Description *string
	Permissions       []string // all of them; none is an empty list
}

// Read gives it as it is kept, and all that is wrong with it, each at its member of an
// object that starts with this pointer.
func (w Wanted) Read(at string) (Wanted, []fault.Field) {
	var fields []fault.Field
	line := func(value *string, member string, most int) *string {
		kept, problem := rules.Line(*value, most)
		if problem != "" {
			fields = append(fields, fault.Field{Pointer: at + "/" + member, Code: problem})
		}
		return &kept
	}
	if w.Name != nil {
		w.Name = line(w.Name, "name", mostName)
	}
	if w.Description != nil && *w.Description != "" {
		w.Description = line(w.Description, "description", mostDescription)
	}
	if w.Permissions != nil {
		w.Permissions = slices.Sorted(slices.Values(w.Permissions))
		if !permissible(w.Permissions) {
			fields = append(fields, fault.Field{Pointer: at + "/permissions", Code: rules.Invalid})
		}
	}
	return w, fields
}

// permissible says whether own roles may permit all of this, each named once.
func permissible(permissions []string) bool {
	for i, p := range permissions {
		if !slices.Contains(principal.OfOwnRoles(), principal.Permission(p)) || slices.Contains(permissions[:i], p) {
			return false
		}
	}
	return true
}

// On gives a role with what was read.
func (w Wanted) On(is store.RoleRow) store.RoleRow {
	if w.Name != nil {
		is.Name = *w.Name
	}
	if w.Description != nil {
		is.Description = *w.Description
	}
	if w.Permissions != nil {
		is.Permissions = w.Permissions
	}
	return is
}

// New is a role of an organization's own that permits nothing.
func New(organizationID string, key store.Role, by string) store.RoleRow {
	return store.RoleRow{OrganizationID: organizationID, Key: key, Permissions: store.Strings{}, Revision: 1, ChangedBy: by}
}

// Said is what the log of changes tells of a role that was made or taken away.
func Said(is store.RoleRow) map[string]any {
	return map[string]any{"role": is.Key, "name": is.Name, "description": is.Description, "permissions": is.Permissions}
}
