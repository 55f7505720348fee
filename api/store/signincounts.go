package store

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// SignInCount says how the trips to one provider went that began on one day.
type SignInCount struct {
	Day      string // UTC, 2006-01-02
	Provider string
	Started  int64 // written in batches, so it may lag behind the rest
	SignedIn int64
	Refused  int64 // cancelled ones included
	Asked    int64 // ended at the link page
}

// dayMicros is a UTC day as [Time] counts.
const dayMicros = int64(24 * time.Hour / time.Microsecond)

// SignInCounts counts an organization's trips by the day on which they began,
// since the beginning of a day, in the order of day and provider. A trip that
// began before midnight and ended after it counts for the day before, so that
// the numbers of a day belong together. Passwords and the link page are no trips.
func (r Rows) SignInCounts(ctx context.Context, organizationID string, since time.Time) ([]SignInCount, error) {
	first := since.UTC().Truncate(24 * time.Hour)
	var started []struct {
		Day      string `db:"day"`
		Provider string `db:"provider"`
		N        int64  `db:"n"`
	}
	if err := r.list(ctx, &started, `
		SELECT substr(day, 1, 10) AS day, provider, SUM(n) AS n FROM start_counts
		WHERE organization_id = ? AND outcome = 'started' AND day >= ?
		GROUP BY substr(day, 1, 10), provider`, organizationID, Day(first)); err != nil {
		return nil, err
	}
	var ended []struct {
		Day      int64  `db:"day"`
		Provider string `db:"provider"`
		SignedIn int64  `db:"signed_in"`
		Asked    int64  `db:"asked"`
		N        int64  `db:"n"`
	}
	// What began since then ended since then: that is what the index knows.
	if err := r.list(ctx, &ended, `
		SELECT started_at / 86400000000 AS day, provider, COUNT(*) AS n,
			SUM(CASE WHEN code = '' THEN 1 ELSE 0 END) AS signed_in,
			SUM(CASE WHEN code = 'link_required' THEN 1 ELSE 0 END) AS asked
		FROM sign_ins
		WHERE organization_id = ? AND finished_at >= ? AND started_at >= ? AND purpose = 'sign_in'
		GROUP BY started_at / 86400000000, provider`, organizationID, At(first), At(first)); err != nil {
		return nil, err
	}
	by := map[[2]string]*SignInCount{}
	at := func(day, provider string) *SignInCount {
		key := [2]string{day, provider}
		if by[key] == nil {
			by[key] = &SignInCount{Day: day, Provider: provider}
		}
		return by[key]
	}
	for _, s := range started {
		at(s.Day, s.Provider).Started = s.N
	}
	for _, e := range ended {
		c := at(Day(time.UnixMicro(e.Day*dayMicros)), e.Provider)
		c.SignedIn, c.Asked, c.Refused = e.SignedIn, e.Asked, e.N-e.SignedIn-e.Asked
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
