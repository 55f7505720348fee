package store

import (
	"context"
	"errors"
	"time"
)

// ClaimKind reads what this database was made for ("serve" or "demo"), or claims it
// for want when nobody has yet. Demo data and real data never share a database.
func (r Rows) ClaimKind(ctx context.Context, want string) (string, error) {
	if _, err := r.exec(ctx, `
		INSERT INTO deployment (name, value) VALUES ('kind', ?) ON CONFLICT (name) DO NOTHING`, want); err != nil {
		return "", err
	}
	var kind string
	err := r.get(ctx, &kind, `SELECT value FROM deployment WHERE name = 'kind'`)
	return kind, err
}

// AddSetupLink keeps the hash of a set-up token.
func (r Rows) AddSetupLink(ctx context.Context, tokenHash string, expires time.Time) error {
	_, err := r.exec(ctx, `INSERT INTO setup_links (token_hash, expires_at) VALUES (?, ?)`,
		tokenHash, At(expires))
	return err
}

// HasSetupLink says whether TakeSetupLink would take a token now.
func (r Rows) HasSetupLink(ctx context.Context, tokenHash string, now time.Time) (bool, error) {
	var has bool
	err := r.get(ctx, &has, `
		SELECT EXISTS (SELECT 1 FROM setup_links WHERE token_hash = ? AND expires_at > ?)`, tokenHash, At(now))
	return has, err
}

// TakeSetupLink spends a set-up token while there is no organization, and all
// others with it. Of two requests, with one token or with two, one gets it and
// the other ErrNotFound.
func (r Rows) TakeSetupLink(ctx context.Context, tokenHash string, now time.Time) error {
	return one(r.exec(ctx, `
		DELETE FROM setup_links
		WHERE EXISTS (SELECT 1 FROM setup_links WHERE token_hash = ? AND expires_at > ?)
			AND NOT EXISTS (SELECT 1 FROM organizations)`,
		tokenHash, At(now)))
}

// Prune deletes what has run out: pending links, what codes brought, set-up, bypass and reset links, old
// counters of wrong passwords, sessions that ended or expired a while ago, all but
// the newest tests of a connection, old events, and what the sign-in log keeps no longer.
func (s *Store) Prune(ctx context.Context, now time.Time) error {
	const (
		keepSessions = 30 * 24 * time.Hour
		keepGrants   = 24 * time.Hour // so that a code that comes again is known
		// What super admins read at a connection of links that are over.
		keepGuestLinks = 90 * 24 * time.Hour
	)
	for _, p := range []struct {
		query string
		arg   Time
	}{
		{`DELETE FROM pending_links WHERE expires_at <= ?`, At(now)},
		{`DELETE FROM redeemed WHERE until <= ?`, At(now)},
		{`DELETE FROM setup_links WHERE expires_at <= ?`, At(now)},
		{`DELETE FROM bypass_links WHERE expires_at <= ?`, At(now)},
		{`DELETE FROM guest_links WHERE expires_at <= ?`, At(now.Add(-keepGuestLinks))},
		{`DELETE FROM password_resets WHERE expires_at <= ?`, At(now)},
		{`DELETE FROM authorization_codes WHERE expires_at <= ?`, At(now)},
		{`DELETE FROM client_token_ids WHERE expires_at <= ?`, At(now)},
		{`DELETE FROM grants WHERE expires_at <= ?`, At(now.Add(-keepGrants))},
		{`DELETE FROM keyed_requests WHERE expires_at <= ?`, At(now)},
		{`DELETE FROM logout_messages WHERE given_up_at <= ?`, At(now.Add(-LogoutsKept))},
		{`DELETE FROM user_bulk_people WHERE bulk_change_id IN (SELECT id FROM user_bulk_changes WHERE ended_at <= ?)`, At(now.Add(-BulkChangesKept))},
		{`DELETE FROM user_bulk_changes WHERE ended_at <= ?`, At(now.Add(-BulkChangesKept))},
		{`DELETE FROM password_tries WHERE updated_at <= ?`, At(now.Add(-forgetAttempts))},
		{`DELETE FROM sessions WHERE expires_at <= ?`, At(now.Add(-keepSessions))},
	} {
		if _, err := s.exec(ctx, p.query, p.arg); err != nil {
			return err
		}
	}
	if err := s.pruneConnectionTests(ctx); err != nil {
		return err
	}
	if err := s.pruneImports(ctx, now); err != nil {
		return err
	}
	if err := s.pruneMails(ctx, now); err != nil {
		return err
	}
	if err := s.pruneStartCounts(ctx, now); err != nil {
		return err
	}
	if err := s.pruneEvents(ctx, now); err != nil {
		return err
	}
	if err := s.pruneDeliveries(ctx, now); err != nil {
		return err
	}
	return s.pruneSignIns(ctx, now)
}

// Kind reads what this database was made for, and claims nothing; "" if nobody
// has yet.
func (r Rows) Kind(ctx context.Context) (string, error) {
	var kind string
	err := r.get(ctx, &kind, `SELECT value FROM deployment WHERE name = 'kind'`)
	if errors.Is(err, ErrNotFound) {
		return "", nil
	}
	return kind, err
}
