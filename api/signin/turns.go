package signin

import (
	"context"
	"sync"
)

// turns lets a few requests per key through at a time; the others wait.
type turns struct {
	each int
	mu   sync.Mutex
	lane map[string]*lane
}

type lane struct {
	open  chan struct{}
	users int
}

func newTurns(each int) *turns { return &turns{each: each, lane: map[string]*lane{}} }

// enter waits for a turn; leave must be called once after it.
func (t *turns) enter(ctx context.Context, key string) (leave func(), err error) {
	l := t.join(key)
	select {
	case l.open <- struct{}{}:
		return func() { <-l.open; t.part(key, l) }, nil
	case <-ctx.Done():
		t.part(key, l)
		return nil, ctx.Err()
	}
}

func (t *turns) join(key string) *lane {
	t.mu.Lock()
	defer t.mu.Unlock()
	l := t.lane[key]
	if l == nil {
		l = &lane{open: make(chan struct{}, t.each)}
		t.lane[key] = l
	}
	l.users++
	return l
}

func (t *turns) part(key string, l *lane) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if l.users--; l.users == 0 {
		delete(t.lane, key)
	}
}
