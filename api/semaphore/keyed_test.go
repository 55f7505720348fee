package semaphore

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestKeyed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		semaphore := NewKeyed(2)
		var busy, most, done atomic.Int32
		var all sync.WaitGroup
		for range 10 {
			all.Go(func() {
				_, leave, err := semaphore.Acquire(t.Context(), "a")
				if err != nil {
					t.Error(err)
					return
				}
				defer leave()
				if n := busy.Add(1); n > most.Load() {
					most.Store(n)
				}
				time.Sleep(time.Second)
				busy.Add(-1)
				done.Add(1)
			})
		}
		start := time.Now()
		synctest.Wait()
		if taken, leave, err := semaphore.Acquire(t.Context(), "b"); err != nil {
			t.Errorf("another key waits: %v", err)
		} else {
			if taken != 1 {
				t.Errorf("%d slots of another key are taken", taken)
			}
			leave()
		}
		short, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		if _, _, err := semaphore.Acquire(short, "a"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got a slot while two are busy: %v", err)
		}
		all.Wait()
		if most.Load() != 2 || done.Load() != 10 || time.Since(start) != 5*time.Second {
			t.Errorf("at most %d at once, %d done in %v", most.Load(), done.Load(), time.Since(start))
		}
		if semaphore.Keys() != 0 {
			t.Errorf("%d keys are left", semaphore.Keys())
		}
	})
}
