package job

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

var some = Bounds{AtOnce: 8, Within: 20 * time.Second}

// L5: of much work a few at a time are done; one that fails or hangs takes
// nothing from the others, and each has an end.
func TestL5_OneThatFailsOrHangsStopsNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var now, most, done atomic.Int64
		bad, began := errors.New("the database"), time.Now()
		list := make([]int, 50)
		for i := range list {
			list[i] = i
		}
		err := Each(t.Context(), list, some, func(ctx context.Context, one int) error {
			if n := now.Add(1); n > most.Load() {
				most.Store(n)
			}
			defer now.Add(-1)
			switch one {
			case 0:
				return bad
			case 1:
				<-ctx.Done()
				return ctx.Err()
			}
			time.Sleep(time.Second)
			done.Add(1)
			return nil
		})
		if done.Load() != 48 || !errors.Is(err, bad) || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%d were done, %v", done.Load(), err)
		}
		if int(most.Load()) != some.AtOnce || time.Since(began) > some.Within {
			t.Errorf("%d at a time, %v in all", most.Load(), time.Since(began))
		}
	})
}

func TestL5_NothingToDo(t *testing.T) {
	if err := Each(t.Context(), []int(nil), some, func(context.Context, int) error { return errors.New("called") }); err != nil {
		t.Error(err)
	}
}

// L8: work that panics is an error of its own, and ends neither the process nor
// the others.
func TestL8_OneThatPanicsStopsNoOther(t *testing.T) {
	var done atomic.Int64
	err := Each(t.Context(), []int{0, 1, 2}, some, func(_ context.Context, one int) error {
		if one == 0 {
			panic("canary")
		}
		done.Add(1)
		return nil
	})
	if done.Load() != 2 || err == nil || !strings.Contains(err.Error(), "canary") {
		t.Errorf("%d were done, %v", done.Load(), err)
	}
}

func TestDrain(t *testing.T) {
	bad := errors.New("bad")
	for name, c := range map[string]struct {
		queue, stopAt, done int // rows, taken three at a time
		take, do, want      error
	}{
		"until nothing is due":               {7, 9, 7, nil, nil, nil},
		"until it had better stop":           {7, 3, 3, nil, nil, nil},
		"a failure is told at the end":       {7, 9, 7, nil, bad, bad},
		"what cannot be taken is not done":   {7, 9, 0, bad, nil, bad},
		"what fails and stops tells it, too": {7, 6, 6, nil, bad, bad},
	} {
		left, done := c.queue, 0
		err := Drain(t.Context(), func(context.Context) ([]int, error) {
			n := min(left, 3)
			left -= n
			return make([]int, n), c.take
		}, func(_ context.Context, batch []int) (bool, error) {
			done += len(batch)
			return done < c.stopAt, c.do
		})
		if done != c.done || !errors.Is(err, c.want) {
			t.Errorf("%s: %d, %v", name, done, err)
		}
	}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Drain(over, func(context.Context) ([]int, error) { return nil, bad }, nil); err != nil {
		t.Errorf("after the end: %v", err)
	}
}

func TestBackoff(t *testing.T) {
	b := Backoff{First: time.Minute, Last: time.Hour}
	for tries, want := range map[int64]int{0: 1, 1: 1, 2: 2, 3: 4, 6: 32, 7: 60, 8: 60, 1 << 40: 60} {
		if got := b.After(tries); got != time.Duration(want)*time.Minute {
			t.Errorf("after %d tries: %s", tries, got)
		}
	}
	for pause, want := range map[int]int{0: 1, 1: 2, 20: 40, 40: 60, 60: 60} {
		if got := b.Next(time.Duration(pause) * time.Minute); got != time.Duration(want)*time.Minute {
			t.Errorf("after a pause of %d: %s", pause, got)
		}
	}
}
