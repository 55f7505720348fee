package idp

import (
	"context"
	"errors"
	"sync"
	"time"
)

// errQueue says that we had no room for another call: our own limit, and never
// the provider's fault.
var errQueue = errors.New("too many requests at once")

// few is how many calls a connection may always have under way: while it has no
// more, it may use the places that are kept for such.
const few = 8

// bulkheads bound the calls that are under way, each connection's and those of
// the whole process, so that a provider that hangs ties up its own connection
// and the others' sign-ins go on, though they are at the same host.
type bulkheads struct {
	each int           // calls of one connection at once
	wait time.Duration // for a place, at most

	all  chan struct{} // the process's places
	kept chan struct{} // more of them, for connections with few calls

	mu    sync.Mutex
	lanes map[string]*lane
}

// lane is a connection with calls under way or waiting.
type lane struct {
	places chan struct{}
	users  int // under way and waiting; guarded by bulkheads.mu
}

func newBulkheads(l limits) *bulkheads {
	kept := l.all / 4
	return &bulkheads{
		each: l.each, wait: l.wait,
		all: make(chan struct{}, l.all-kept), kept: make(chan struct{}, kept),
		lanes: map[string]*lane{},
	}
}

// enter waits for a place; leave must be called once after it. Calls without a
// key count for the process only. Errors: errQueue, or the context's when it was
// cancelled.
func (b *bulkheads) enter(ctx context.Context, key string) (leave func(), err error) {
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
func (b *bulkheads) enterProcess(ctx context.Context, hasFew bool) (leave func(), err error) {
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
	return errQueue
}

func (b *bulkheads) join(key string) *lane {
	if key == "" {
		return nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	l := b.lanes[key]
	if l == nil {
		l = &lane{places: make(chan struct{}, b.each)}
		b.lanes[key] = l
	}
	l.users++
	return l
}

// part forgets a connection that nobody uses, or the table would grow for ever.
func (b *bulkheads) part(key string, l *lane) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if l.users--; l.users == 0 {
		delete(b.lanes, key)
	}
}
