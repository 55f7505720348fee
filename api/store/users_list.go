package store

import (
	"context"
	"strings"
	"time"
)

// UserLine is a person as the list shows them.
type UserLine struct {
	User
	LastSignInAt   Time   `db:"last_sign_in_at"`   // zero: never, or not since a program that notes it runs
	LastSignInWith string `db:"last_sign_in_with"` // WithPassword or a provider
	InvitedAt      Time   `db:"invited_at"`        // the last time; zero: never
	ChangedByName  string `db:"changed_by_name"`   // a user's or a service's; "" if neither did
	RoleName       string `db:"role_name"`
	Sessions       int64  `db:"sessions"` // that run
}

// userLineOwn are the columns of users that a line has.
const userLineOwn = `u.id, u.organization_id, u.external_id, u.email, u.email_lower, u.name, u.role, u.active,
	u.password_hash, u.password_used_at, u.exempt, u.revision, u.changed_by, u.created_at, u.updated_at,
	u.last_sign_in_at, u.last_sign_in_with, u.invited_at, u.role_source, u.role_rule_id, u.role_at`

const userLineColumns = userLineOwn + `,
	COALESCE(b.name, (SELECT n.name FROM clients n WHERE n.organization_id = u.organization_id AND n.id = u.changed_by), '') AS changed_by_name, ro.name AS role_name,
	(SELECT COUNT(*) FROM sessions s WHERE s.organization_id = u.organization_id AND s.user_id = u.id
		AND s.ended_at IS NULL AND s.idle_expires_at > ? AND s.expires_at > ?) AS sessions`

// Whoever's name a row has is found by their id, and asked then whether they are of its
// organization. Without IS TRUE PostgreSQL believes an organization to have the usual size, and
// looks through all names of one of 100,000 for each row, since they stand in an index with the id.
const userLineJoins = ` u JOIN roles ro ON ro.organization_id = u.organization_id AND ro.key = u.role
	LEFT JOIN users b ON (b.organization_id = u.organization_id) IS TRUE AND b.id = u.changed_by`

// from is where a query looks. With its LIMIT, those who are named are read first; their organization
// is asked after that, as of all: SQLite would count a few by going through an index of all of its people.
func (q UserQuery) from() (string, []any) {
	if q.among == nil {
		return ` FROM users u`, nil
	}
	return ` FROM (SELECT * FROM users WHERE id ` + in(q.among) + ` LIMIT ?) u`, append(values(q.among), len(q.among))
}

// pageOf is the query of the users of a page alone, which an index of its order answers;
// what else a line has is looked up for these few.
func (q UserQuery) pageOf(organizationID string, after UserPlace, most int) (query, order string, args []any, err error) {
	beyond, err := q.Sort.beyond(after)
	if err != nil {
		return "", "", nil, err
	}
	direction := ` ASC`
	if q.Sort.down() {
		direction = ` DESC`
	}
	order = ` ORDER BY ` + strings.Join(q.Sort.columns(), direction+", ") + direction
	from, args := q.from()
	if q.next > 0 {
		from = ` FROM (SELECT * FROM users u WHERE u.organization_id = ?` + beyond.text + order + ` LIMIT ?) u`
		args = append(append([]any{organizationID}, beyond.args...), q.next)
	}
	where, conditions := q.where(organizationID)
	args = append(append(args, conditions...), beyond.args...)
	return `SELECT ` + userLineOwn + from + where + beyond.text + order + ` LIMIT ?`, order, append(args, most), nil
}

// UserLines lists an organization's people: at most so many, from the one after
// a place on, or from the first on; ErrPlace if the place is of another order.
func (r Rows) UserLines(ctx context.Context, organizationID string, q UserQuery, after UserPlace, most int) ([]UserLine, error) {
	q, err := r.NarrowedUsers(ctx, organizationID, q)
	if err != nil {
		return nil, err
	}
	for _, found := range []func(context.Context, string, UserQuery, UserPlace, int) ([]UserLine, bool, error){r.nearby, r.foremost} {
		if lines, whole, err := found(ctx, organizationID, q, after, most); err != nil || whole {
			return lines, err
		}
	}
	return r.userPage(ctx, organizationID, q, after, most)
}

func (r Rows) userPage(ctx context.Context, organizationID string, q UserQuery, after UserPlace, most int) ([]UserLine, error) {
	query, args, err := q.linesOf(organizationID, after, most)
	if err != nil || q.nobody() {
		return nil, err
	}
	var lines []UserLine
	err = r.listFor(q)(ctx, &lines, query, args...)
	return lines, err
}

// linesOf is the query of a page with all that its lines show.
func (q UserQuery) linesOf(organizationID string, after UserPlace, most int) (string, []any, error) {
	page, order, args, err := q.pageOf(organizationID, after, most)
	return `SELECT ` + userLineColumns + ` FROM (` + page + `)` + userLineJoins + order, append([]any{At(q.Now), At(q.Now)}, args...), err
}

// CountUsers says how many people a query fits, and counts no further than to most.
func (r Rows) CountUsers(ctx context.Context, organizationID string, q UserQuery, most int) (int64, error) {
	q, err := r.NarrowedUsers(ctx, organizationID, q)
	if err != nil {
		return 0, err
	}
	if enough, err := r.enough(ctx, organizationID, q, most); err != nil || enough {
		return int64(most), err
	}
	return r.countUsers(ctx, organizationID, q, most)
}

func (r Rows) countUsers(ctx context.Context, organizationID string, q UserQuery, most int) (int64, error) {
	if q.nobody() {
		return 0, nil
	}
	query, args := q.countOf(organizationID, most)
	var counts []int64
	if err := r.listFor(q)(ctx, &counts, query, args...); err != nil {
		return 0, err
	}
	return counts[0], nil
}

// countOf is the query of how many people there are, up to most.
func (q UserQuery) countOf(organizationID string, most int) (string, []any) {
	from, args := q.from()
	where, conditions := q.where(organizationID)
	return `SELECT COUNT(*) FROM (SELECT 1` + from + where + q.Filter.countedBy() + ` LIMIT ?) found`, append(append(args, conditions...), most)
}

// listFor is how a query is read: one that names people has a text of its own.
func (r Rows) listFor(q UserQuery) func(context.Context, any, string, ...any) error {
	if q.among != nil {
		return r.listOnce
	}
	return r.listAfresh
}

// UserLine reads one person of an organization as the list shows them.
func (r Rows) UserLine(ctx context.Context, organizationID, id string, now time.Time) (UserLine, error) {
	var l UserLine
	err := r.get(ctx, &l, `
		SELECT `+userLineColumns+` FROM users`+userLineJoins+` WHERE u.organization_id = ? AND u.id = ?`,
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
	return listInBy[Link](ctx, r.listAfresh, `
		SELECT i.id, i.organization_id, i.user_id, i.connection_id, i.issuer, i.subject, i.tenant_id, i.object_id,
			i.client_id, i.email, i.hosted_domain, i.linked_at, i.last_used_at, c.provider, c.label, c.state
		FROM identities i
		JOIN connections c ON c.organization_id = i.organization_id AND c.id = i.connection_id AND c.state <> 'removed'
		WHERE i.organization_id = ? AND i.user_id IN (?) ORDER BY i.linked_at, i.id`, userIDs, organizationID)
}
