package signin

import (
	"context"
	"sync"
)

// keyedSemaphore lets a few callers per key through at a time; the others wait.
type keyedSemaphore struct {
	each  int // callers per key
	mu    sync.Mutex
	slots map[string]*slots
}

// slots are those of one key, as long as somebody holds or waits for one.
type slots struct {
	taken chan struct{}
	users int
}

func newKeyedSemaphore(each int) *keyedSemaphore {
	return &keyedSemaphore{each: each, slots: map[string]*slots{}}
}

// acquire waits for a slot of a key; release must be called once after it.
func (k *keyedSemaphore) acquire(ctx context.Context, key string) (release func(), err error) {
	s := k.join(key)
	select {
	case s.taken <- struct{}{}:
		return func() { <-s.taken; k.leave(key, s) }, nil
	case <-ctx.Done():
		k.leave(key, s)
		return nil, ctx.Err()
	}
}

func (k *keyedSemaphore) join(key string) *slots {
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

func (k *keyedSemaphore) leave(key string, s *slots) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if s.users--; s.users == 0 {
		delete(k.slots, key)
	}
}
