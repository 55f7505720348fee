package store

import (
	"context"
	"slices"
	"sync"
)

// line gives turns, one at a time, in the order of asking; safe for concurrent use.
type line struct {
	mu      sync.Mutex
	taken   bool
	waiting []chan struct{} // closed when it is their turn
}

// turn waits for one; give gives it up.
func (l *line) turn(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if l.turnUnless(ctx.Done()) {
		return nil
	}
	return ctx.Err()
}

// turnUnless waits for a turn, and says false if it is not needed any more.
func (l *line) turnUnless(over <-chan struct{}) bool {
	l.mu.Lock()
	if !l.taken {
		l.taken = true
		l.mu.Unlock()
		return true
	}
	mine := make(chan struct{})
	l.waiting = append(l.waiting, mine)
	l.mu.Unlock()
	select {
	case <-mine:
		return true
	case <-over:
	}
	l.mu.Lock()
	n := slices.Index(l.waiting, mine)
	if n >= 0 {
		l.waiting = slices.Delete(l.waiting, n, n+1)
	}
	l.mu.Unlock()
	if n < 0 { // it came at the same time
		l.give()
	}
	return false
}

func (l *line) give() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.waiting) == 0 {
		l.taken = false
		return
	}
	close(l.waiting[0])
	l.waiting = l.waiting[1:]
}

// length is how many wait.
func (l *line) length() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.waiting)
}
