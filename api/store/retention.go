package store

import (
	"context"
	"fmt"
	"time"
)

// How long the sign-in log is kept, and the addresses in it that belong to no
// user (S14).
const (
	SignInsKept   = 180 * 24 * time.Hour
	StrangersKept = 30 * 24 * time.Hour
)

// pruneBatch is how many rows one statement takes, so that sign-ins need not
// wait for a long one.
const pruneBatch = 1000

// pruneSignIns deletes attempts that are too old, and blanks the addresses of
// people without a user before that.
func (s *Store) pruneSignIns(ctx context.Context, now time.Time) error {
	for _, p := range []struct {
		query string
		until time.Time
	}{
		// Organization by organization, as the index is made: SQLite keeps the order of a CROSS JOIN.
		{`DELETE FROM sign_ins WHERE id IN (
			SELECT s.id FROM organizations o CROSS JOIN sign_ins s
			WHERE s.organization_id = o.id AND s.finished_at < ? LIMIT ?)`, now.Add(-SignInsKept)},
		{`UPDATE sign_ins SET email = '' WHERE id IN (
			SELECT id FROM sign_ins WHERE user_id IS NULL AND email <> '' AND finished_at < ? LIMIT ?)`, now.Add(-StrangersKept)},
	} {
		for n := int64(pruneBatch); n == pruneBatch; {
			var err error
			if n, err = s.exec(ctx, p.query, At(p.until), pruneBatch); err != nil {
				return fmt.Errorf("prune the sign-in log: %w", err)
			}
		}
	}
	return nil
}
