package outbound

import (
	"context"
	"errors"
	"time"

	"latchkey/api/semaphore"
)

// ErrBusy says that we had no room for another call: our own limit, and never
// the provider's fault.
var ErrBusy = errors.New("too many requests at once")

// few is how many calls a connection may always have under way: while it has no
// more, it may use the places that are kept for such.
const few = 8

// places bounds the calls that are under way, each connection's and those of
// the whole process, so that a provider that hangs ties up its own connection
// and the others' sign-ins go on, though they are at the same host.
type places struct {
	wait  time.Duration // for a place, at most
	byKey *semaphore.Keyed
	all   chan struct{} // the process's places
	kept  chan struct{} // more of them, for connections with few calls
}

func newPlaces(l Limits) *places {
	kept := l.All / 4
	return &places{
		wait: l.Wait, byKey: semaphore.NewKeyed(l.Each),
		all: make(chan struct{}, l.All-kept), kept: make(chan struct{}, kept),
	}
}

// enter waits for a place; leave must be called once after it. Calls without a
// key count for the process only. Errors: ErrBusy, or the context's when it was
// cancelled.
func (p *places) enter(ctx context.Context, key string) (leave func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, p.wait)
	defer cancel()
	if key == "" {
		return p.enterProcess(ctx, true)
	}
	taken, release, err := p.byKey.Acquire(ctx, key)
	if err != nil {
		return nil, noPlace(ctx)
	}
	out, err := p.enterProcess(ctx, taken <= few)
	if err != nil {
		release()
		return nil, err
	}
	return func() { out(); release() }, nil
}

// enterProcess takes one of the process's places.
func (p *places) enterProcess(ctx context.Context, hasFew bool) (leave func(), err error) {
	kept := p.kept
	if !hasFew {
		kept = nil // never ready
	}
	select { // the kept places are the last to be taken
	case p.all <- struct{}{}:
		return func() { <-p.all }, nil
	default:
	}
	select {
	case p.all <- struct{}{}:
		return func() { <-p.all }, nil
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
