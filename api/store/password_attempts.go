package store

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"
)

// AttemptCounters name what a try at the password of an account counts on.
type AttemptCounters struct {
	Own string // of the browser, if it signed in to the account before, else of the client's network
	All string // of all networks together; "" for a browser that signed in to it before
}

// forgetAttempts is how long after its last try a counter starts anew: much longer
// than any pause, so that to wait for it is no way to try more.
const forgetAttempts = time.Hour

// pauseAfter is the pause in microseconds that one more failure brings: none for
// the first ones, then it doubles from one second to 30 (spec "Limits"): never a
// lock. A step is how many failures share a pause.
func pauseAfter(free, step int) string {
	var b strings.Builder
	b.WriteString("CASE WHEN failures < " + strconv.Itoa(free) + " THEN 0")
	for i, seconds := range []int{1, 2, 4, 8, 16} {
		b.WriteString(" WHEN failures < " + strconv.Itoa(free+(i+1)*step) + " THEN " + strconv.Itoa(seconds) + "000000")
	}
	return strings.ReplaceAll(b.String()+" ELSE 30000000 END", "failures", "password_tries.failures")
}

// ReserveTry counts a try as a failure before the password is looked at, so that
// a hundred tries at once are not one. While one of its counters is blocked it
// changes nothing and reports ErrNotFound. What comes from all networks together
// is slowed down later than what comes from one.
func (s *Store) ReserveTry(ctx context.Context, c AttemptCounters, now time.Time) error {
	if c.All == "" {
		return s.reserve(ctx, c.Own, pauseAfter(3, 1), now)
	}
	return s.InTx(ctx, func(rows Rows) error {
		if err := rows.reserve(ctx, c.All, pauseAfter(10, 5), now); err != nil {
			return err
		}
		return rows.reserve(ctx, c.Own, pauseAfter(3, 1), now)
	})
}

func (r Rows) reserve(ctx context.Context, id, pause string, now time.Time) error {
	quiet := At(now.Add(-forgetAttempts))
	return one(r.exec(ctx, `
		INSERT INTO password_tries (id, failures, blocked_until, updated_at) VALUES (?, 1, ?, ?)
		ON CONFLICT (id) DO UPDATE
		SET failures = CASE WHEN password_tries.updated_at <= ? THEN 1 ELSE password_tries.failures + 1 END,
			blocked_until = excluded.updated_at + CASE WHEN password_tries.updated_at <= ? THEN 0 ELSE `+pause+` END,
			updated_at = excluded.updated_at
		WHERE password_tries.blocked_until <= excluded.updated_at`, id, At(now), At(now), quiet, quiet))
}

// BlockedUntil reads when the counters of a try are open again; zero if nobody
// has tried.
func (r Rows) BlockedUntil(ctx context.Context, c AttemptCounters) (time.Time, error) {
	var t Time
	err := r.get(ctx, &t, `
		SELECT blocked_until FROM password_tries WHERE id IN (?, ?) ORDER BY blocked_until DESC LIMIT 1`, c.All, c.Own)
	if errors.Is(err, ErrNotFound) {
		return time.Time{}, nil
	}
	return t.Time, err
}

// ClearTries forgets the own counter after the right password. On that of all
// networks the right one is no failure, and the wrong ones of others stay.
func (r Rows) ClearTries(ctx context.Context, c AttemptCounters) error {
	if c.All != "" {
		if _, err := r.exec(ctx, `
			UPDATE password_tries SET failures = failures - 1 WHERE id = ? AND failures > 0`, c.All); err != nil {
			return err
		}
	}
	_, err := r.exec(ctx, `DELETE FROM password_tries WHERE id = ?`, c.Own)
	return err
}

// ForgetTries forgets both counters: the password is another one now.
func (r Rows) ForgetTries(ctx context.Context, c AttemptCounters) error {
	_, err := r.exec(ctx, `DELETE FROM password_tries WHERE id IN (?, ?)`, c.All, c.Own)
	return err
}
