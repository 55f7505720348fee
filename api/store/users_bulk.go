package store

import (
	"context"
	"fmt"
	"time"

	"latchkey/api/secret"
)

// BulkChange is one change of many people of an organization, of which each is a row of its
// own. It is work: who takes it goes on where the one before came to.
type BulkChange struct {
	ID             string `db:"id"`
	OrganizationID string `db:"organization_id"`
	Action         string `db:"action"`
	Role           Role   `db:"role"`      // to give; "" where the action gives none
	MadeBy         string `db:"made_by"`   // a user's id
	Confirmed      bool   `db:"confirmed"` // they had confirmed who they are
	CreatedAt      Time   `db:"created_at"`
	DueAt          Time   `db:"due_at"` // zero: it has ended
	Tries          int64  `db:"tries"`
	Position       string `db:"position"` // the id of the last person who was done
	Total          int64  `db:"total"`
	Done           int64  `db:"done"`
	Outcomes       Counts `db:"outcomes"` // how many people ended how
	EndedAt        Time   `db:"ended_at"`
	EndedHow       string `db:"ended_how"` // "finished", "cancelled" or "stopped"; "" while it runs
}

// BulkChangesKept is how long a change that has ended is kept, with its report.
const BulkChangesKept = 30 * 24 * time.Hour

const bulkChangeColumns = `id, organization_id, action, role, made_by, confirmed, created_at, due_at, tries, position, total, done,
	outcomes, ended_at, ended_how`

// NewBulkChange returns a change that has nobody yet.
func NewBulkChange(organizationID, action string, role Role, madeBy string, confirmed bool, now time.Time) BulkChange {
	return BulkChange{
		ID: "ubc_" + secret.NewID(), OrganizationID: organizationID, Action: action, Role: role, MadeBy: madeBy, Confirmed: confirmed,
		CreatedAt: At(now), DueAt: At(now),
	}
}

func bulkChangeQueue() queue {
	return queue{name: "bulk_change", table: "user_bulk_changes", due: "due_at", since: "created_at", tries: "tries"}
}

// Selection is whom a change is of: the people with these ids, or, without any, all that a
// query finds.
type Selection struct {
	IDs   []string
	Query UserQuery
}

// AddBulkChange writes a change with the people of a selection, and says how many they
// are. It belongs inside a transaction.
func (r Rows) AddBulkChange(ctx context.Context, b BulkChange, of Selection) (int64, error) {
	err := r.insert(ctx, `
		INSERT INTO user_bulk_changes (`+bulkChangeColumns+`)
		VALUES (:id, :organization_id, :action, :role, :made_by, :confirmed, :created_at, :due_at, :tries, :position, :total, :done,
			:outcomes, :ended_at, :ended_how)`, b)
	if err != nil {
		return 0, err
	}
	n, err := r.fillBulkChange(ctx, b, of)
	if err != nil {
		return 0, err
	}
	return n, one(r.exec(ctx, `UPDATE user_bulk_changes SET total = ? WHERE id = ?`, n, b.ID))
}

// fillAtOnce is how many people one statement writes: each has its limit of time.
const fillAtOnce = 10_000

func (r Rows) fillBulkChange(ctx context.Context, b BulkChange, of Selection) (n int64, err error) {
	const fill = `INSERT INTO user_bulk_people (bulk_change_id, user_id, outcome) SELECT CAST(? AS TEXT), u.id, '' FROM users u`
	if len(of.IDs) > 0 {
		found, err := listInBy[string](ctx, r.takeAll, fill+` WHERE u.organization_id = ? AND u.id IN (?) RETURNING user_id`, of.IDs, b.ID, b.OrganizationID)
		return int64(len(found)), err
	}
	where, args := of.Query.where(b.OrganizationID)
	for last := ""; ; {
		some, err := r.exec(ctx, fill+where+` AND u.id > ? ORDER BY u.id LIMIT ?`, append(append([]any{b.ID}, args...), last, fillAtOnce)...)
		n += some
		if err != nil || some < fillAtOnce {
			return n, err
		}
		if err := r.get(ctx, &last, `SELECT MAX(user_id) FROM user_bulk_people WHERE bulk_change_id = ?`, b.ID); err != nil {
			return n, err
		}
	}
}

// UserGroup is how many people of a selection are alike in what a change looks at.
type UserGroup struct {
	Role   Role  `db:"role"`
	Active bool  `db:"active"`
	Self   bool  `db:"self"`
	Done   bool  `db:"done"` // needs nothing more of what is done, as far as [Looked] says
	People int64 `db:"people"`
}

// Looked is what else a change looks at, and for whom nothing is left to do.
type Looked int

// What may be looked at.
const (
	NothingElse Looked = iota
	Sessions           // nothing is left for whoever has none that runs
	Invitations        // nor for whoever has signed in, or has one that is open
)

func (l Looked) done(organizationID string, now time.Time) (string, []any) {
	switch l {
	case Sessions:
		return `u.id NOT IN (SELECT s.user_id FROM sessions s
			WHERE s.organization_id = ? AND s.ended_at IS NULL AND s.idle_expires_at > ? AND s.expires_at > ?)`,
			[]any{organizationID, At(now), At(now)}
	case Invitations:
		return invitationDone(now)
	}
	return `FALSE`, nil
}

// GroupUsers counts the people of a selection by what a change by somebody looks at.
func (r Rows) GroupUsers(ctx context.Context, organizationID, self string, of Selection, look Looked, now time.Time) ([]UserGroup, error) {
	done, more := look.done(organizationID, now)
	args := append([]any{self}, more...)
	// Grouped by what the inner query gives: PostgreSQL takes each ? for another value.
	open := `
		SELECT x.role, x.active, x.self, x.done, COUNT(*) AS people FROM (
			SELECT u.role, u.active, u.id = ? AS self, ` + done + ` AS done FROM users u`
	const end = `) x GROUP BY x.role, x.active, x.self, x.done`
	if len(of.IDs) > 0 {
		return listIn[UserGroup](ctx, r, open+` WHERE u.organization_id = ? AND u.id IN (?)`+end, of.IDs, append(args, organizationID)...)
	}
	where, values := of.Query.where(organizationID)
	var groups []UserGroup
	err := r.list(ctx, &groups, open+where+end, append(args, values...)...)
	return groups, err
}

// SuperAdminsOf lists the ids of the super admins of a selection, in their order.
func (r Rows) SuperAdminsOf(ctx context.Context, organizationID string, of Selection, most int) ([]string, error) {
	const open = `SELECT u.id FROM users u`
	if len(of.IDs) > 0 {
		return listIn[string](ctx, r, open+` WHERE u.organization_id = ? AND u.role = 'super_admin' AND u.id IN (?) ORDER BY u.id`, of.IDs, organizationID)
	}
	where, args := of.Query.where(organizationID)
	var ids []string
	err := r.list(ctx, &ids, open+where+` AND u.role = 'super_admin' ORDER BY u.id LIMIT ?`, append(args, most)...)
	return ids, err
}

// TakeBulkChanges leases changes that are due.
func (r Rows) TakeBulkChanges(ctx context.Context, now, until time.Time, most int) ([]BulkChange, error) {
	return takeDue[BulkChange](ctx, r, bulkChangeQueue(), lease{now, until, most},
		`SELECT `+bulkChangeColumns+` FROM user_bulk_changes WHERE id IN (?) ORDER BY created_at, id`)
}

// HoldBulkChange makes sure that a lease is still whose it was, until the transaction ends:
// ErrNotFound if somebody else has taken the change, or it was cancelled.
func (r Rows) HoldBulkChange(ctx context.Context, b BulkChange) error {
	return one(r.exec(ctx, `UPDATE user_bulk_changes SET tries = tries WHERE id = ? AND tries = ? AND due_at IS NOT NULL`, b.ID, b.Tries))
}

// NextBulkPeople lists the ids of the people after the one who was done last.
func (r Rows) NextBulkPeople(ctx context.Context, b BulkChange, most int) ([]string, error) {
	var ids []string
	err := r.list(ctx, &ids, `
		SELECT user_id FROM user_bulk_people WHERE bulk_change_id = ? AND user_id > ? ORDER BY user_id LIMIT ?`, b.ID, b.Position, most)
	return ids, err
}

// NoteBulkPeople writes how it ended with some people.
func (r Rows) NoteBulkPeople(ctx context.Context, b BulkChange, outcome string, ids []string) error {
	_, err := listInBy[string](ctx, r.takeAll, `
		UPDATE user_bulk_people SET outcome = ? WHERE bulk_change_id = ? AND user_id IN (?) RETURNING user_id`, ids, outcome, b.ID)
	return err
}

// MoveBulkChange writes how far a change is that is held, and when it is due or how it ended.
func (r Rows) MoveBulkChange(ctx context.Context, b BulkChange) error {
	return one(r.exec(ctx, `
		UPDATE user_bulk_changes SET due_at = ?, position = ?, done = ?, outcomes = ?, ended_at = ?, ended_how = ?
		WHERE id = ? AND tries = ? AND due_at IS NOT NULL`,
		b.DueAt, b.Position, b.Done, b.Outcomes, b.EndedAt, b.EndedHow, b.ID, b.Tries))
}

// CancelBulkChange ends a change before it has come to its end; one that has ended stays
// as it is. Who is done stays done.
func (r Rows) CancelBulkChange(ctx context.Context, organizationID, id string, now time.Time) error {
	_, err := r.exec(ctx, `
		UPDATE user_bulk_changes SET due_at = NULL, ended_at = ?, ended_how = 'cancelled'
		WHERE organization_id = ? AND id = ? AND due_at IS NOT NULL`, At(now), organizationID, id)
	return err
}

// BulkChangeByID reads a change of an organization.
func (r Rows) BulkChangeByID(ctx context.Context, organizationID, id string) (BulkChange, error) {
	var b BulkChange
	err := r.get(ctx, &b, `SELECT `+bulkChangeColumns+` FROM user_bulk_changes WHERE organization_id = ? AND id = ?`, organizationID, id)
	return b, err
}

// CountBulkChanges says how many changes of an organization have not come to their end.
func (r Rows) CountBulkChanges(ctx context.Context, organizationID string) (int64, error) {
	var n int64
	err := r.get(ctx, &n, `SELECT COUNT(*) FROM user_bulk_changes WHERE organization_id = ? AND due_at IS NOT NULL`, organizationID)
	return n, err
}

// BulkPerson is a person of a change, as its report has them.
type BulkPerson struct {
	UserID     string  `db:"user_id"`
	ExternalID *string `db:"external_id"`
	Email      string  `db:"email"`
	Name       string  `db:"name"`
	Outcome    string  `db:"outcome"` // "": not done
}

// BulkPeople lists the people of a change, from the one after a user on.
func (r Rows) BulkPeople(ctx context.Context, b BulkChange, after string, most int) ([]BulkPerson, error) {
	var people []BulkPerson
	err := r.list(ctx, &people, `
		SELECT p.user_id, u.external_id, COALESCE(u.email, '') AS email, COALESCE(u.name, '') AS name, p.outcome
		FROM user_bulk_people p LEFT JOIN users u ON (u.organization_id = ?) IS TRUE AND u.id = p.user_id
		WHERE p.bulk_change_id = ? AND p.user_id > ? ORDER BY p.user_id LIMIT ?`, b.OrganizationID, b.ID, after, most)
	if err != nil {
		return nil, fmt.Errorf("list the people of a change: %w", err)
	}
	return people, nil
}
