package outbound

import (
	"context"
	"errors"
	"sync"
	"time"
)

// ErrBusy says that we had no room for another call: our own limit, and never
// the provider's fault.
var ErrBusy = errors.New("too many requests at once")

// few is how many calls a connection may always have under way: while it has no
// more, it may use the places that are kept for such.
const few = 8

// keyedSemaphore bounds the calls that are under way, each connection's and those of
// the whole process, so that a provider that hangs ties up its own connection
// and the others' sign-ins go on, though they are at the same host.
type keyedSemaphore struct {
	each int           // calls of one connection at once
	wait time.Duration // for a place, at most

	all  chan struct{} // the process's places
	kept chan struct{} // more of them, for connections with few calls

	mu     sync.Mutex
	shares map[string]*share
}

// share is a connection with calls under way or waiting.
type share struct {
	places chan struct{}
	users  int // under way and waiting; guarded by keyedSemaphore.mu
}

func newKeyedSemaphore(l Limits) *keyedSemaphore {
	kept := l.All / 4
	return &keyedSemaphore{
		each: l.Each, wait: l.Wait,
		all: make(chan struct{}, l.All-kept), kept: make(chan struct{}, kept),
		shares: map[string]*share{},
	}
}

// enter waits for a place; leave must be called once after it. Calls without a
// key count for the process only. Errors: ErrBusy, or the context's when it was
// cancelled.
func (b *keyedSemaphore) enter(ctx context.Context, key string) (leave func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, b.wait)
	defer cancel()
	l := b.join(key)
	if l == nil {
		return b.enterProcess(ctx, true)
	}
	select {
	case l.places <- struct{}{}:
	case <-ctx.Done():
		b.part(key, l)
		return nil, noPlace(ctx)
	}
	out, err := b.enterProcess(ctx, len(l.places) <= few)
	if err != nil {
		<-l.places
		b.part(key, l)
		return nil, err
	}
	return func() { out(); <-l.places; b.part(key, l) }, nil
}

// enterProcess takes one of the process's places.
func (b *keyedSemaphore) enterProcess(ctx context.Context, hasFew bool) (leave func(), err error) {
	kept := b.kept
	if !hasFew {
		kept = nil // never ready
	}
	select { // the kept places are the last to be taken
	case b.all <- struct{}{}:
		return func() { <-b.all }, nil
	default:
	}
	select {
	case b.all <- struct{}{}:
		return func() { <-b.all }, nil
	case kept <- struct{}{}:
		return func() { <-kept }, nil
	case <-ctx.Done():
		return nil, noPlace(ctx)
	}
}

func noPlace(ctx context.Context) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return context.Canceled
	}
	return ErrBusy
}

func (b *keyedSemaphore) join(key string) *share {
	if key == "" {
		return nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	l := b.shares[key]
	if l == nil {
		l = &share{places: make(chan struct{}, b.each)}
		b.shares[key] = l
	}
	l.users++
	return l
}

// part forgets a connection that nobody uses, or the table would grow for ever.
func (b *keyedSemaphore) part(key string, l *share) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if l.users--; l.users == 0 {
		delete(b.shares, key)
	}
}
