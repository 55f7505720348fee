package store

import (
	"context"
	"slices"
	"strings"
)

// RoleRow is a role of an organization.
type RoleRow struct {
	OrganizationID string  `db:"organization_id"`
	Key            Role    `db:"key"`
	Name           string  `db:"name"`
	Description    string  `db:"description"`
	BuiltIn        bool    `db:"built_in"`
	Permissions    Strings `db:"permissions"` // of one of the organization's own: see principal.OfOwnRoles
	Revision       int64   `db:"revision"`    // counts the changes, for ETags
	ChangedBy      string  `db:"changed_by"`  // a user's id or an actor
	ChangedAt      Time    `db:"changed_at"`
}

// RoleLine is a role as the list shows it.
type RoleLine struct {
	RoleRow
	ChangedByName string `db:"changed_by_name"`
	People        int64  `db:"people"` // who have it, active or not
}

const roleColumns = `organization_id, key, name, description, built_in, permissions, revision, changed_by, changed_at`

// BuiltInRoles are the roles that the database gives every organization.
func BuiltInRoles(organizationID string) []RoleRow {
	return []RoleRow{
		{OrganizationID: organizationID, Key: SuperAdmin, Name: "Super admin", BuiltIn: true, Permissions: Strings{}, Revision: 1, ChangedBy: ActorOperator},
		{OrganizationID: organizationID, Key: Agent, Name: "Agent", BuiltIn: true, Permissions: Strings{}, Revision: 1, ChangedBy: ActorOperator},
	}
}

// AddRole writes a new role; ErrConflict if the organization has that key already.
func (r Rows) AddRole(ctx context.Context, role RoleRow) error {
	return r.insert(ctx, `
		INSERT INTO roles (`+roleColumns+`)
		VALUES (:organization_id, :key, :name, :description, :built_in, :permissions, :revision, :changed_by, :changed_at)`, role)
}

// RoleByKey reads a role of an organization.
func (r Rows) RoleByKey(ctx context.Context, organizationID string, key Role) (RoleRow, error) {
	var role RoleRow
	err := r.get(ctx, &role, `SELECT `+roleColumns+` FROM roles WHERE organization_id = ? AND key = ?`, organizationID, key)
	return role, err
}

// RolesOf lists the roles of an organization: super_admin, agent, then its own by name.
// With a key it is that one alone. The people are counted in one pass over them.
func (r Rows) RolesOf(ctx context.Context, organizationID string, key Role) ([]RoleLine, error) {
	var list []RoleLine
	err := r.list(ctx, &list, `
		SELECT ro.organization_id, ro.key, ro.name, ro.description, ro.built_in, ro.permissions, ro.revision, ro.changed_by,
			ro.changed_at, COALESCE(b.name, '') AS changed_by_name, COALESCE(n.people, 0) AS people
		FROM roles ro
		LEFT JOIN (SELECT role, COUNT(*) AS people FROM users WHERE organization_id = ? GROUP BY role) n ON n.role = ro.key
		LEFT JOIN users b ON (b.organization_id = ro.organization_id) IS TRUE AND b.id = ro.changed_by
		WHERE ro.organization_id = ? AND (ro.key = ? OR ? = '')`, organizationID, organizationID, key, key)
	for i, role := range list {
		list[i].ChangedByName = ActorName(role.ChangedBy, role.ChangedByName)
	}
	slices.SortFunc(list, func(a, b RoleLine) int { return strings.Compare(a.place(), b.place()) })
	return list, err
}

// place is where a role stands in a list: the mightiest first, then agents, then by name.
func (r RoleRow) place() string {
	switch r.Key {
	case SuperAdmin:
		return "0"
	case Agent:
		return "1"
	}
	return "2" + strings.ToLower(r.Name) + "\x00" + string(r.Key)
}

// CountRolePeople says how many people have a role, active or not.
func (r Rows) CountRolePeople(ctx context.Context, organizationID string, key Role) (int64, error) {
	var n int64
	err := r.get(ctx, &n, `SELECT COUNT(*) FROM users WHERE organization_id = ? AND role = ?`, organizationID, key)
	return n, err
}

// UpdateRole writes what may change of a role that is not built in, and counts the change.
func (r Rows) UpdateRole(ctx context.Context, role RoleRow) error {
	return one(r.exec(ctx, `
		UPDATE roles SET name = ?, description = ?, permissions = ?, revision = revision + 1, changed_by = ?, changed_at = ?
		WHERE organization_id = ? AND key = ? AND NOT built_in`,
		role.Name, role.Description, role.Permissions, role.ChangedBy, role.ChangedAt, role.OrganizationID, role.Key))
}

// RulesNameRole says whether a rule, the default of the rules, or a connection gives a role.
func (r Rows) RulesNameRole(ctx context.Context, organizationID string, key Role) (bool, error) {
	var named bool
	err := r.get(ctx, &named, `
		SELECT EXISTS (SELECT 1 FROM role_rules WHERE organization_id = ? AND role = ?)
			OR EXISTS (SELECT 1 FROM role_rule_sets WHERE organization_id = ? AND otherwise_role = ?)
			OR EXISTS (SELECT 1 FROM role_choices WHERE organization_id = ? AND (default_role = ? OR choices LIKE CAST(? AS TEXT)))`,
		organizationID, key, organizationID, key, organizationID, key, `%"`+strings.ReplaceAll(string(key), `_`, `\_`)+`"%`)
	return named, err
}

// DeleteRole takes a role away that is not built in and that nobody has; ErrNotFound else.
// No rule may name it.
func (r Rows) DeleteRole(ctx context.Context, organizationID string, key Role) error {
	return one(r.exec(ctx, `
		DELETE FROM roles WHERE organization_id = ? AND key = ? AND NOT built_in
			AND NOT EXISTS (SELECT 1 FROM users u WHERE u.organization_id = roles.organization_id AND u.role = roles.key)`,
		organizationID, key))
}
