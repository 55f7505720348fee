package store

import (
	"errors"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
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

// byEach has PostgreSQL look the accounts of each user up, of whom few are looked at. It would
// read all accounts of an organization together with all users as soon as it thinks that
// they are few, as it does of a table that has grown since it was looked at.
const byEach = ` LIMIT 1 OFFSET 0`

// clause is a part of a query with its arguments.
type clause struct {
	text string
	args []any
}

// accounts are those of a user u that count: of the connections that are known to be there still, or else [connected].
func (q UserQuery) accounts() clause {
	if q.live == nil {
		return clause{text: connected}
	}
	return clause{`SELECT 1 FROM identities i WHERE i.organization_id = u.organization_id AND i.user_id = u.id AND i.connection_id ` + in(q.live), values(q.live)}
}

// in is a condition of a list, which may be empty.
func in(list []string) string {
	if len(list) == 0 {
		return `IN (SELECT '' WHERE FALSE)`
	}
	return `IN (?` + strings.Repeat(`, ?`, len(list)-1) + `)`
}

func values(list []string) []any {
	all := make([]any, len(list))
	for i, one := range list {
		all[i] = one
	}
	return all
}

// condition is the filter of an organization's people in SQL, with its arguments if it has any;
// accounts are those that count.
func (f UserFilter) condition(organizationID string, now time.Time, accounts clause) (string, []any) {
	switch f {
	case UsersActive:
		return ` AND u.active`, nil
	case UsersInactive:
		return ` AND u.active = FALSE`, nil // SQLite finds NOT u.active in no index
	case UsersNotConnected:
		return ` AND NOT EXISTS (` + accounts.text + byEach + `)`, accounts.args
	case UsersDifferentEmail:
		return ` AND EXISTS (` + accounts.text + ` AND i.email <> '' AND LOWER(i.email) <> LOWER(u.email)` + byEach + `)`, accounts.args
	case UsersNeverSignedIn:
		return ` AND ` + lastSignInOfUser + ` = 0 AND u.password_used_at IS NULL
			AND NOT EXISTS (` + accounts.text + ` AND i.last_used_at >= i.linked_at` + byEach + `)`, accounts.args
	case UsersRefusedLately:
		refused := refusedLately(organizationID, now)
		return ` AND u.id IN (SELECT ` + refusedUser + ` ` + refused.text + `)`, refused.args
	case UsersSuperAdmins:
		return ` AND u.role = 'super_admin'`, nil
	case UsersExempt:
		return ` AND u.exempt`, nil
	}
	return "", nil
}

// countedBy is the order in which those whom a filter lets through are counted: that of the
// index of the last sign-in, where they stand together. Without it PostgreSQL may read all of
// them first, before it counts no further than it was asked to.
func (f UserFilter) countedBy() string {
	if f == UsersNeverSignedIn {
		return ` ORDER BY u.id`
	}
	return ""
}

// refusedUser is the user of a row of refusedLately.
const refusedUser = `s.user_id`

// refusedLately is where the users of an organization are who were.
func refusedLately(organizationID string, now time.Time) clause {
	return clause{
		`FROM sign_ins s WHERE s.organization_id = ? AND s.finished_at >= ? AND s.user_id IS NOT NULL` + ResultRefused.condition(),
		[]any{organizationID, At(now.Add(-RefusedLately))},
	}
}

// UserQuery is which people a list has, and in which order.
type UserQuery struct {
	Search     string // the beginning of a word of a name, or of an e-mail before its @
	Filter     UserFilter
	Active     *bool  // nil: both
	Role       Role   // "": any
	Connection string // the id of one that they are connected with; "": any or none
	Sort       UserSort
	Now        time.Time
	narrowed   string   // the organization for which it is, see [Rows.NarrowedUsers]; "": none
	among      []string // the ids of those whom it can find; nil: anybody
	filtered   bool     // the filter is not asked: whoever is among them fits it
	next       int      // looks at so many of those who come next in its order alone; 0: at all
	live       []string // the connections of the organization that were not removed; nil: not known
}

func (q UserQuery) where(organizationID string) (string, []any) {
	filter := q.Filter
	if q.filtered {
		filter = ""
	}
	condition, values := filter.condition(organizationID, q.Now, q.accounts())
	args := append([]any{organizationID}, values...)
	if q.Active != nil {
		condition, args = condition+` AND u.active = ?`, append(args, *q.Active)
	}
	if q.Role != "" {
		condition, args = condition+` AND u.role = ?`, append(args, q.Role)
	}
	if q.Connection != "" {
		at := clause{connected + ` AND i.connection_id = ?`, []any{q.Connection}}
		if q.live != nil { // it is one of these
			at.text = `SELECT 1 FROM identities i WHERE i.connection_id = ? AND i.user_id = u.id`
		}
		condition, args = condition+` AND EXISTS (`+at.text+byEach+`)`, append(args, at.args...)
	}
	if typed := strings.TrimSpace(q.Search); typed != "" {
		begins := anySpelling(typed, wordBegins, wordPatterns)
		condition, args = condition+` AND `+begins.text, append(args, begins.args...)
	}
	return ` WHERE u.organization_id = ?` + condition, args
}

// UserSort is the order of a list of people: "" is by name, and a minus turns one round.
type UserSort string

// The orders.
const (
	ByName       UserSort = "name"
	ByEmail      UserSort = "email"
	ByRole       UserSort = "role"
	ByState      UserSort = "state"        // deactivated people first
	ByLastSignIn UserSort = "last_sign_in" // those who never did first
)

// Down turns an order round.
func (s UserSort) Down() UserSort { return "-" + s }

func (s UserSort) column() UserSort { return UserSort(strings.TrimPrefix(string(s), "-")) }

func (s UserSort) byName() bool { return s.column() == "" || s.column() == ByName }

// columns are what is sorted by: together they are of one user alone, and each order has
// its index (users_name, users_role, users_active, users_last_sign_in, the unique e-mails).
func (s UserSort) columns() []string {
	switch s.column() {
	case ByEmail:
		return []string{`u.email_lower`}
	case ByRole:
		return []string{`u.role`, `u.name`, `u.id`}
	case ByState:
		return []string{`u.active`, `u.name`, `u.id`}
	case ByLastSignIn:
		return []string{lastSignInOfUser, `u.id`}
	}
	return []string{`u.name`, `u.id`}
}

// down says whether it is turned round; then what comes later is smaller.
func (s UserSort) down() bool { return strings.HasPrefix(string(s), "-") }

// UserPlace is a place in an order of people: what a user has in the columns that are
// sorted by. nil is before the first.
type UserPlace []string

// ErrPlace says that a place is of another order.
var ErrPlace = errors.New("a place of another order")

// PlaceOf is where a user stands in an order.
func (s UserSort) PlaceOf(l UserLine) UserPlace {
	switch s.column() {
	case ByEmail:
		return UserPlace{l.EmailLower}
	case ByRole:
		return UserPlace{string(l.Role), l.Name, l.ID}
	case ByState:
		return UserPlace{strconv.FormatBool(l.Active), l.Name, l.ID}
	case ByLastSignIn:
		var micros int64
		if !l.LastSignInAt.IsZero() {
			micros = l.LastSignInAt.UnixMicro()
		}
		return UserPlace{strconv.FormatInt(micros, 10), l.ID}
	}
	return UserPlace{l.Name, l.ID}
}

// beyond is the condition of what comes after a place, if there is one.
func (s UserSort) beyond(p UserPlace) (clause, error) {
	if p == nil {
		return clause{}, nil
	}
	values, err := s.values(p)
	if err != nil {
		return clause{}, err
	}
	columns, comes := s.columns(), ` > `
	if s.down() {
		comes = ` < `
	}
	condition := ` AND (` + strings.Join(columns, ", ") + `)` + comes + `(?` + strings.Repeat(", ?", len(values)-1) + `)`
	if s.column() == ByLastSignIn { // SQLite seeks an expression by itself alone
		return clause{` AND ` + columns[0] + strings.TrimSuffix(comes, " ") + `= ?` + condition, append([]any{values[0]}, values...)}, nil
	}
	return clause{condition, values}, nil
}

// values are a place as the columns have it.
func (s UserSort) values(p UserPlace) ([]any, error) {
	if len(p) != len(s.columns()) {
		return nil, ErrPlace
	}
	values := make([]any, len(p))
	for i, text := range p {
		if strings.ContainsRune(text, 0) || !utf8.ValidString(text) { // PostgreSQL has no such texts
			return nil, ErrPlace
		}
		values[i] = text
	}
	var err error
	switch s.column() {
	case ByState:
		values[0], err = strconv.ParseBool(p[0])
	case ByLastSignIn:
		values[0], err = strconv.ParseInt(p[0], 10, 64)
	}
	if err != nil {
		return nil, ErrPlace
	}
	return values, nil
}

// Fits says whether a place is one of this order.
func (s UserSort) Fits(p UserPlace) bool {
	_, err := s.values(p)
	return err == nil
}
