package guest

import (
	"sync"
	"time"

	"golang.org/x/time/rate"

	"latchkey/api/fault"
)

// How often the holder of a link may have values checked: each asks an address that they
// chose, and more would make us a scanner (F05).
const (
	checksAtOnce = 5
	checksEvery  = 12 * time.Second // then one in
	mostLimits   = 1000
)

// limits counts by link, in one process.
type limits struct {
	mu sync.Mutex
	of map[string]*rate.Limiter
}

func newLimits() *limits { return &limits{of: map[string]*rate.Limiter{}} }

// allow refuses with rate_limited.
func (l *limits) allow(link string, now time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	limit := l.of[link]
	if limit == nil {
		if len(l.of) >= mostLimits {
			clear(l.of)
		}
		limit = rate.NewLimiter(rate.Every(checksEvery), checksAtOnce)
		l.of[link] = limit
	}
	if limit.AllowN(now, 1) {
		return nil
	}
	return &fault.Fault{Code: fault.RateLimited, Reason: "guest_checks", RetryAfter: checksEvery}
}
