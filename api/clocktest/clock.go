package clocktest

import (
	"sync"
	"time"
)

// Clock stands still until it is moved; safe for concurrent use.
type Clock struct {
	mu sync.Mutex
	at time.Time
}

// New makes a clock on which it is nine in the morning (UTC) of a Monday.
func New() *Clock { return &Clock{at: time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)} }

// Now says what time it is.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

// Add moves the clock.
func (c *Clock) Add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}
