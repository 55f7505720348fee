//go:build fault

package e2e_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// tally is what became of people.
type tally struct {
	mu     sync.Mutex
	in     int
	took   []time.Duration // of those who got in
	failed map[string]int
	last   time.Time // somebody got in
	diary  *diary    // nil: nobody draws it
}

func (y *tally) note(began time.Time, err error) {
	y.mu.Lock()
	defer y.mu.Unlock()
	if y.diary != nil {
		y.diary.note(err != nil)
	}
	if err != nil {
		y.failed[err.Error()]++
		return
	}
	y.in, y.last = y.in+1, time.Now()
	y.took = append(y.took, time.Since(began))
}

func (y *tally) p99() time.Duration {
	y.mu.Lock()
	defer y.mu.Unlock()
	if len(y.took) == 0 {
		return 0
	}
	slices.Sort(y.took)
	return y.took[len(y.took)*99/100]
}

// bad counts the failures that no fault excuses: everything but a documented 503, a
// connection that was cut, and what the balancer says of it.
func (y *tally) bad(excused ...string) (list []string) {
	y.mu.Lock()
	defer y.mu.Unlock()
	for what, n := range y.failed {
		if !slices.ContainsFunc(excused, func(e string) bool { return strings.Contains(what, e) }) {
			list = append(list, fmt.Sprintf("%d times %s", n, what))
		}
	}
	return list
}

// wants fails the test for what no fault excuses.
func (y *tally) wants(t *testing.T, excused ...string) {
	t.Helper()
	if bad := y.bad(excused...); len(bad) > 0 {
		t.Errorf("%q", bad)
	}
}

func (y *tally) failures() (n int) {
	y.mu.Lock()
	defer y.mu.Unlock()
	for _, one := range y.failed {
		n += one
	}
	return n
}

// crowd lets people come, so many a second, until it is told to stop.
func (d *deployment) crowd(perSecond int, do func(n int) error) (y *tally, stop func()) {
	y = &tally{failed: map[string]int{}, diary: diaryOf(d.t)}
	ctx, cancel := context.WithCancel(context.Background())
	var all sync.WaitGroup
	all.Go(func() {
		tick := time.NewTicker(time.Second / time.Duration(perSecond))
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				all.Go(func() {
					began := time.Now()
					y.note(began, do(int(d.visits.Add(1)%visitors)))
				})
			}
		}
	})
	return y, func() { cancel(); all.Wait() }
}

// excused are what a fault may cost whoever was under way: a cut connection, the balancer's own word, a documented 503.
var excused = []string{"connection reset", "connection refused", "EOF", "broken pipe", "502", "503"}
