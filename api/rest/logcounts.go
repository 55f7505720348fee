package rest

import (
	"context"
	"fmt"
	"time"

	"latchkey/api/contract"
	"latchkey/api/store"
)

// countedDays is how many days the chart has, today included.
const countedDays = 14

// CountSignIns counts attempts per provider and day.
//
// An attempt belongs to the day on which it started. Not returned are those
// that started and did not end. Of a start only the day is known, so today's
// number includes who is at the provider this moment; it is exact ten minutes
// after the day, when no attempt of it lives any more. Starts are written in
// batches, so the number is never below 0, but may lag by one batch.
func (s *Server) CountSignIns(ctx context.Context, r contract.CountSignInsRequestObject) (contract.CountSignInsResponseObject, error) {
	c, ctx := ginOf(ctx)
	admin, err := s.superAdminOf(c, r.Organization)
	if err != nil {
		return nil, err
	}
	first := s.Now().UTC().Truncate(24*time.Hour).AddDate(0, 0, 1-countedDays)
	counts, err := s.Store.SignInCounts(ctx, admin.OrganizationID, first)
	if err != nil {
		return nil, fmt.Errorf("count the sign-ins: %w", err)
	}
	days := make([]contract.SignInDay, countedDays)
	for i := range days {
		days[i] = contract.SignInDay{Day: store.Day(first.AddDate(0, 0, i)), Providers: []contract.SignInDayCounts{}}
		for _, n := range counts {
			if n.Day == days[i].Day {
				days[i].Providers = append(days[i].Providers, dayCounts(n))
			}
		}
	}
	return contract.CountSignIns200JSONResponse{Days: days}, nil
}

func dayCounts(n store.SignInCount) contract.SignInDayCounts {
	return contract.SignInDayCounts{
		Provider: n.Provider, Started: int(n.Begun()), Finished: int(n.SignedIn), Asked: int(n.Asked), Refused: int(n.Refused),
		Failed: int(n.Failed), NotReturned: int(n.NotReturned()),
	}
}
