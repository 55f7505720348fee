package store

import (
	"context"
	"time"
)

// SignInsComplete is after which time nothing is written any more that belongs before it in
// the order of a log that is read from the oldest on ([Rows.SignInsAfter]).
//
// The end of an attempt is noted before the statement that writes it, and that may commit
// after one that ended later: on PostgreSQL by as long as a request waits for the database
// (RequestWithin), its transaction for locks, and a commit for a disk; on another process
// the clock is another, too. A reader that took what is there now would put its cursor
// behind the row that commits a moment later, and never see it. A number given out inside
// the transaction, as events have it, is no way here: all sign-ins of an organization would
// wait for each other. So the last seconds are left for the next time: no request has its
// database for as long as this, and most of it is for clocks that differ.
const SignInsComplete = 15 * time.Second

// StreamLine is a line of the log with whose it is.
type StreamLine struct {
	LogLine
	UserID *string `db:"user_id"`
}

// SignInsAfter lists an organization's attempts, oldest first: those after a cursor that
// ended before some time, at most so many. The zero Cursor is before the first.
func (r Rows) SignInsAfter(ctx context.Context, organizationID string, after Cursor, before time.Time, most int) ([]StreamLine, error) {
	micros := int64(0)
	if !after.At.IsZero() {
		micros = after.At.UnixMicro()
	}
	var lines []StreamLine
	err := r.list(ctx, &lines, signInsAfter, organizationID, micros, after.ID, At(before), most)
	return lines, err
}

const signInsAfter = `
	SELECT s.id, s.reference, s.purpose, s.provider, s.code, s.reason, s.email, s.user_id,
		COALESCE(c.label, '') AS label, COALESCE(u.name, '') AS user_name, s.address, s.browser, s.finished_at, ` + requestedBy + `
	FROM sign_ins s
	LEFT JOIN users u ON (u.organization_id = s.organization_id) IS TRUE AND u.id = s.user_id
	LEFT JOIN connections c ON c.organization_id = s.organization_id AND c.provider = s.provider
	LEFT JOIN clients a ON a.id = s.client_id
	WHERE s.organization_id = ? AND (s.finished_at, s.id) > (?, ?) AND s.finished_at < ?
	ORDER BY s.finished_at, s.id LIMIT ?`
