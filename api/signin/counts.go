package signin

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"latchkey/api/store"
)

// counts holds the starts that are not written yet, and limits the log lines of
// callbacks without a valid attempt.
type counts struct {
	mu      sync.Mutex
	waiting map[store.StartCount]int64 // N is 0 in the key
	unknown *rate.Limiter
}

func newCounts() *counts {
	return &counts{waiting: map[store.StartCount]int64{}, unknown: rate.NewLimiter(5, 50)}
}

func (c *counts) mayLogUnknown(now time.Time) bool { return c.unknown.AllowN(now, 1) }

func (c *counts) add(organizationID, provider, outcome string, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.waiting[store.StartCount{
		OrganizationID: organizationID, Provider: provider, Outcome: outcome, Quarter: store.Quarter(now),
	}]++
}

// take empties the counters.
func (c *counts) take() []store.StartCount {
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

// FlushCounts writes the starts counted since the last time; what cannot be
// written is kept for the next.
func (r *Flow) FlushCounts(ctx context.Context) error {
	batch := r.counts.take()
	err := r.store.AddStartCounts(ctx, batch)
	if err == nil {
		return nil
	}
	r.counts.mu.Lock()
	defer r.counts.mu.Unlock()
	for _, c := range batch {
		n := c.N
		c.N = 0
		r.counts.waiting[c] += n
	}
	return err
}
