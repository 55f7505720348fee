package signin

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"latchkey/api/store"
)

// Counts holds the starts that are not written yet, and limits the log lines of
// callbacks without a valid attempt.
type Counts struct {
	store   *store.Store
	mu      sync.Mutex
	waiting map[store.StartCount]int64 // N is 0 in the key
	unknown *rate.Limiter
}

func newCounts(s *store.Store) *Counts {
	return &Counts{store: s, waiting: map[store.StartCount]int64{}, unknown: rate.NewLimiter(5, 50)}
}

func (c *Counts) mayLogUnknown(now time.Time) bool { return c.unknown.AllowN(now, 1) }

func (c *Counts) add(organizationID, provider, outcome string, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.waiting[store.StartCount{
		OrganizationID: organizationID, Provider: provider, Outcome: outcome, Quarter: store.Quarter(now),
	}]++
}

// take empties the counters.
func (c *Counts) take() []store.StartCount {
	c.mu.Lock()
	defer c.mu.Unlock()
	batch := make([]store.StartCount, 0, len(c.waiting))
	for key, n := range c.waiting {
		key.N = n
		batch = append(batch, key)
	}
	clear(c.waiting)
	return batch
}

// Flush writes the starts counted since the last time; what cannot be
// written is kept for the next.
func (c *Counts) Flush(ctx context.Context) error {
	batch := c.take()
	err := c.store.AddStartCounts(ctx, batch)
	if err == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, one := range batch {
		n := one.N
		one.N = 0
		c.waiting[one] += n
	}
	return err
}
