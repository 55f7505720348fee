package job

import (
	"context"
	"errors"
	"sync"
	"time"

	"latchkey/api/fault"
	"latchkey/api/store"
)

// Drain takes what is due of a queue and works on it, batch after batch, until
// nothing is due, ctx ends, or do says that there had better be no more.
func Drain[T any](ctx context.Context, take func(context.Context) ([]T, error), do func(ctx context.Context, batch []T) (more bool, err error)) error {
	var failed []error
	for ctx.Err() == nil {
		due, err := take(ctx)
		if err != nil || len(due) == 0 {
			return errors.Join(append(failed, err)...)
		}
		more, err := do(ctx, due)
		if failed = append(failed, err); !more {
			break
		}
	}
	return errors.Join(failed...)
}

// Bounds are those of work on many things that know nothing of each other.
type Bounds struct {
	AtOnce int           // how many at a time
	Within time.Duration // how long one may take
}

// Each works on every item of a list, each within its own time for itself and for the
// database. One that fails, hangs or panics does not affect the others.
func Each[T any](ctx context.Context, list []T, b Bounds, do func(ctx context.Context, one T) error) error {
	failed := make([]error, len(list))
	slots := make(chan struct{}, b.AtOnce)
	var all sync.WaitGroup
	for i, one := range list {
		slots <- struct{}{}
		all.Go(func() {
			defer func() { <-slots }()
			within, cancel := context.WithTimeout(ctx, b.Within)
			defer cancel()
			failed[i] = fault.Calmly(func() error { return do(store.Within(within, store.RequestWithin), one) })
		})
	}
	all.Wait()
	return errors.Join(failed...)
}

// Backoff is the pause between tries: twice as long each time.
type Backoff struct{ First, Last time.Duration }

// After is the pause after so many tries.
func (b Backoff) After(tries int64) time.Duration {
	pause := b.First
	for range tries - 1 {
		if pause >= b.Last {
			break
		}
		pause *= 2
	}
	return min(pause, b.Last)
}

// Next is the pause that follows one; 0 was none.
func (b Backoff) Next(pause time.Duration) time.Duration {
	return min(max(2*pause, b.First), b.Last)
}
