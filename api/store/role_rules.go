package store

import (
	"context"
)

// RoleRuleSet is what an organization does with its rules of roles. One without a row is
// off: revision 0.
type RoleRuleSet struct {
	OrganizationID string  `db:"organization_id"`
	Mode           string  `db:"mode"`
	Otherwise      string  `db:"otherwise"`
	OtherwiseRole  *string `db:"otherwise_role"`
	SeenFrom       int64   `db:"seen_from"` // the revision since which all that rules ask for is remembered
	Revision       int64   `db:"revision"`
	ChangedBy      string  `db:"changed_by"`
	ChangedAt      Time    `db:"changed_at"`
}

// RoleRule is a rule that gives a role.
type RoleRule struct {
	ID             string  `db:"id"`
	OrganizationID string  `db:"organization_id"`
	ConnectionID   *string `db:"connection_id"` // nil: of any
	Position       int64   `db:"position"`      // from 1 on
	Source         string  `db:"source"`
	Path           Strings `db:"path"`
	Op             string  `db:"op"`
	Values         Strings `db:"value_list"`
	IgnoreCase     bool    `db:"ignore_case"`
	Role           Role    `db:"role"`
}

const (
	roleRuleSetColumns = `organization_id, mode, otherwise, otherwise_role, seen_from, revision, changed_by, changed_at`
	roleRuleColumns    = `id, organization_id, connection_id, position, source, path, op, value_list, ignore_case, role`
)

// RoleRuleSetOf reads what an organization does with its rules; ErrNotFound: it has none.
func (r Rows) RoleRuleSetOf(ctx context.Context, organizationID string) (RoleRuleSet, error) {
	var set RoleRuleSet
	err := r.get(ctx, &set, `SELECT `+roleRuleSetColumns+` FROM role_rule_sets WHERE organization_id = ?`, organizationID)
	return set, err
}

// RoleRulesOf lists an organization's rules, in their order.
func (r Rows) RoleRulesOf(ctx context.Context, organizationID string) ([]RoleRule, error) {
	var list []RoleRule
	err := r.list(ctx, &list, `SELECT `+roleRuleColumns+` FROM role_rules WHERE organization_id = ? ORDER BY position`, organizationID)
	return list, err
}

// SaveRoleRules writes all rules of an organization in place of those before. It belongs
// inside a transaction that has locked the organization.
func (r Rows) SaveRoleRules(ctx context.Context, set RoleRuleSet, list []RoleRule) error {
	if _, err := r.exec(ctx, `DELETE FROM role_rules WHERE organization_id = ?`, set.OrganizationID); err != nil {
		return err
	}
	_, err := r.exec(ctx, `
		INSERT INTO role_rule_sets (`+roleRuleSetColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (organization_id) DO UPDATE SET mode = excluded.mode, otherwise = excluded.otherwise,
			otherwise_role = excluded.otherwise_role, seen_from = excluded.seen_from, revision = excluded.revision,
			changed_by = excluded.changed_by, changed_at = excluded.changed_at`,
		set.OrganizationID, set.Mode, set.Otherwise, set.OtherwiseRole, set.SeenFrom, set.Revision, set.ChangedBy, set.ChangedAt)
	if err != nil {
		return err
	}
	for _, one := range list { // a hundred at most
		if err := r.insert(ctx, `
			INSERT INTO role_rules (`+roleRuleColumns+`)
			VALUES (:id, :organization_id, :connection_id, :position, :source, :path, :op, :value_list, :ignore_case, :role)`, one); err != nil {
			return err
		}
	}
	return nil
}

// GroupsUnsent is how many accounts of a connection came without their groups the last time.
type GroupsUnsent struct {
	ConnectionID string `db:"connection_id"`
	People       int64  `db:"people"`
}

// GroupsUnsentIn counts the accounts that came without their groups, by connection.
func (r Rows) GroupsUnsentIn(ctx context.Context, organizationID string) ([]GroupsUnsent, error) {
	var list []GroupsUnsent
	err := r.list(ctx, &list, `
		SELECT connection_id, COUNT(*) AS people FROM identities WHERE organization_id = ? AND groups_unsent
		GROUP BY connection_id ORDER BY connection_id`, organizationID)
	return list, err
}

// RolePerson is an active person with what rules know of them: by their account that was
// used last.
type RolePerson struct {
	User
	ConnectionID string `db:"connection_id"` // "": no account is connected
	Facts        string `db:"role_facts"`    // "": nothing is remembered
	SeenAt       Time   `db:"seen_at"`
	RoleKept     Role   `db:"role_kept"`
}

// RolePeople lists active people of an organization, by id from one on: at most so many.
func (r Rows) RolePeople(ctx context.Context, organizationID, afterID string, most int) ([]RolePerson, error) {
	var list []RolePerson
	err := r.list(ctx, &list, rolePeople+` AND u.id > ? ORDER BY u.id LIMIT ?`, organizationID, afterID, most)
	return list, err
}

// RolePerson reads one person with what rules look at.
func (r Rows) RolePerson(ctx context.Context, organizationID, userID string) (RolePerson, error) {
	var p RolePerson
	err := r.get(ctx, &p, rolePeople+` AND u.id = ?`, organizationID, userID)
	return p, err
}

const rolePeople = `
	SELECT u.id, u.organization_id, u.email, u.email_lower, u.name, u.role, u.active, u.exempt, u.role_source, u.role_rule_id,
		u.role_kept, COALESCE(i.connection_id, '') AS connection_id, COALESCE(i.role_facts, '') AS role_facts, i.last_used_at AS seen_at
	FROM users u LEFT JOIN identities i ON i.id = (
		SELECT l.id FROM identities l WHERE l.organization_id = u.organization_id AND l.user_id = u.id
		ORDER BY l.last_used_at DESC, l.id LIMIT 1)
	WHERE u.organization_id = ? AND u.active`

// RoleOrigin is where somebody's role comes from, for the page of a person.
type RoleOrigin struct {
	Position     *int64 `db:"position"` // of the rule that gave it; nil: none did, or it is gone
	GroupsUnsent bool   `db:"groups_unsent"`
	Mode         string `db:"mode"` // of the organization
}

// RoleOriginOf reads where a user's role comes from.
func (r Rows) RoleOriginOf(ctx context.Context, organizationID, userID string) (RoleOrigin, error) {
	var o RoleOrigin
	err := r.get(ctx, &o, `
		SELECT rr.position, COALESCE(s.mode, 'off') AS mode,
			EXISTS (SELECT 1 FROM identities i WHERE i.organization_id = u.organization_id AND i.user_id = u.id AND i.groups_unsent) AS groups_unsent
		FROM users u LEFT JOIN role_rule_sets s ON s.organization_id = u.organization_id
		LEFT JOIN role_rules rr ON rr.organization_id = u.organization_id AND rr.id = u.role_rule_id
		WHERE u.organization_id = ? AND u.id = ?`, organizationID, userID)
	return o, err
}

// NoteRoleOrigin writes where the role that somebody has comes from, which is no change of
// the user.
func (r Rows) NoteRoleOrigin(ctx context.Context, u User) error {
	return one(r.exec(ctx, `
		UPDATE users SET role_source = ?, role_rule_id = ?, role_at = ? WHERE organization_id = ? AND id = ? AND role = ?`,
		u.RoleSource, u.RoleRuleID, u.RoleAt, u.OrganizationID, u.ID, u.Role))
}

// KeepRole notes that a super admin keeps somebody's role although rules say another.
func (r Rows) KeepRole(ctx context.Context, organizationID, userID string, said Role) error {
	return one(r.exec(ctx, `UPDATE users SET role_kept = ? WHERE organization_id = ? AND id = ?`, said, organizationID, userID))
}
