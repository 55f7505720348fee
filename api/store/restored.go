package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Restored is what a restore from a backup left, and what was ended of it.
type Restored struct {
	Newest   time.Time // the last thing that the backup knows of; zero: nothing
	Sessions int64     // that were ended
}

// SessionRestored is why sessions end that came out of a backup: nobody is called
// a thief for having stayed since.
const SessionRestored = "restored"

// Restored voids what a database out of a backup would let live again: attempts
// that began before now, sessions, what applications got, link pages and their codes,
// links that were mailed or printed, and mails of these kinds, whose secrets would be made anew.
// It forgets the processes that ran when the backup was made.
// To do it again does no harm.
func (s *Store) Restored(ctx context.Context, now time.Time, kinds ...string) (Restored, error) {
	var r Restored
	newest, err := s.newest(ctx)
	if err != nil {
		return r, fmt.Errorf("look for the newest row: %w", err)
	}
	r.Newest = newest
	if err := s.setNotBefore(ctx, now); err != nil {
		return r, err
	}
	// Before what applications got is forgotten: their own sessions end as well.
	if err := s.tell(ctx, logoutNotice{ended, SessionRestored, "a.backchannel_logout_uri <> ''", now}, `ended_at IS NULL AND expires_at > ?`, At(now)); err != nil {
		return r, fmt.Errorf("write to the applications: %w", err)
	}
	for _, table := range []string{"pending_links", "setup_links", "guest_links", "bypass_links", "password_resets", "authorization_codes", "grants", "replicas"} {
		if _, err := s.exec(ctx, `DELETE FROM `+table); err != nil {
			return r, fmt.Errorf("empty %s: %w", table, err)
		}
	}
	args := make([]any, len(kinds))
	for i, kind := range kinds {
		args[i] = kind
	}
	if len(args) > 0 {
		marks := strings.TrimSuffix(strings.Repeat("?, ", len(args)), ", ")
		if err := s.execOnce(ctx, `DELETE FROM mails WHERE state = 'waiting' AND kind IN (`+marks+`)`, args...); err != nil {
			return r, fmt.Errorf("drop mails: %w", err)
		}
	}
	if err := s.restartEvents(ctx); err != nil {
		return r, fmt.Errorf("number events anew: %w", err)
	}
	r.Sessions, err = s.endAllSessions(ctx, now)
	return r, err
}

// endAllSessions ends them some at a time, so that no statement takes long.
func (s *Store) endAllSessions(ctx context.Context, now time.Time) (ended int64, err error) {
	const some = 2000
	for {
		n, err := s.exec(ctx, `
			UPDATE sessions SET ended_at = ?, end_reason = ?
			WHERE id IN (SELECT id FROM sessions WHERE ended_at IS NULL AND expires_at > ? LIMIT `+strconv.Itoa(some)+`)`,
			At(now), SessionRestored, At(now))
		if err != nil {
			return ended, fmt.Errorf("end the sessions: %w", err)
		}
		if ended += n; n < some {
			return ended, nil
		}
	}
}

// newest is when anything happened last, as far as this database knows.
func (r Rows) newest(ctx context.Context) (time.Time, error) {
	var at Time
	err := r.get(ctx, &at, `
		SELECT MAX(at) FROM (
			SELECT (SELECT MAX(s.finished_at) FROM sign_ins s WHERE s.organization_id = o.id) AS at FROM organizations o
			UNION ALL SELECT (SELECT MAX(a.at) FROM audit_events a WHERE a.organization_id = o.id) FROM organizations o
			UNION ALL SELECT MAX(last_used_at) FROM sessions WHERE ended_at IS NULL) every`)
	return at.Time, err
}

func (r Rows) setNotBefore(ctx context.Context, at time.Time) error {
	_, err := r.exec(ctx, `
		INSERT INTO deployment (name, value) VALUES ('not_before', ?)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value`, strconv.FormatInt(at.UnixMicro(), 10))
	if err != nil {
		return fmt.Errorf("move the time before which nothing counts: %w", err)
	}
	return nil
}

// NotBefore is the time before which no attempt may have begun: the last restore
// from a backup, which forgot which of them are spent. Zero: there was none.
func (r Rows) NotBefore(ctx context.Context) (time.Time, error) {
	var values []string
	if err := r.list(ctx, &values, `SELECT value FROM deployment WHERE name = 'not_before'`); err != nil || len(values) == 0 {
		return time.Time{}, err
	}
	micros, err := strconv.ParseInt(values[0], 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("read the time before which nothing counts: %w", err)
	}
	return time.UnixMicro(micros), nil
}
