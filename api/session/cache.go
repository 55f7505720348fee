package session

import (
	"sync"
	"time"

	"latchkey/api/store"
)

// remember is how long a session's state is believed without asking again: what
// a sign-out or deactivation on another replica may lag.
const remember = time.Second

// cache holds the sessions that asked within the last second.
type cache struct {
	mu         sync.Mutex
	principals map[string]remembered
	swept      time.Time
}

type remembered struct {
	principal store.Principal
	until     time.Time
}

func newCache() *cache { return &cache{principals: map[string]remembered{}} }

func (c *cache) get(id string, now time.Time) (store.Principal, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	r, ok := c.principals[id]
	return r.principal, ok && now.Before(r.until)
}

func (c *cache) put(id string, h store.Principal, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now.Sub(c.swept) > remember { // so that it never holds more than two seconds of callers
		for key, r := range c.principals {
			if !now.Before(r.until) {
				delete(c.principals, key)
			}
		}
		c.swept = now
	}
	c.principals[id] = remembered{h, now.Add(remember)}
}

func (c *cache) forget(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.principals, id)
}

// Forget makes the next call of a session read what the database says of it
// now, instead of what it said within the last second.
func (s *Sessions) Forget(id string) { s.standing.forget(id) }
