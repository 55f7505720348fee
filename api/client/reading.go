package client

import (
	"context"
	"errors"
	"fmt"

	"latchkey/api/store"
)

// reading is a client that is being read, for all who ask for it meanwhile: when what is
// remembered of a busy one is over, everybody asks at once.
type reading struct {
	done   chan struct{} // closed when there is a result
	client Client
	err    error
}

// read reads a client and remembers it; [ErrUnknown] if there is none.
func (r *Registry) read(ctx context.Context, id string) (Client, error) {
	f, first := r.join(id)
	if first {
		r.lead(ctx, id, f)
		return f.client, f.err
	}
	select {
	case <-f.done:
	case <-ctx.Done():
		return Client{}, fmt.Errorf("read a client: %w", ctx.Err())
	}
	if errors.Is(f.err, context.Canceled) || errors.Is(f.err, context.DeadlineExceeded) {
		return r.readNow(ctx, id) // who read it has gone or had no time left; we have
	}
	return f.client, f.err
}

// join finds who reads a client now, or makes the caller that.
func (r *Registry) join(id string) (f *reading, first bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if f = r.reading[id]; f != nil {
		return f, false
	}
	f = &reading{done: make(chan struct{}), err: errors.New("read a client: it was not")}
	r.reading[id] = f
	return f, true
}

func (r *Registry) lead(ctx context.Context, id string, f *reading) {
	defer func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.reading, id)
		close(f.done)
	}()
	c, known := r.remembered(id, r.now()) // since we looked
	if known {
		f.client, f.err = c, nil
		return
	}
	f.client, f.err = r.readNow(ctx, id)
}

func (r *Registry) readNow(ctx context.Context, id string) (Client, error) {
	now := r.now() // before it is read: what is remembered is at most that old
	c, err := Read(ctx, r.store.Rows, id)
	if errors.Is(err, store.ErrNotFound) {
		return Client{}, ErrUnknown
	}
	if err != nil {
		return Client{}, fmt.Errorf("read a client: %w", err)
	}
	r.remember(c, now)
	return c, nil
}
