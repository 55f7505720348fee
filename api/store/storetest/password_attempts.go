package storetest

import (
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// tries counts wrong passwords: by network or known browser, and over all
// networks (S4).
func tries(t *testing.T, w *world) {
	ctx := t.Context()
	own := func() store.AttemptCounters { return store.AttemptCounters{Own: secret.NewID()} }
	from := func(all string) store.AttemptCounters { return store.AttemptCounters{Own: secret.NewID(), All: all} }
	try := func(c store.AttemptCounters, at time.Time) error { return w.db.ReserveTry(ctx, c, at) }
	// paused tries a counter at the end of each pause, and says how long they were.
	paused := func(next func() store.AttemptCounters, times int) []int {
		var seconds []int
		for now := noon(); len(seconds) < times; {
			c := next()
			w.must(try(c, now))
			until, err := w.db.BlockedUntil(ctx, c)
			w.must(err)
			seconds = append(seconds, int(until.Sub(now)/time.Second))
			if until.After(now) {
				wants(t, "a try while the pause runs", try(c, until.Add(-time.Microsecond)), store.ErrNotFound)
			}
			now = until
		}
		return seconds
	}
	t.Run("pauses grow from one second after three failures to half a minute, and stay there", func(t *testing.T) {
		c := own()
		same(t, "pauses", paused(func() store.AttemptCounters { return c }, 11), []int{0, 0, 0, 1, 2, 4, 8, 16, 30, 30, 30})
	})
	t.Run("S4: over all networks they come later and grow slower, to the same", func(t *testing.T) {
		all := secret.NewID()
		got := paused(func() store.AttemptCounters { return from(all) }, 40)
		want := make([]int, 0, 40)
		for _, step := range []struct{ times, seconds int }{{10, 0}, {5, 1}, {5, 2}, {5, 4}, {5, 8}, {5, 16}, {5, 30}} {
			for range step.times {
				want = append(want, step.seconds)
			}
		}
		same(t, "pauses", got, want)
	})
	t.Run("of a hundred tries at once, as many are made as one after the other (K04)", func(t *testing.T) {
		c := own()
		if won := race(t, store.ErrNotFound, func(int) error { return try(c, noon()) }); won != 4 {
			t.Errorf("%d tries, want three free ones and the one that starts the pause", won)
		}
	})
	t.Run("S4: nor from as many networks", func(t *testing.T) {
		all := secret.NewID()
		if won := race(t, store.ErrNotFound, func(int) error { return try(from(all), noon()) }); won != 11 {
			t.Errorf("%d tries, want ten free ones and the one that starts the pause", won)
		}
	})
	t.Run("S4: a try that one counter refuses counts on neither", func(t *testing.T) {
		c := from(secret.NewID())
		for range 4 {
			w.must(try(c, noon()))
		}
		for range 20 {
			wants(t, "a try in the pause", try(c, noon()), store.ErrNotFound)
		}
		for range 6 { // ten in all
			w.must(try(from(c.All), noon()))
		}
		read(t, "the pause of all", noon())(w.db.BlockedUntil(ctx, store.AttemptCounters{All: c.All}))
	})
	t.Run("S4: a known browser has nothing to do with the others", func(t *testing.T) {
		all := secret.NewID()
		for range 11 {
			w.must(try(from(all), noon()))
		}
		wants(t, "an unknown browser", try(from(all), noon()), store.ErrNotFound)
		w.must(try(own(), noon()))
	})
	t.Run("after the right password a counter starts anew; that of all keeps what others did", func(t *testing.T) {
		mine := from(secret.NewID())
		others := from(mine.All)
		for range 4 {
			w.must(try(mine, noon()))
			w.must(try(others, noon()))
		}
		w.must(w.db.InTx(ctx, func(rows store.Rows) error { return rows.ClearTries(ctx, mine) })) // seven stay
		read(t, "mine", noon())(w.db.BlockedUntil(ctx, mine))
		read(t, "the others'", noon().Add(time.Second))(w.db.BlockedUntil(ctx, others))
		for range 3 {
			w.must(try(from(mine.All), noon()))
		}
		read(t, "that of all, full", noon())(w.db.BlockedUntil(ctx, store.AttemptCounters{All: mine.All}))
		w.must(try(mine, noon()))
		read(t, "that of all, over", noon().Add(time.Second))(w.db.BlockedUntil(ctx, store.AttemptCounters{All: mine.All}))
		w.must(w.db.ForgetTries(ctx, mine))
		read(t, "with another password", time.Time{})(w.db.BlockedUntil(ctx, mine))
	})
	t.Run("after a quiet hour a counter starts anew", func(t *testing.T) {
		c := own()
		for range 4 {
			w.must(try(c, noon()))
		}
		later := noon().Add(time.Hour)
		for range 4 {
			w.must(try(c, later))
		}
		wants(t, "a fifth", try(c, later), store.ErrNotFound)
	})
}
