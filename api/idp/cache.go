package idp

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"latchkey/api/fault"
)

// cached keeps one fetched value. It is fresh for some time, then stale: still
// handed out at once while one fetch renews it in the background. A value past
// keep is fetched anew before anybody gets it. However many ask, one fetch runs.
type cached[T any] struct {
	fresh, keep, retry time.Duration
	now                func() time.Time
	fetch              func(context.Context) (T, error)
	// lasting tells whether a failure says that the kept value is wrong too.
	lasting func(error) bool

	mu     sync.Mutex
	value  T
	at     time.Time // when value was fetched; zero = there is none
	failed time.Time // when the last fetch failed; zero = it did not
	err    error
	flight *flight // the fetch under way, or nil
}

// flight is a fetch that callers wait for.
type flight struct{ done chan struct{} }

// get returns a value, fetching it when there is none to use.
func (c *cached[T]) get(ctx context.Context) (T, error) {
	c.mu.Lock()
	age := c.now().Sub(c.at)
	switch usable := !c.at.IsZero() && age < c.keep; {
	case usable && age < c.fresh:
		defer c.mu.Unlock()
		return c.value, nil
	case usable:
		defer c.mu.Unlock()
		if !c.justFailed() {
			c.start(ctx)
		}
		return c.value, nil
	case c.flight == nil && c.justFailed():
		defer c.mu.Unlock()
		var none T
		return none, c.err
	}
	f := c.start(ctx)
	c.mu.Unlock()
	return c.wait(ctx, f)
}

// renew fetches even if the value is fresh, or joins the fetch under way.
func (c *cached[T]) renew(ctx context.Context) (T, error) {
	c.mu.Lock()
	f := c.start(ctx)
	c.mu.Unlock()
	return c.wait(ctx, f)
}

// start begins a fetch unless one is under way. The fetch outlives the request
// that began it, because others wait for it too; the client bounds its time.
func (c *cached[T]) start(ctx context.Context) *flight {
	if c.flight != nil {
		return c.flight
	}
	f := &flight{done: make(chan struct{})}
	c.flight = f
	go func() {
		defer close(f.done)
		var v T
		err := beside(ctx, func() (err error) {
			v, err = c.fetch(context.WithoutCancel(ctx))
			return err
		})
		c.land(v, err)
	}()
	return f
}

// put keeps a value that was fetched otherwise.
func (c *cached[T]) put(v T) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.value, c.at, c.failed, c.err = v, c.now(), time.Time{}, nil
}

func (c *cached[T]) land(v T, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.flight = nil
	c.err = err
	if err == nil {
		c.value, c.at, c.failed = v, c.now(), time.Time{}
		return
	}
	if isOurs(err) {
		return // says nothing of the provider
	}
	c.failed = c.now()
	if c.lasting(err) {
		c.at = time.Time{}
	}
}

// wait returns what the fetch brought: its error, or the value. Who has left gets
// neither, however fast it was.
func (c *cached[T]) wait(ctx context.Context, f *flight) (T, error) {
	var none T
	if ctx.Err() != nil {
		return none, ctx.Err()
	}
	select {
	case <-f.done:
	case <-ctx.Done():
		return none, ctx.Err()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err != nil {
		return none, c.err
	}
	return c.value, nil
}

func (c *cached[T]) justFailed() bool {
	return !c.failed.IsZero() && c.now().Sub(c.failed) < c.retry
}

// beside runs what goes on beside a request, whose recovery does not see it: a
// panic is logged like any other, and refused as a mistake of ours.
func beside(ctx context.Context, work func() error) error {
	var err error
	if panicked := fault.Calmly(func() error { err = work(); return nil }); panicked != nil {
		slog.ErrorContext(ctx, "panic", "error", panicked)
		return fault.Wrap(fault.InternalError, "panic", panicked)
	}
	return err
}
