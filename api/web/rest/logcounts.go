package rest

import (
	"context"
	"fmt"
	"slices"
	"time"

	"latchkey/api/fault"
	"latchkey/api/web/contract"

	"latchkey/api/store"
	"latchkey/api/text"
	"latchkey/api/web/middleware"
)

// CountSignIns counts attempts per provider and day, as the clock of a zone has
// its days.
//
// An attempt belongs to the day on which it started. Not returned are those
// that started and did not end. Of a start only the quarter of an hour is known,
// so today's number includes who is at the provider this moment; it is exact ten
// minutes after the day, when no attempt of it lives any more. Starts are written
// in batches, so the number is never below 0, but may lag by one batch.
func (s *Server) CountSignIns(ctx context.Context, r contract.CountSignInsRequestObject) (contract.CountSignInsResponseObject, error) {
	ctx, admin := callerOf(ctx)
	place := time.UTC
	if zone := r.Params.TimeZone; zone != nil {
		var ok bool
		if place, ok = text.Zone(*zone); !ok {
			return nil, middleware.InvalidQuery(fault.Field{Pointer: "?timeZone", Code: "invalid"})
		}
	}
	o, err := s.Store.OrganizationByID(ctx, admin.OrganizationID)
	if err != nil {
		return nil, fmt.Errorf("read an organization: %w", err)
	}
	starts := keptWhole(lastDays(s.Now().In(place), store.ChartDays), s.Now().AddDate(0, 0, -int(o.LogDays)))
	if err := s.Store.CountSignIns(ctx, admin.OrganizationID, s.Now()); err != nil { // the log itself is counted then
		s.Log.WarnContext(ctx, "log not counted", "organization", admin.OrganizationID, "error", err)
	}
	counts, err := s.Store.SignInCounts(ctx, admin.OrganizationID, starts)
	if err != nil {
		return nil, fmt.Errorf("count the sign-ins: %w", err)
	}
	days := make([]contract.SignInDay, len(starts))
	for i, start := range starts {
		days[i] = contract.SignInDay{Day: start.Format(time.DateOnly), Providers: []contract.SignInDayCounts{}}
	}
	for _, n := range counts {
		days[n.Day].Providers = append(days[n.Day].Providers, dayCounts(n))
	}
	return contract.CountSignIns200JSONResponse{Days: days}, nil
}

// lastDays is when each of the last days begins in the zone of now, today's last.
func lastDays(now time.Time, count int) []time.Time {
	starts := make([]time.Time, count)
	for i := range starts {
		starts[i] = startOfDay(time.Date(now.Year(), now.Month(), now.Day()+i+1-count, 12, 0, 0, 0, now.Location()))
	}
	return starts
}

// keptWhole are the days that began since a time: of others a part was deleted, and
// their numbers would say what is not so.
func keptWhole(starts []time.Time, since time.Time) []time.Time {
	return slices.DeleteFunc(starts, func(start time.Time) bool { return start.Before(since) })
}

// startOfDay is the first moment of the day of a noon. Where clocks change at
// midnight there may be none, or two, so it is looked for from noon back: clocks
// change by quarters of an hour.
func startOfDay(noon time.Time) time.Time {
	start := noon
	for before := noon; before.Day() == noon.Day(); before = before.Add(-15 * time.Minute) {
		start = before
	}
	return start
}

func dayCounts(n store.SignInCount) contract.SignInDayCounts {
	return contract.SignInDayCounts{
		Provider: n.Provider, Started: int(n.Begun()), Finished: int(n.SignedIn), Asked: int(n.Asked), Refused: int(n.Refused),
		Failed: int(n.Failed), NotReturned: int(n.NotReturned()),
	}
}
