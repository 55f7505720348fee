package storetest

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"latchkey/api/store"
)

// ended is an attempt of a log that the test counts itself.
type ended struct {
	began, finished time.Time
	provider, code  string
}

// recounted is what the counts of some days are, one by one.
func recounted(log map[string]ended, days []time.Time) []store.SignInCount {
	type key struct {
		day      int
		provider string
	}
	by := map[key]store.SignInCount{}
	for _, e := range log {
		if e.began.Before(days[0]) {
			continue
		}
		k := key{0, e.provider}
		for k.day+1 < len(days) && !e.began.Before(days[k.day+1]) {
			k.day++
		}
		c := by[k]
		c.Day, c.Provider = k.day, k.provider
		switch e.code {
		case "":
			c.SignedIn++
		case "link_required":
			c.Asked++
		case "wrong_tenant":
			c.Refused++
		default:
			c.Failed++
		}
		by[k] = c
	}
	return slices.SortedFunc(maps.Values(by), func(a, b store.SignInCount) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Provider, b.Provider))
	})
}

// chartOf are the days of a chart at a time where midnight is so much after that of UTC.
func chartOf(now time.Time, offset time.Duration) []time.Time {
	days := make([]time.Time, store.ChartDays)
	for i := range days {
		days[i] = now.Truncate(24*time.Hour).Add(offset).AddDate(0, 0, i-len(days)+1)
	}
	return days
}

// keptCounts: whatever is written, replaced, counted and pruned in whatever order over weeks, a
// chart says what the log does (G1).
func keptCounts(t *testing.T, w *world) {
	ctx, p := t.Context(), w.acme
	seed := rand.Uint64()
	defer func() {
		if t.Failed() {
			t.Logf("seed %d", seed)
		}
	}()
	random := rand.New(rand.NewPCG(seed, 0))
	now := noon().AddDate(0, 0, -40)
	log := map[string]ended{}
	write := func(s store.SignIn) {
		w.must(w.db.SpendAttempt(ctx, s))
		log[s.ID] = ended{s.StartedAt.Time, s.FinishedAt.Time, s.Provider, s.Code}
	}
	for range 160 {
		now = now.Add(time.Duration(random.Int64N(int64(hours(12)))))
		s := w.signIn(p)
		s.Provider = []string{"google", "microsoft"}[random.IntN(2)]
		s.Code = []string{"", "", "link_required", "wrong_tenant", "internal_error", "code_rejected"}[random.IntN(6)]
		if s.Code == "code_rejected" {
			s.Step = "exchange"
		}
		s.StartedAt, s.FinishedAt = store.At(now.Add(-time.Duration(random.Int64N(int64(10*time.Minute))))), store.At(now)
		write(s)
		if s.Step == "exchange" && random.IntN(2) == 0 { // it gives way to the end that another replica reached
			s.Step, s.Code, s.FinishedAt = "commit", "", store.At(now.Add(time.Minute))
			write(s)
		}
		switch random.IntN(8) {
		case 0, 1, 2:
			w.must(w.db.CountSignIns(ctx, p.ID, now))
		case 3:
			w.must(w.db.Prune(ctx, now))
		}
		offset := []time.Duration{0, -hours(5) - 30*time.Minute, 12*time.Hour + 45*time.Minute, -hours(8), 7 * time.Second}[random.IntN(5)]
		days := chartOf(now, offset)
		got, err := w.db.SignInCounts(ctx, p.ID, days)
		w.must(err)
		same(t, fmt.Sprintf("at %v, days from %v", now, days[0]), fmt.Sprint(got), fmt.Sprint(recounted(log, days)))
		if t.Failed() {
			return
		}
	}
	old, err := w.db.SignInCounts(ctx, p.ID, []time.Time{noon().AddDate(0, 0, -41)})
	w.must(err)
	same(t, "of days that no chart shows", fmt.Sprint(old), fmt.Sprint(recounted(log, []time.Time{noon().AddDate(0, 0, -41)})))
}

// countsMeanwhile: of those who count at once each row is counted by one, and whoever reads meanwhile
// finds each once.
func countsMeanwhile(t *testing.T, w *world) {
	ctx, p := t.Context(), w.acme
	now := noon()
	for i := range 150 {
		at := store.At(now.Add(-time.Duration(i) * 2 * time.Hour))
		w.logged(p, func(s *store.SignIn) { s.StartedAt, s.FinishedAt = at, at })
	}
	days := []time.Time{chartOf(now, 0)[0]}
	var counting sync.WaitGroup
	for range racers / 2 {
		counting.Go(func() {
			if err := w.db.CountSignIns(ctx, p.ID, now); err != nil {
				t.Error(err)
			}
		})
	}
	done := make(chan struct{})
	go func() { counting.Wait(); close(done) }()
	for over := false; !over; {
		select {
		case <-done:
			over = true
		default:
		}
		read(t, "meanwhile", []store.SignInCount{{Provider: "google", SignedIn: 150}})(w.db.SignInCounts(ctx, p.ID, days))
	}
}
