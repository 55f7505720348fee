package password_test

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"latchkey/api/password"
)

// S5: what hashes hold and what the collector has not taken back yet stays under
// the bound together, and all is given back after a burst.
func TestS5_MemoryIsBoundedAndGivenBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var live, garbage, most, given int
		locked := func(work func()) func() {
			return func() { mu.Lock(); defer mu.Unlock(); work() }
		}
		ledger := password.NewLedger(locked(func() { garbage = 0 }), locked(func() { garbage, given = 0, given+1 }))
		for n := range 60 {
			kib := []int{8, 46 << 10, 64 << 10}[n%3] // bcrypt, ours, PHP
			go ledger.With(kib, func() {
				locked(func() { live += kib; most = max(most, live+garbage) })()
				time.Sleep(25 * time.Millisecond)
				locked(func() { live, garbage = live-kib, garbage+kib })()
			})
			synctest.Wait()
		}
		time.Sleep(10 * time.Second)
		synctest.Wait()
		mu.Lock()
		if most > password.MostHeld || most < 64<<10 {
			t.Errorf("%d KiB were held at once", most)
		}
		if given != 1 || garbage != 0 || live != 0 {
			t.Errorf("given back %d times, %d KiB left", given, garbage)
		}
		mu.Unlock()
		time.Sleep(time.Hour)
		synctest.Wait()
		ledger.With(64, func() {})
		time.Sleep(password.Quiet - time.Millisecond)
		ledger.With(64, func() {})
		time.Sleep(password.Quiet - time.Millisecond)
		synctest.Wait()
		locked(func() {
			if given != 1 {
				t.Error("given back in the middle of the work")
			}
		})()
		time.Sleep(time.Millisecond)
		synctest.Wait()
		locked(func() {
			if given != 2 {
				t.Errorf("given back %d times", given)
			}
		})()
	})
}
