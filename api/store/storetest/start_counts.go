package storetest

import (
	"testing"
	"time"

	"latchkey/api/store"
)

// foldedCounts: quarters of an hour become days once no chart shows them, days go with the log that they belong to; of
// replicas that fold at once none counts twice (S8).
func foldedCounts(t *testing.T, w *world) {
	ctx := t.Context()
	at := func(quarter, provider string, n int64) store.StartCount {
		return store.StartCount{OrganizationID: w.acme.ID, Provider: provider, Outcome: "started", Quarter: quarter, N: n}
	}
	day := func(back int) string { return store.Day(noon().AddDate(0, 0, -back)) }
	w.must(w.db.AddStartCounts(ctx, []store.StartCount{
		at(day(17)+"T01:15", "google", 1), at(day(17)+"T23", "google", 2), at(day(17), "google", 4), at(day(17)+"T01:15", "microsoft", 8),
		at(day(16)+"T23", "google", 16), at(day(0)+"T11", "google", 32), at(day(181)+"T05", "google", 64), at(day(179)+"T05", "google", 128),
	}))
	same(t, "folded", race(t, nil, func(int) error { return w.db.Prune(ctx, noon()) }), racers)
	for quarter, n := range map[string]int64{
		day(17): 7, day(17) + "T01:15": 0, day(17) + "T23": 0, day(16) + "T23": 16, day(0) + "T11": 32, day(181): 0, day(181) + "T05": 0, day(179): 128,
	} {
		read(t, "google at "+quarter, n)(w.db.StartCounted(ctx, at(quarter, "google", 0)))
	}
	read(t, "microsoft", int64(8))(w.db.StartCounted(ctx, at(day(17), "microsoft", 0)))
}

// cutCounts: starts go with the attempts that they belong to, at the same moment: what
// the log does not keep any more has not failed to return.
func cutCounts(t *testing.T, w *world) {
	ctx := t.Context()
	cut := noon().AddDate(0, 0, -7)
	o := w.acme.Organization
	o.LogDays = 7
	w.must(w.db.UpdateOrganization(ctx, o))
	for _, at := range []time.Duration{-hours(3), -time.Minute, hours(3)} {
		began := cut.Add(at)
		w.must(w.db.AddStartCounts(ctx, []store.StartCount{
			{OrganizationID: w.acme.ID, Provider: "google", Outcome: "started", Quarter: store.Quarter(began), N: 1},
		}))
		s := w.signIn(w.acme)
		s.Provider, s.StartedAt, s.FinishedAt = "google", store.At(began), store.At(began.Add(time.Second))
		w.must(w.db.SpendAttempt(ctx, s))
	}
	w.must(w.db.Prune(ctx, noon()))
	counts, err := w.db.SignInCounts(ctx, w.acme.ID, []time.Time{cut.Add(-hours(12))})
	w.must(err)
	same(t, "left of the day", []any{len(counts), counts[0].Begun(), counts[0].NotReturned()}, []any{1, int64(1), int64(0)})
}
