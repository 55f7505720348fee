package store

import (
	"context"
	"fmt"
	"time"
)

// UnknownKept is how long the sign-in log keeps the addresses that belong to
// no user, and the provider accounts of refused attempts (S14). The attempts
// themselves are kept as long as the organization says.
const UnknownKept = 30 * 24 * time.Hour

// pruneBatch is how many rows one statement takes, so that sign-ins need not
// wait for a long one.
const pruneBatch = 1000

// pruneSignIns deletes attempts and changes that are too old for their organization, and
// blanks what is kept for a shorter time.
func (s *Store) pruneSignIns(ctx context.Context, now time.Time) error {
	for _, p := range []struct {
		query string
		until time.Time
	}{
		// Organization by organization, as the index is made: SQLite keeps the order of a CROSS JOIN.
		{`DELETE FROM sign_ins WHERE id IN (
			SELECT s.id FROM organizations o CROSS JOIN sign_ins s
			WHERE s.organization_id = o.id AND s.finished_at < ? - o.log_days * 86400000000 LIMIT ?)`, now},
		{`UPDATE sign_ins SET account = '' WHERE id IN (
			SELECT id FROM sign_ins WHERE account <> '' AND finished_at < ? LIMIT ?)`, now.Add(-UnknownKept)},
		{`UPDATE sign_ins SET email = '' WHERE id IN (
			SELECT id FROM sign_ins WHERE user_id IS NULL AND email <> '' AND finished_at < ? LIMIT ?)`, now.Add(-UnknownKept)},
	} {
		for n := int64(pruneBatch); n == pruneBatch; {
			var err error
			if n, err = s.exec(ctx, p.query, At(p.until), pruneBatch); err != nil {
				return fmt.Errorf("prune the sign-in log: %w", err)
			}
		}
	}
	return s.pruneAuditEvents(ctx, now)
}
