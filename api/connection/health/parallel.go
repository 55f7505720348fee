package health

import (
	"context"
	"errors"
	"sync"
	"time"

	"latchkey/api/fault"
	"latchkey/api/store"
)

// Limits of work that is done for many connections.
const (
	roundSize = 50               // connections that one statement claims
	atOnce    = 8                // connections at a time
	eachTakes = 20 * time.Second // at most: an old and a new secret are tried, 8 s each
)

// forEach does work for every item of a list, a few at a time, each within its own time.
// One that fails, hangs or panics does not affect the others.
func forEach[T any](ctx context.Context, list []T, work func(ctx context.Context, one T) error) error {
	errs := make([]error, len(list))
	slots := make(chan struct{}, atOnce)
	var all sync.WaitGroup
	for i, one := range list {
		slots <- struct{}{}
		all.Go(func() {
			defer func() { <-slots }()
			within, cancel := context.WithTimeout(ctx, eachTakes)
			defer cancel()
			errs[i] = fault.Calmly(func() error { return work(store.Within(within, store.RequestWithin), one) })
		})
	}
	all.Wait()
	return errors.Join(errs...)
}
