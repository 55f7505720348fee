package client

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// How much a service may do: it is limited by what it is, never by its address alone.
const (
	perMinute = 1200
	idleLimit = 2 * time.Minute // a bucket that was not used for so long is full again
)

// limits bounds what each client does; safe for concurrent use.
type limits struct {
	mu      sync.Mutex
	now     func() time.Time
	clients map[string]*limited
	swept   time.Time
}

type limited struct {
	*rate.Limiter
	used time.Time
}

func newLimits(now func() time.Time) *limits {
	return &limits{now: now, clients: map[string]*limited{}}
}

// Allow says whether a client that has proven who it is may do one thing more now.
// Whoever only says that they are it cannot use its share up.
func (r *Registry) Allow(c Client) bool {
	l, now := r.limits, r.now()
	l.mu.Lock()
	defer l.mu.Unlock()
	if now.Sub(l.swept) > idleLimit {
		for id, b := range l.clients {
			if now.Sub(b.used) > idleLimit {
				delete(l.clients, id)
			}
		}
		l.swept = now
	}
	b := l.clients[c.ID]
	if b == nil {
		b = &limited{Limiter: rate.NewLimiter(rate.Limit(perMinute)/60, perMinute)}
		l.clients[c.ID] = b
	}
	b.used = now
	return b.AllowN(now, 1)
}
