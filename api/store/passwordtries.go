package store

import (
	"context"
	"errors"
	"time"
)

// PasswordTry is the counter of wrong passwords of one account from one
// address, or from one browser that signed in before.
type PasswordTry struct {
	Failures     int64 `db:"failures"`
	BlockedUntil Time  `db:"blocked_until"`
}

// ReserveTry counts a try as a failure before the password is looked at, so
// that a hundred tries at once are not one. While the counter is blocked it
// changes nothing and reports ErrNotFound. The pause doubles from one second
// after three failures up to 30 s (spec "Limits"): never a lock.
func (r Rows) ReserveTry(ctx context.Context, id string, now time.Time) (PasswordTry, error) {
	const pause = `CASE WHEN password_tries.failures < 3 THEN 0 WHEN password_tries.failures < 4 THEN 1000000
		WHEN password_tries.failures < 5 THEN 2000000 WHEN password_tries.failures < 6 THEN 4000000
		WHEN password_tries.failures < 7 THEN 8000000 WHEN password_tries.failures < 8 THEN 16000000
		ELSE 30000000 END`
	var t PasswordTry
	err := r.take(ctx, &t, `
		INSERT INTO password_tries (id, failures, blocked_until, updated_at) VALUES (?, 1, ?, ?)
		ON CONFLICT (id) DO UPDATE
		SET failures = password_tries.failures + 1,
			blocked_until = excluded.updated_at + `+pause+`,
			updated_at = excluded.updated_at
		WHERE password_tries.blocked_until <= excluded.updated_at
		RETURNING failures, blocked_until`, id, At(now), At(now))
	return t, err
}

// BlockedUntil reads when a counter opens again; zero if it is open.
func (r Rows) BlockedUntil(ctx context.Context, id string) (time.Time, error) {
	var t Time
	err := r.get(ctx, &t, `SELECT blocked_until FROM password_tries WHERE id = ?`, id)
	if errors.Is(err, ErrNotFound) {
		return time.Time{}, nil
	}
	return t.Time, err
}

// ClearTries forgets a counter after the right password.
func (r Rows) ClearTries(ctx context.Context, id string) error {
	_, err := r.exec(ctx, `DELETE FROM password_tries WHERE id = ?`, id)
	return err
}
