package session

import (
	"sync"
	"time"

	"latchkey/api/store"
)

// cacheLife is how long a session is used without reading it again, and so how long a
// sign-out or deactivation on another replica may take to have effect.
const cacheLife = time.Second

// cache holds the sessions that were used within the last second.
type cache struct {
	mu         sync.Mutex
	principals map[string]cached
	swept      time.Time
}

type cached struct {
	principal store.Principal
	until     time.Time
}

func newCache() *cache { return &cache{principals: map[string]cached{}} }

func (c *cache) get(id string, now time.Time) (store.Principal, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	r, ok := c.principals[id]
	return r.principal, ok && now.Before(r.until)
}

func (c *cache) put(id string, p store.Principal, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now.Sub(c.swept) > cacheLife { // so that it holds the sessions of two seconds at most
		for key, r := range c.principals {
			if !now.Before(r.until) {
				delete(c.principals, key)
			}
		}
		c.swept = now
	}
	c.principals[id] = cached{p, now.Add(cacheLife)}
}

func (c *cache) forget(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.principals, id)
}

// Forget makes the next request of a session read it from the database.
func (s *Sessions) Forget(id string) { s.cache.forget(id) }
