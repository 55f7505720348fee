package store

import (
	"context"
	"strconv"
	"time"
)

// LogoutMessage tells an application that a session has ended in which it got tokens.
type LogoutMessage struct {
	ID             string `db:"id"`
	ClientID       string `db:"client_id"`
	OrganizationID string `db:"organization_id"`
	UserID         string `db:"user_id"`
	SessionID      string `db:"session_id"`
	Reason         string `db:"reason"` // why the session ended
	Tries          int64  `db:"tries"`
	Problem        string `db:"problem"` // of the last try
	CreatedAt      Time   `db:"created_at"`
	DueAt          Time   `db:"due_at"` // of the next try; zero: it was given up
	GivenUpAt      Time   `db:"given_up_at"`
}

const logoutColumns = `id, client_id, organization_id, user_id, session_id, reason, tries, problem, created_at, due_at, given_up_at`

// logoutQueue are the messages that applications have not taken yet.
func logoutQueue() queue {
	return queue{name: "logout", table: "logout_messages", due: "due_at", since: "created_at", tries: "tries"}
}

// ended is the start of the ids of messages of sessions that end, which each does once.
const ended = "end"

// tellEnded writes to the applications of sessions that ended just now for a reason. It
// comes after they ended: who gets tokens in a session holds its row ([Rows.HoldSession]),
// so that either the code finds no session any more, or the message finds the grant.
func (r Rows) tellEnded(ctx context.Context, reason string, now time.Time, where string, args ...any) error {
	return r.tell(ctx, logoutNotice{ended, reason, "a.backchannel_logout_uri <> ''", now},
		`ended_at = ? AND end_reason = ? AND `+where, append([]any{At(now), reason}, args...)...)
}

// TellRoleChanged writes to the applications that want to know of another role: one that
// is told so ends its own session, and gets the new role with the next sign-in.
func (r Rows) TellRoleChanged(ctx context.Context, organizationID, userID string, now time.Time) error {
	return r.tellRole(ctx, `organization_id = ? AND user_id = ?`, now, organizationID, userID)
}

// tellRole queues the logout messages of another role, for the sessions of a condition.
func (r Rows) tellRole(ctx context.Context, where string, now time.Time, args ...any) error {
	return r.tell(ctx, logoutNotice{"role" + strconv.FormatInt(now.UnixMicro(), 10), "role_changed", "a.backchannel_logout_uri <> '' AND a.logout_on_role_change", now},
		`ended_at IS NULL AND idle_expires_at > ? AND expires_at > ? AND `+where, append([]any{At(now), At(now)}, args...)...)
}

// logoutNotice is what messages have in common, and the condition of the applications a that get one.
type logoutNotice struct {
	start, reason, which string
	now                  time.Time
}

// tell writes one message for each session of a condition and each application that got
// tokens in it.
func (r Rows) tell(ctx context.Context, t logoutNotice, sessions string, args ...any) error {
	_, err := r.exec(ctx, `
		INSERT INTO logout_messages (`+logoutColumns+`)
		SELECT CAST(? AS TEXT) || '.' || got.id || '.' || got.client_id, got.client_id, got.organization_id, got.user_id, got.id,
			CAST(? AS TEXT), 0, '', CAST(? AS BIGINT), CAST(? AS BIGINT), NULL
		FROM (
			SELECT DISTINCT s.id, s.organization_id, s.user_id, g.client_id
			FROM sessions s JOIN grants g ON g.session_id = s.id JOIN applications a ON a.client_id = g.client_id
			WHERE `+t.which+` AND s.id IN (SELECT id FROM sessions WHERE `+sessions+`)) got
		WHERE TRUE
		ON CONFLICT (id) DO NOTHING`,
		append([]any{t.start, t.reason, At(t.now), At(t.now)}, args...)...)
	return err
}

// HoldSession keeps a session from being ended until the transaction is over; ErrNotFound
// if it has ended. It is counted, so that who ends one in a single statement ends what it
// was when they read it.
func (r Rows) HoldSession(ctx context.Context, id string) error {
	return one(r.exec(ctx, `UPDATE sessions SET held = held + 1 WHERE id = ? AND ended_at IS NULL`, id))
}

// TakeLogouts leases the messages whose time has come, the oldest first. Each is counted
// as a try.
func (r Rows) TakeLogouts(ctx context.Context, now, until time.Time, most int) ([]LogoutMessage, error) {
	return takeDue[LogoutMessage](ctx, r, logoutQueue(), lease{now, until, most},
		`SELECT `+logoutColumns+` FROM logout_messages WHERE id IN (?) ORDER BY created_at, id`)
}

// FinishLogout takes a message away that its application has, or that nobody wants any
// more. A lease that somebody else has taken over changes nothing.
func (r Rows) FinishLogout(ctx context.Context, m LogoutMessage) error {
	_, err := r.exec(ctx, `DELETE FROM logout_messages WHERE id = ? AND tries = ?`, m.ID, m.Tries)
	return err
}

// RetryLogout gives a leased message the time of its next try.
func (r Rows) RetryLogout(ctx context.Context, m LogoutMessage, problem string, at time.Time) error {
	_, err := r.exec(ctx, `
		UPDATE logout_messages SET problem = ?, due_at = ? WHERE id = ? AND tries = ? AND due_at IS NOT NULL`,
		problem, At(at), m.ID, m.Tries)
	return err
}

// GiveUpLogout ends the tries of a leased message.
func (r Rows) GiveUpLogout(ctx context.Context, m LogoutMessage, problem string, now time.Time) error {
	_, err := r.exec(ctx, `
		UPDATE logout_messages SET problem = ?, due_at = NULL, given_up_at = ? WHERE id = ? AND tries = ? AND due_at IS NOT NULL`,
		problem, At(now), m.ID, m.Tries)
	return err
}

// LogoutFailure says what an application did not take.
type LogoutFailure struct {
	ClientID string `db:"client_id"`
	Problem  string `db:"problem"`
	Trying   int64  `db:"trying"`   // messages that are tried again
	GivenUp  int64  `db:"given_up"` // those of the last week that are not
	Since    Time   `db:"since"`    // of the oldest
}

// LogoutFailures lists what applications did not take, by application and problem.
func (r Rows) LogoutFailures(ctx context.Context) ([]LogoutFailure, error) {
	var list []LogoutFailure
	err := r.list(ctx, &list, `
		SELECT client_id, problem, COUNT(due_at) AS trying, COUNT(given_up_at) AS given_up, MIN(created_at) AS since
		FROM logout_messages WHERE problem <> '' GROUP BY client_id, problem ORDER BY client_id, problem`)
	return list, err
}

// LogoutsKept is how long a message that was given up is shown.
const LogoutsKept = 7 * 24 * time.Hour
