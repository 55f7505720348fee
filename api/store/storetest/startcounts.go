package storetest

import (
	"testing"

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
