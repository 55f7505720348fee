package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// The log of a large organization is counted once: what is over is kept by the hour and by the
// quarter of an hour, a chart adds these up, and counts of the log what ended since (G1). No
// sign-in writes them, so none waits for another one: whoever looks at a chart counts first what
// has become old enough meanwhile.

// countedBehind is how old the end of an attempt is when it is counted: the log has all by then
// that ended before ([SignInsComplete]), and no row of it gives way to another end any more
// ([Rows.SpendAttempt]), because no attempt lives as long.
const countedBehind = time.Hour

// never is after the end of every attempt, in microseconds.
const never = int64(1) << 62

// countedAtOnce is how much of the log a transaction counts.
const countedAtOnce = 24 * time.Hour

// countedSpan is the span of counts that days can be added up from, in seconds: hours where
// they begin with one, which are fewer, else quarters; 0 if they begin with none of both.
func countedSpan(days []time.Time) int64 {
	span := int64(time.Hour / time.Second)
	for _, day := range days {
		if at := At(day).UnixMicro(); at%(span*1e6) != 0 {
			span = int64(quarter / time.Second)
			if at%(span*1e6) != 0 {
				return 0
			}
		}
	}
	return span
}

// counted is how far an organization's log is counted.
type counted struct {
	Since int64 `db:"since"`
	Until int64 `db:"until"`
}

// CountSignIns counts what has become old enough of an organization's log. Of several that do
// so at once one counts, and the others leave it to that one.
func (s *Store) CountSignIns(ctx context.Context, organizationID string, now time.Time) error {
	since := now.UTC().Add(-quartersKept).Truncate(24 * time.Hour).UnixMicro()
	until := now.Add(-countedBehind).Truncate(quarter).UnixMicro()
	var c counted
	err := s.get(ctx, &c, `SELECT since, until FROM sign_ins_counted WHERE organization_id = ?`, organizationID)
	if errors.Is(err, ErrNotFound) {
		c = counted{since, since}
		_, err = s.exec(ctx, `INSERT INTO sign_ins_counted (organization_id, since, until) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, organizationID, since, since)
	}
	for goesOn := true; goesOn && err == nil && c.Until < until; {
		next := counted{max(c.Since, since), min(until, max(c.Until, since)+countedAtOnce.Microseconds())}
		goesOn, err = s.countOnce(ctx, organizationID, c, next)
		c = next
	}
	if err != nil {
		return fmt.Errorf("count a log: %w", err)
	}
	return nil
}

// countOnce counts what ended up to the next moment, and forgets what no chart shows any more;
// false if somebody else did meanwhile.
func (s *Store) countOnce(ctx context.Context, organizationID string, was, next counted) (bool, error) {
	var mine bool
	err := s.InTx(ctx, func(rows Rows) error {
		n, err := rows.exec(ctx, `UPDATE sign_ins_counted SET since = ?, until = ? WHERE organization_id = ? AND until = ?`,
			next.Since, next.Until, organizationID, was.Until)
		if mine = n == 1; err != nil || !mine {
			return err
		}
		for _, span := range []int64{int64(time.Hour / time.Second), int64(quarter / time.Second)} {
			if _, err := rows.exec(ctx, `DELETE FROM sign_in_counts WHERE organization_id = ? AND span = ? AND began < ?`, organizationID, span, next.Since); err != nil {
				return err
			}
			if _, err := rows.exec(ctx, countSpan, span, span, organizationID, was.Until, next.Until, next.Since); err != nil {
				return err
			}
		}
		return nil
	})
	return mine, err
}

const countSpan = `
	INSERT INTO sign_in_counts (organization_id, span, began, provider, signed_in, asked, refused, failed)
	SELECT organization_id, CAST(? AS BIGINT) AS span, started_at - started_at % (CAST(? AS BIGINT) * 1000000) AS began, provider, ` + countedEnds + `
	FROM sign_ins WHERE organization_id = ? AND finished_at >= ? AND finished_at < ? AND started_at >= ? AND purpose = 'sign_in'
	GROUP BY 1, 2, 3, 4
	ON CONFLICT (organization_id, span, began, provider) DO UPDATE SET signed_in = sign_in_counts.signed_in + excluded.signed_in,
		asked = sign_in_counts.asked + excluded.asked, refused = sign_in_counts.refused + excluded.refused, failed = sign_in_counts.failed + excluded.failed`

// countedEnds are the counts of rows of the log.
const countedEnds = `
			SUM(CASE WHEN code = '' THEN 1 ELSE 0 END) AS signed_in,
			SUM(CASE WHEN code = 'link_required' THEN 1 ELSE 0 END) AS asked,
			SUM(CASE WHEN code IN ` + refusedPeople + ` THEN 1 ELSE 0 END) AS refused,
			SUM(CASE WHEN code IN ('', 'link_required') OR code IN ` + refusedPeople + ` THEN 0 ELSE 1 END) AS failed`

// endedAttempts adds up what is counted and what is not, in one statement: whoever counts
// meanwhile moves rows from one to the other.
func (r Rows) endedAttempts(ctx context.Context, organizationID string, days []time.Time) ([]SignInCount, error) {
	var counts []SignInCount
	query, args := endedAttempts(organizationID, days)
	err := r.listAfresh(ctx, &counts, query, args...)
	return counts, err
}

func endedAttempts(organizationID string, days []time.Time) (query string, args []any) {
	moments := make([]any, len(days))
	for i, day := range days {
		moments[i] = At(day)
	}
	span, from := countedSpan(days), moments[0]
	if span == 0 {
		from = int64(-1) // nothing is counted since then
	}
	args = slices.Concat(moments[1:], []any{organizationID, span, moments[0], organizationID, from}, moments[1:],
		[]any{organizationID, moments[0], organizationID, from, moments[0], moments[0], never})
	// What began since then ended since then: that is what the index of the log knows. From when
	// on is not known when the statement is planned, and PostgreSQL guesses a third of the log,
	// which it then reads whole if it is one organization's; of a span it guesses little.
	return `
		SELECT nth, provider, SUM(signed_in) AS signed_in, SUM(asked) AS asked, SUM(refused) AS refused, SUM(failed) AS failed FROM (
			SELECT ` + dayOf("began", days) + ` AS nth, provider,
				SUM(signed_in) AS signed_in, SUM(asked) AS asked, SUM(refused) AS refused, SUM(failed) AS failed
			FROM sign_in_counts
			WHERE organization_id = ? AND span = ? AND began >= ?
				AND EXISTS (SELECT 1 FROM sign_ins_counted c WHERE c.organization_id = ? AND c.since <= ?)
			GROUP BY 1, provider
			UNION ALL
			SELECT ` + dayOf("started_at", days) + ` AS nth, provider, ` + countedEnds + `
			FROM sign_ins
			WHERE organization_id = ? AND purpose = 'sign_in' AND started_at >= ? AND finished_at >= COALESCE((
				SELECT c.until FROM sign_ins_counted c WHERE c.organization_id = ? AND c.since <= ? AND c.until > ?), ?) AND finished_at < ?
			GROUP BY 1, provider) parts
		GROUP BY nth, provider`, args
}
