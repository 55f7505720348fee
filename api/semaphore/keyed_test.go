package signin

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestKeyedSemaphore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		semaphore := newKeyedSemaphore(2)
		var busy, most, done atomic.Int32
		var all sync.WaitGroup
		for range 10 {
			all.Go(func() {
				leave, err := semaphore.acquire(t.Context(), "a")
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
		if leave, err := semaphore.acquire(t.Context(), "b"); err != nil {
			t.Errorf("another key waits: %v", err)
		} else {
			leave()
		}
		short, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		if _, err := semaphore.acquire(short, "a"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got a slot while two are busy: %v", err)
		}
		all.Wait()
		if most.Load() != 2 || done.Load() != 10 || time.Since(start) != 5*time.Second {
			t.Errorf("at most %d at once, %d done in %v", most.Load(), done.Load(), time.Since(start))
		}
		if len(semaphore.slots) != 0 {
			t.Errorf("%d slots are left", len(semaphore.slots))
		}
	})
}
