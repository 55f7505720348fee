package store

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// SignInCount says how the attempts at one provider went that began in a time. Every
// attempt is one of these, or did not return: card, chart and log count alike.
type SignInCount struct {
	Day      int    `db:"nth"` // which of the days that were asked for, from 0
	Provider string `db:"provider"`
	Started  int64  `db:"started"` // written in batches, so it may lag behind the rest: see Begun
	SignedIn int64  `db:"signed_in"`
	Asked    int64  `db:"asked"`   // left at the link page; what came of it is no attempt
	Refused  int64  `db:"refused"` // people who were refused, or who cancelled
	Failed   int64  `db:"failed"`  // neither they nor a rule said no: the application, the provider or we
}

// Begun is how many began: who ended has, counted yet or not.
func (c SignInCount) Begun() int64 { return max(c.Started, c.ended()) }

// NotReturned is how many went to the provider and did not come back; of a time
// that is not over, they may still be there.
func (c SignInCount) NotReturned() int64 { return c.Begun() - c.ended() }

func (c SignInCount) ended() int64 { return c.SignedIn + c.Asked + c.Refused + c.Failed }

// refusedPeople are the codes by which a person is refused, or turns back: whatever
// else ends an attempt is a failure of the application, of the provider or of ours.
const refusedPeople = `('user_not_authorized', 'wrong_tenant', 'wrong_hosted_domain', 'email_missing', 'email_not_verified',
	'link_in_profile_first', 'already_linked_other', 'already_linked_other_user', 'provider_denied', 'provider_consent_required')`

// ChartDays is how many days a chart has, today included.
const ChartDays = 14

// SignInCounts counts an organization's attempts by the day on which they began, in
// the order of day and provider: each day begins with its moment, the last goes
// on. An attempt that began before midnight and ended after it counts for the day
// before, so that the numbers of a day belong together. Passwords and the link
// page are no attempts.
func (r Rows) SignInCounts(ctx context.Context, organizationID string, days []time.Time) ([]SignInCount, error) {
	started, err := r.startedAttempts(ctx, organizationID, days)
	if err != nil {
		return nil, err
	}
	ended, err := r.endedAttempts(ctx, organizationID, days)
	if err != nil {
		return nil, err
	}
	return joinCounts(started, ended), nil
}

// LastDays counts an organization's attempts of the last 24 hours by provider, in
// whole hours: what began in the first of them counts, too.
func (r Rows) LastDays(ctx context.Context, organizationID string, now time.Time) ([]SignInCount, error) {
	return r.SignInCounts(ctx, organizationID, []time.Time{now.UTC().Add(-24 * time.Hour).Truncate(time.Hour)})
}

func (r Rows) startedAttempts(ctx context.Context, organizationID string, days []time.Time) ([]SignInCount, error) {
	names := make([]any, len(days))
	for i, day := range days {
		names[i] = since(day)
	}
	var counts []SignInCount
	err := r.list(ctx, &counts, `
		SELECT `+dayOf("day", days)+` AS nth, provider, SUM(n) AS started FROM start_counts
		WHERE organization_id = ? AND outcome = 'started' AND day >= ?
		GROUP BY 1, provider`, append(names[1:], organizationID, names[0])...)
	return counts, err
}

// dayOf is SQL for which of the days a value is of, counted from 0. Its parameters
// are where the second day begins and each that follows.
func dayOf(value string, days []time.Time) string {
	last := len(days) - 1
	if last == 0 {
		return "0"
	}
	var sql strings.Builder
	sql.WriteString("CASE")
	for nth := range last {
		sql.WriteString(" WHEN " + value + " < ? THEN " + strconv.Itoa(nth))
	}
	return sql.String() + " ELSE " + strconv.Itoa(last) + " END"
}

// joinCounts brings together what started and what ended of a day and a provider.
func joinCounts(started, ended []SignInCount) []SignInCount {
	type key struct {
		day      int
		provider string
	}
	by := map[key]SignInCount{}
	for _, c := range ended {
		by[key{c.Day, c.Provider}] = c
	}
	for _, s := range started {
		c := by[key{s.Day, s.Provider}]
		c.Day, c.Provider, c.Started = s.Day, s.Provider, s.Started
		by[key{s.Day, s.Provider}] = c
	}
	return slices.SortedFunc(maps.Values(by), func(a, b SignInCount) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Provider, b.Provider))
	})
}
