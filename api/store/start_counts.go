package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// UnknownProvider stands in the counts for every provider that an organization
// does not have: a key is what anybody types, and each would be rows.
const UnknownProvider = ""

// StartCount counts starts, and starts that were refused, per quarter of an hour:
// no zone begins its day within one. They are counted in memory and flushed in
// batches, so that a flood of them writes nothing.
type StartCount struct {
	OrganizationID string `db:"organization_id"`
	Provider       string `db:"provider"` // or UnknownProvider
	Outcome        string `db:"outcome"`
	Quarter        string `db:"day"` // UTC, 2006-01-02T15:04; what no chart shows any more is counted by the day alone
	N              int64  `db:"n"`
}

// Day names the UTC day of t.
func Day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// quarter is the least time that starts are counted by.
const quarter = 15 * time.Minute

// Quarter names the quarter of an hour of t as the counts do, in UTC: it begins
// with the day, and sorts as time does.
func Quarter(t time.Time) string { return t.UTC().Truncate(quarter).Format("2006-01-02T15:04") }

// since is the least name of a count that began at t or later: the first quarter
// of an hour or a day may also be named by that alone.
func since(t time.Time) string {
	return strings.TrimSuffix(strings.TrimSuffix(Quarter(t), ":00"), "T00")
}

// AddStartCounts adds a batch to its counters.
func (s *Store) AddStartCounts(ctx context.Context, batch []StartCount) error {
	if len(batch) == 0 {
		return nil
	}
	return s.InTx(ctx, func(rows Rows) error { return rows.addStartCounts(ctx, batch) })
}

func (r Rows) addStartCounts(ctx context.Context, batch []StartCount) error {
	batch = slices.SortedFunc(slices.Values(batch), func(a, b StartCount) int { // or two replicas wait for each other
		return cmp.Or(strings.Compare(a.OrganizationID, b.OrganizationID), strings.Compare(a.Quarter, b.Quarter),
			strings.Compare(a.Provider, b.Provider), strings.Compare(a.Outcome, b.Outcome))
	})
	for _, c := range batch { // one statement per counter, one commit per batch
		if _, err := r.exec(ctx, `
			INSERT INTO start_counts (organization_id, day, provider, outcome, n) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (organization_id, day, provider, outcome) DO UPDATE SET n = start_counts.n + excluded.n`,
			c.OrganizationID, c.Quarter, c.Provider, c.Outcome, c.N); err != nil {
			return err
		}
	}
	return nil
}

// StartCounted reads one counter.
func (r Rows) StartCounted(ctx context.Context, c StartCount) (int64, error) {
	var n int64
	err := r.get(ctx, &n, `
		SELECT COALESCE(SUM(n), 0) FROM start_counts
		WHERE organization_id = ? AND day = ? AND provider = ? AND outcome = ?`,
		c.OrganizationID, c.Quarter, c.Provider, c.Outcome)
	return n, err
}

// quartersKept is how long starts are counted by the quarter of an hour: as long
// as a chart shows days that begin at any hour.
const quartersKept = (ChartDays + 2) * 24 * time.Hour

// pruneStartCounts folds old quarters into their days, and forgets what began before
// the log of their organization: a quarter of which the log keeps a part, too, or who
// started in the rest would never have returned.
func (s *Store) pruneStartCounts(ctx context.Context, now time.Time) error {
	for n := pruneBatch; n == pruneBatch; {
		var err error
		if n, err = s.foldQuarters(ctx, Day(now.Add(-quartersKept))); err != nil {
			return fmt.Errorf("fold quarters of starts: %w", err)
		}
	}
	var kept []int64
	if err := s.list(ctx, &kept, `SELECT DISTINCT log_days FROM organizations`); err != nil {
		return fmt.Errorf("read how long logs are kept: %w", err)
	}
	for _, days := range kept {
		before := Quarter(now.AddDate(0, 0, -int(days)).Add(quarter - 1))
		for n := int64(pruneBatch); n == pruneBatch; {
			var err error
			if n, err = s.exec(ctx, `
				DELETE FROM start_counts WHERE (organization_id, day, provider, outcome) IN (
					SELECT c.organization_id, c.day, c.provider, c.outcome FROM organizations o CROSS JOIN start_counts c
					WHERE o.log_days = ? AND c.organization_id = o.id AND c.day < ? LIMIT ?)`,
				days, before, pruneBatch); err != nil {
				return fmt.Errorf("prune counts of starts: %w", err)
			}
		}
	}
	return nil
}

// foldQuarters moves what is of before a day into its days. Whoever deletes a row
// counts it: replicas that fold at once lose and double nothing.
func (s *Store) foldQuarters(ctx context.Context, before string) (int, error) {
	var quarters []StartCount
	err := s.InTx(ctx, func(rows Rows) error {
		if err := rows.list(ctx, &quarters, `
			DELETE FROM start_counts WHERE (organization_id, day, provider, outcome) IN (
				SELECT organization_id, day, provider, outcome FROM start_counts
				WHERE length(day) > 10 AND day < ? LIMIT ?)
			RETURNING organization_id, day, provider, outcome, n`, before, pruneBatch); err != nil {
			return err
		}
		return rows.addStartCounts(ctx, byDay(quarters))
	})
	return len(quarters), err
}

func byDay(quarters []StartCount) []StartCount {
	days := map[StartCount]int64{}
	for _, q := range quarters {
		day, n := q, q.N
		day.Quarter, day.N = q.Quarter[:len(time.DateOnly)], 0
		days[day] += n
	}
	list := make([]StartCount, 0, len(days))
	for day, n := range days {
		day.N = n
		list = append(list, day)
	}
	return list
}
