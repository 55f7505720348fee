package signin

import (
	"context"
	"errors"
	"sync"
	"time"

	"latchkey/api/fault"
	"latchkey/api/store"
)

// Bounds of the work that is done for many applications one after another.
const (
	roundSize = 50               // applications that one statement claims
	atOnce    = 8                // of them at a time
	eachTakes = 20 * time.Second // at most: an old and a new secret are tried, 8 s each
)

// each does work for every one of a list, a few at a time, each within its own
// time. One that fails, hangs or panics takes nothing from the others.
func each[T any](ctx context.Context, list []T, work func(ctx context.Context, one T) error) error {
	errs := make([]error, len(list))
	places := make(chan struct{}, atOnce)
	var all sync.WaitGroup
	for i, one := range list {
		places <- struct{}{}
		all.Go(func() {
			defer func() { <-places }()
			within, cancel := context.WithTimeout(ctx, eachTakes)
			defer cancel()
			errs[i] = fault.Calmly(func() error { return work(store.Within(within, store.RequestWithin), one) })
		})
	}
	all.Wait()
	return errors.Join(errs...)
}
