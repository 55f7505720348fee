package store

import (
	"context"
	"strings"
	"time"
)

// UserFilter chooses people of a kind; "" is everybody (S12).
type UserFilter string

// The filters.
const (
	UsersActive         UserFilter = "active"
	UsersInactive       UserFilter = "inactive"
	UsersNotConnected   UserFilter = "not_connected"
	UsersDifferentEmail UserFilter = "different_email"
	UsersNeverSignedIn  UserFilter = "never_signed_in"
	UsersRefusedLately  UserFilter = "refused_lately"
	UsersSuperAdmins    UserFilter = "super_admins"
	UsersExempt         UserFilter = "exempt"
)

// RefusedLately is what the filter of that name looks back on.
const RefusedLately = 7 * 24 * time.Hour

// connected is a link of a user u; where its connection was removed it sleeps
// and counts for nothing.
const connected = `SELECT 1 FROM identities i
	JOIN connections c ON c.organization_id = i.organization_id AND c.id = i.connection_id AND c.state <> 'removed'
	WHERE i.organization_id = u.organization_id AND i.user_id = u.id`

// condition is the filter in SQL, with its argument if it has one.
func (f UserFilter) condition(now time.Time) (string, []any) {
	switch f {
	case UsersActive:
		return ` AND u.active`, nil
	case UsersInactive:
		return ` AND NOT u.active`, nil
	case UsersNotConnected:
		return ` AND NOT EXISTS (` + connected + `)`, nil
	case UsersDifferentEmail:
		return ` AND EXISTS (` + connected + ` AND i.email <> '' AND LOWER(i.email) <> LOWER(u.email))`, nil
	case UsersNeverSignedIn:
		return ` AND u.password_used_at IS NULL AND NOT EXISTS (` + connected + ` AND i.last_used_at >= i.linked_at)`, nil
	case UsersRefusedLately:
		return ` AND EXISTS (SELECT 1 FROM sign_ins s WHERE s.organization_id = u.organization_id AND s.user_id = u.id
			AND s.code <> '' AND s.finished_at >= ?` + ResultRefused.condition() + `)`, []any{At(now.Add(-RefusedLately))}
	case UsersSuperAdmins:
		return ` AND u.role = 'super_admin'`, nil
	case UsersExempt:
		return ` AND u.exempt`, nil
	}
	return "", nil
}

// UserSort is the order of a list of people.
type UserSort string

// The orders; a minus turns one round.
const (
	ByName      UserSort = "name"
	ByNameDown  UserSort = "-name"
	ByEmail     UserSort = "email"
	ByEmailDown UserSort = "-email"
)

// sql gives the columns that are sorted by, the direction, and how the rows
// after one compare with it.
func (s UserSort) sql() (column, direction, beyond string) {
	column, direction, beyond = `u.name`, ` ASC`, ` > `
	if s == ByEmail || s == ByEmailDown {
		column = `u.email_lower`
	}
	if strings.HasPrefix(string(s), "-") {
		direction, beyond = ` DESC`, ` < `
	}
	return column, direction, beyond
}

func (s UserSort) keyOf(u User) string {
	if s == ByEmail || s == ByEmailDown {
		return u.EmailLower
	}
	return u.Name
}

// UserQuery is which people a list has, and in which order.
type UserQuery struct {
	Search string // the beginning of a name, of a further word of it, or of an e-mail
	Filter UserFilter
	Sort   UserSort // "" is by name
	Now    time.Time
}

func (q UserQuery) where(organizationID string) (string, []any) {
	condition, values := q.Filter.condition(q.Now)
	args := append([]any{organizationID}, values...)
	if typed := strings.TrimSpace(q.Search); typed != "" {
		beginning := beginningOf(typed)
		condition += ` AND (u.email_lower LIKE lower(CAST(? AS TEXT)) ESCAPE '\' OR lower(u.name) LIKE lower(CAST(? AS TEXT)) ESCAPE '\'
			OR lower(u.name) LIKE lower(CAST(? AS TEXT)) ESCAPE '\')`
		args = append(args, beginning, beginning, "% "+beginning)
	}
	return ` WHERE u.organization_id = ?` + condition, args
}

// UserLine is a person as the list shows them.
type UserLine struct {
	User
	ChangedByName string `db:"changed_by_name"` // a user's or a service's; "" if neither did
	RoleName      string `db:"role_name"`
	Sessions      int64  `db:"sessions"` // that run
}

const userLineColumns = `u.id, u.organization_id, u.external_id, u.email, u.email_lower, u.name, u.role, u.active,
	u.password_hash, u.password_used_at, u.exempt, u.revision, u.changed_by, u.created_at, u.updated_at,
	COALESCE(b.name, (SELECT n.name FROM clients n WHERE n.organization_id = u.organization_id AND n.id = u.changed_by), '') AS changed_by_name, ro.name AS role_name,
	(SELECT COUNT(*) FROM sessions s WHERE s.organization_id = u.organization_id AND s.user_id = u.id
		AND s.ended_at IS NULL AND s.idle_expires_at > ? AND s.expires_at > ?) AS sessions`

const userLineTables = `users u JOIN roles ro ON ro.organization_id = u.organization_id AND ro.key = u.role
	LEFT JOIN users b ON b.organization_id = u.organization_id AND b.id = u.changed_by`

// UserLines lists an organization's people: at most so many, from the one after
// a user on, or from the first on after the zero User.
func (r Rows) UserLines(ctx context.Context, organizationID string, q UserQuery, after User, most int) ([]UserLine, error) {
	where, args := q.where(organizationID)
	column, direction, beyond := q.Sort.sql()
	if after.ID != "" {
		where += ` AND (` + column + `, u.id)` + beyond + `(?, ?)`
		args = append(args, q.Sort.keyOf(after), after.ID)
	}
	var lines []UserLine
	err := r.list(ctx, &lines, `
		SELECT `+userLineColumns+` FROM `+userLineTables+where+`
		ORDER BY `+column+direction+`, u.id`+direction+` LIMIT ?`,
		append(append([]any{At(q.Now), At(q.Now)}, args...), most)...)
	return lines, err
}

// CountUsers says how many people a query fits.
func (r Rows) CountUsers(ctx context.Context, organizationID string, q UserQuery) (int64, error) {
	where, args := q.where(organizationID)
	var n int64
	err := r.get(ctx, &n, `SELECT COUNT(*) FROM users u`+where, args...)
	return n, err
}

// UserLine reads one person of an organization as the list shows them.
func (r Rows) UserLine(ctx context.Context, organizationID, id string, now time.Time) (UserLine, error) {
	var l UserLine
	err := r.get(ctx, &l, `
		SELECT `+userLineColumns+` FROM `+userLineTables+` WHERE u.organization_id = ? AND u.id = ?`,
		At(now), At(now), organizationID, id)
	return l, err
}

// Link is an identity with what a list shows of its connection.
type Link struct {
	Identity
	Provider string `db:"provider"`
	Label    string `db:"label"`
	State    State  `db:"state"`
}

// LinksOf lists the links of some people of an organization, without those that
// sleep because their connection was removed.
func (r Rows) LinksOf(ctx context.Context, organizationID string, userIDs []string) ([]Link, error) {
	return listIn[Link](ctx, r, `
		SELECT i.id, i.organization_id, i.user_id, i.connection_id, i.issuer, i.subject, i.tenant_id, i.object_id,
			i.client_id, i.email, i.hosted_domain, i.linked_at, i.last_used_at, c.provider, c.label, c.state
		FROM identities i
		JOIN connections c ON c.organization_id = i.organization_id AND c.id = i.connection_id AND c.state <> 'removed'
		WHERE i.organization_id = ? AND i.user_id IN (?) ORDER BY i.linked_at, i.id`, userIDs, organizationID)
}
