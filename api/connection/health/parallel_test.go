package health

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

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
		err := forEach(t.Context(), list, func(ctx context.Context, one int) error {
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
		if most.Load() != atOnce || time.Since(began) > eachTakes {
			t.Errorf("%d at a time, %v in all", most.Load(), time.Since(began))
		}
	})
}

func TestL5_NothingToDo(t *testing.T) {
	if err := forEach(t.Context(), []int(nil), func(context.Context, int) error { return errors.New("called") }); err != nil {
		t.Error(err)
	}
}

// L8: work that panics is an error of its own, and ends neither the process nor
// the others.
func TestL8_OneThatPanicsStopsNoOther(t *testing.T) {
	var done atomic.Int64
	err := forEach(t.Context(), []int{0, 1, 2}, func(_ context.Context, one int) error {
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
