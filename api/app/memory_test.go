package app

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// What starting and a burst took is given back once they are over, and not while people come.
func TestMemoryIsGivenBackWhenABurstIsOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var taken, given int
		m := &memory{taken: func() uint64 { return uint64(taken) }, giveBack: func() { given++ }}
		ctx, stop := context.WithCancel(t.Context())
		go m.keep(ctx)
		for _, now := range []struct {
			what   string
			after  time.Duration
			taken  int
			given  int
			repeat int
		}{
			{"started", startOver, 0, 1, 1},
			{"quiet", lookAgain, 1 << 10, 1, 100},
			{"a burst", lookAgain, burst, 1, 10},
			{"over", lookAgain, calm, 2, 1},
			{"quiet again", lookAgain, 1 << 10, 2, 100},
			{"little all the time", lookAgain, calm, 2, burst/calm - 1},
			{"for so long that it is as much as a burst", lookAgain, calm, 3, 1},
			{"people come all the time", lookAgain, calm + 1, 3, 100},
		} {
			for range now.repeat {
				taken += now.taken
				time.Sleep(now.after)
				synctest.Wait()
			}
			if given != now.given {
				t.Errorf("%s: given back %d times, want %d", now.what, given, now.given)
			}
		}
		stop()
		synctest.Wait()
	})
}

// The runtime knows by this name what was taken.
func TestWhatIsTakenIsCounted(t *testing.T) {
	before := takenEver()
	kept := make([]byte, 1<<20)
	if took := takenEver() - before; took < uint64(len(kept)) {
		t.Errorf("%d bytes", took)
	}
}
