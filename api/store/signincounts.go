package store

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// SignInCount says how the trips to one provider went that began in a time. Every
// trip is one of these, or did not return: card, chart and log count alike.
type SignInCount struct {
	Day      string // UTC, 2006-01-02; "" where days are not told apart
	Provider string
	Started  int64 // written in batches, so it may lag behind the rest: see Begun
	SignedIn int64
	Asked    int64 // left at the link page; what came of it is no trip
	Refused  int64 // people who were refused, or who cancelled
	Failed   int64 // neither they nor a rule said no: the application, the provider or we
}

// Begun is how many began: who ended has, counted yet or not.
func (c SignInCount) Begun() int64 { return max(c.Started, c.ended()) }

// NotReturned is how many went to the provider and did not come back; of a time
// that is not over, they may still be there.
func (c SignInCount) NotReturned() int64 { return c.Begun() - c.ended() }

func (c SignInCount) ended() int64 { return c.SignedIn + c.Asked + c.Refused + c.Failed }

// refusedPeople are the codes by which a person is refused, or turns back: whatever
// else ends a trip is a failure of the application, of the provider or of ours.
const refusedPeople = `('user_not_authorized', 'wrong_tenant', 'wrong_hosted_domain', 'email_missing', 'email_not_verified',
	'link_in_profile_first', 'already_linked_other', 'already_linked_other_user', 'provider_denied', 'provider_consent_required')`

// dayMicros is a UTC day as [Time] counts.
const dayMicros = int64(24 * time.Hour / time.Microsecond)

// SignInCounts counts an organization's trips by the day on which they began,
// since the beginning of a day, in the order of day and provider. A trip that
// began before midnight and ended after it counts for the day before, so that
// the numbers of a day belong together. Passwords and the link page are no trips.
func (r Rows) SignInCounts(ctx context.Context, organizationID string, since time.Time) ([]SignInCount, error) {
	first := since.UTC().Truncate(24 * time.Hour)
	return r.countTrips(ctx, organizationID, first, Day(first), true)
}

// LastDays counts an organization's trips of the last 24 hours by provider, in
// whole hours: what began in the first of them counts, too.
func (r Rows) LastDays(ctx context.Context, organizationID string, now time.Time) ([]SignInCount, error) {
	first := now.UTC().Add(-24 * time.Hour).Truncate(time.Hour)
	return r.countTrips(ctx, organizationID, first, Hour(first), false)
}

// countTrips is the one count of trips. Starts are known by the hour or the day
// whose name is not before from.
func (r Rows) countTrips(ctx context.Context, organizationID string, since time.Time, from string, days bool) ([]SignInCount, error) {
	var started []struct {
		Day      string `db:"day"`
		Provider string `db:"provider"`
		N        int64  `db:"n"`
	}
	if err := r.list(ctx, &started, `
		SELECT substr(day, 1, 10) AS day, provider, SUM(n) AS n FROM start_counts
		WHERE organization_id = ? AND outcome = 'started' AND day >= ?
		GROUP BY substr(day, 1, 10), provider`, organizationID, from); err != nil {
		return nil, err
	}
	var ended []struct {
		Day      int64  `db:"day"`
		Provider string `db:"provider"`
		SignedIn int64  `db:"signed_in"`
		Asked    int64  `db:"asked"`
		Refused  int64  `db:"refused"`
		N        int64  `db:"n"`
	}
	// What began since then ended since then: that is what the index knows.
	if err := r.list(ctx, &ended, `
		SELECT started_at / 86400000000 AS day, provider, COUNT(*) AS n,
			SUM(CASE WHEN code = '' THEN 1 ELSE 0 END) AS signed_in,
			SUM(CASE WHEN code = 'link_required' THEN 1 ELSE 0 END) AS asked,
			SUM(CASE WHEN code IN `+refusedPeople+` THEN 1 ELSE 0 END) AS refused
		FROM sign_ins
		WHERE organization_id = ? AND finished_at >= ? AND started_at >= ? AND purpose = 'sign_in'
		GROUP BY started_at / 86400000000, provider`, organizationID, At(since), At(since)); err != nil {
		return nil, err
	}
	by := map[[2]string]*SignInCount{}
	at := func(day, provider string) *SignInCount {
		if !days {
			day = ""
		}
		key := [2]string{day, provider}
		if by[key] == nil {
			by[key] = &SignInCount{Day: day, Provider: provider}
		}
		return by[key]
	}
	for _, s := range started {
		at(s.Day, s.Provider).Started += s.N
	}
	for _, e := range ended {
		c := at(Day(time.UnixMicro(e.Day*dayMicros)), e.Provider)
		c.SignedIn, c.Asked, c.Refused = c.SignedIn+e.SignedIn, c.Asked+e.Asked, c.Refused+e.Refused
		c.Failed += e.N - e.SignedIn - e.Asked - e.Refused
	}
	counts := make([]SignInCount, 0, len(by))
	for _, c := range by {
		counts = append(counts, *c)
	}
	slices.SortFunc(counts, func(a, b SignInCount) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Provider, b.Provider))
	})
	return counts, nil
}
