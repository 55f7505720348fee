package store

import (
	"context"
	"fmt"
	"time"
)

// queue is a table whose rows are work, and everything that is to be said of how it
// is taken: one worker at a time, of however many processes.
//
// A row says itself when it is due. To take it moves that time on, in one statement:
// the lease. Whoever took it does the work without holding anything, and then says
// when the row is due next, or that it is done. If its process ends first, the lease
// runs out and the row is simply due again, for anybody. Where a column counts the
// tries, what a taker says afterwards is bound to its own count (… AND tries = ?), so
// that one who comes back late changes nothing.
type queue struct {
	name  string // as metrics and the doctor call it
	table string
	due   string // column: when the row may be taken; NULL: there is nothing to do with it
	since string // column: since when it waits, once it does
	tries string // column: how often it was taken; "": nobody counts
	fits  string // SQL condition, what else is true of a row that waits; "": nothing
	pause string // SQL: microseconds that the row itself adds to a lease; "": none
	also  string // SQL: what else taking sets; "": nothing
}

// queues are all of them: one that is listed is seen by metrics and the doctor.
func queues() []queue {
	return []queue{mailQueue(), probeQueue(), checkQueue(), domainQueue(), logoutQueue(), bulkChangeQueue(), webhookQueue(), importQueue()}
}

// lease says what is taken of a queue: what is due now, until when nobody else gets
// it, and how many rows.
type lease struct {
	now, until time.Time
	most       int
}

// waits is the condition of rows that somebody may take when their time has come.
func (q queue) waits() string {
	if q.fits == "" {
		return q.due + ` IS NOT NULL`
	}
	return q.due + ` IS NOT NULL AND ` + q.fits
}

// taking is the statement of a lease.
func (q queue) taking() string {
	set := q.due + ` = CAST(? AS BIGINT)`
	if q.pause != "" {
		set += ` + ` + q.pause
	}
	if q.tries != "" {
		set += `, ` + q.tries + ` = ` + q.tries + ` + 1`
	}
	if q.also != "" {
		set += `, ` + q.also
	}
	// The time stands twice: who waited for another's lease looks again.
	return fmt.Sprintf(`
		UPDATE %[1]s SET %[2]s
		WHERE %[3]s <= ? AND id IN (SELECT id FROM %[1]s WHERE %[3]s <= ? AND %[4]s ORDER BY %[3]s, id LIMIT ?)
		RETURNING id`, q.table, set, q.due, q.waits())
}

// takeDue leases rows of a queue, those that are due longest first, and reads them
// with a query that has their ids in an IN (?).
func takeDue[T any](ctx context.Context, r Rows, q queue, l lease, read string) ([]T, error) {
	var ids []string
	if err := r.takeAll(ctx, &ids, q.taking(), At(l.until), At(l.now), At(l.now), l.most); err != nil || len(ids) == 0 {
		return nil, err
	}
	return listIn[T](ctx, r, read, ids)
}

// giveBack makes rows due again that were leased until a time and not tried: it does
// not count as a try. Those that somebody else has taken over stay theirs.
func (r Rows) giveBack(ctx context.Context, q queue, ids []string, until Time, now time.Time) error {
	_, err := listInBy[string](ctx, r.takeAll, fmt.Sprintf(`
		UPDATE %[1]s SET %[2]s = ?, %[3]s = %[3]s - 1 WHERE %[2]s = ? AND id IN (?) RETURNING id`, q.table, q.due, q.tries),
		ids, At(now), until)
	return err
}

// QueueState says what waits in a queue.
type QueueState struct {
	Queue   string `db:"queue"`
	Waiting int64  `db:"waiting"` // rows whose time had come, also those that are under way or tried again later
	Due     int64  `db:"due"`     // of these: whoever comes first may take them
	Since   Time   `db:"since"`   // of the one that waits longest; zero: none does
}

// Queues says of every queue what waits in it.
func (r Rows) Queues(ctx context.Context, now time.Time) ([]QueueState, error) {
	var states []QueueState
	for _, q := range queues() {
		state := QueueState{Queue: q.name}
		err := r.get(ctx, &state, fmt.Sprintf(`
			SELECT CAST(? AS TEXT) AS queue, COUNT(*) AS waiting, COUNT(*) FILTER (WHERE %[2]s <= ?) AS due, MIN(%[3]s) AS since
			FROM %[1]s WHERE %[4]s AND %[3]s <= ?`, q.table, q.due, q.since, q.waits()), q.name, At(now), At(now))
		if err != nil {
			return nil, fmt.Errorf("queue %s: %w", q.name, err)
		}
		states = append(states, state)
	}
	return states, nil
}
