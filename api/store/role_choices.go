package store

import (
	"context"
	"slices"
)

// RoleChoice is which roles a connection gives without rules (spec "People", 1: selectable).
type RoleChoice struct {
	OrganizationID string  `db:"organization_id"`
	ConnectionID   string  `db:"connection_id"`
	DefaultRole    *string `db:"default_role"` // of whose role nobody has decided; nil: it stays
	Choices        Strings `db:"choices"`      // what people may choose on the link page
	Revision       int64   `db:"revision"`     // 1 where there is no row
	ChangedBy      string  `db:"changed_by"`
	ChangedAt      Time    `db:"changed_at"`
}

// RoleChoiceLine is a RoleChoice with the provider and the label of its connection.
type RoleChoiceLine struct {
	RoleChoice
	Provider string `db:"provider"`
	Label    string `db:"label"`
}

// RoleChoicesOf lists the role choices of an organization's connections, in the order in which the
// connections were set up. With a connectionID it lists that connection's alone.
func (r Rows) RoleChoicesOf(ctx context.Context, organizationID, connectionID string) ([]RoleChoiceLine, error) {
	var list []RoleChoiceLine
	err := r.list(ctx, &list, `
		SELECT c.organization_id, c.id AS connection_id, c.provider, c.label, rc.default_role, COALESCE(rc.choices, '[]') AS choices,
			COALESCE(rc.revision, 1) AS revision, COALESCE(rc.changed_by, '') AS changed_by, rc.changed_at
		FROM connections c LEFT JOIN role_choices rc ON rc.organization_id = c.organization_id AND rc.connection_id = c.id
		WHERE c.organization_id = ? AND (c.id = ? OR ? = '') AND c.state <> 'removed'
		ORDER BY c.created_at, c.provider`, organizationID, connectionID, connectionID)
	return list, err
}

// RoleChoiceOf reads that of a connection; ErrNotFound where nobody has made one.
func (r Rows) RoleChoiceOf(ctx context.Context, organizationID, connectionID string) (RoleChoice, error) {
	var c RoleChoice
	err := r.get(ctx, &c, `
		SELECT organization_id, connection_id, default_role, choices, revision, changed_by, changed_at
		FROM role_choices WHERE organization_id = ? AND connection_id = ?`, organizationID, connectionID)
	return c, err
}

// SaveRoleChoice writes the roles that a connection gives without rules.
func (r Rows) SaveRoleChoice(ctx context.Context, c RoleChoice) error {
	return r.insert(ctx, `
		INSERT INTO role_choices (organization_id, connection_id, default_role, choices, revision, changed_by, changed_at)
		VALUES (:organization_id, :connection_id, :default_role, :choices, :revision, :changed_by, :changed_at)
		ON CONFLICT (organization_id, connection_id) DO UPDATE SET default_role = excluded.default_role, choices = excluded.choices,
			revision = excluded.revision, changed_by = excluded.changed_by, changed_at = excluded.changed_at`, c)
}

// RolesNamed reads roles of an organization, in the order in which they are named; one that is not
// there is left out.
func (r Rows) RolesNamed(ctx context.Context, organizationID string, keys []string) ([]RoleRow, error) {
	list, err := listIn[RoleRow](ctx, r, `SELECT `+roleColumns+` FROM roles WHERE organization_id = ? AND key IN (?)`, keys, organizationID)
	slices.SortFunc(list, func(a, b RoleRow) int { return slices.Index(keys, string(a.Key)) - slices.Index(keys, string(b.Key)) })
	return list, err
}
