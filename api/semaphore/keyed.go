package semaphore

import (
	"context"
	"sync"
)

// Keyed lets a few callers per key through at a time; the others wait. It is safe for
// concurrent use.
type Keyed struct {
	each  int // callers per key
	mu    sync.Mutex
	slots map[string]*slots
}

// slots are the slots of one key, as long as somebody holds or waits for one.
type slots struct {
	taken chan struct{}
	users int // guarded by Keyed.mu
}

// NewKeyed lets so many callers of each key through.
func NewKeyed(each int) *Keyed {
	return &Keyed{each: each, slots: map[string]*slots{}}
}

// Acquire waits for a slot of a key, and says how many of the key are taken then, its
// own among them; release must be called once after it. Errors: the context's.
func (k *Keyed) Acquire(ctx context.Context, key string) (taken int, release func(), err error) {
	s := k.join(key)
	select {
	case s.taken <- struct{}{}:
		return len(s.taken), func() { <-s.taken; k.leave(key, s) }, nil
	case <-ctx.Done():
		k.leave(key, s)
		return 0, nil, ctx.Err()
	}
}

// Keys is how many keys have callers.
func (k *Keyed) Keys() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.slots)
}

func (k *Keyed) join(key string) *slots {
	k.mu.Lock()
	defer k.mu.Unlock()
	s := k.slots[key]
	if s == nil {
		s = &slots{taken: make(chan struct{}, k.each)}
		k.slots[key] = s
	}
	s.users++
	return s
}

// leave forgets a key that nobody uses, or the table would grow for ever.
func (k *Keyed) leave(key string, s *slots) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if s.users--; s.users == 0 {
		delete(k.slots, key)
	}
}
