package feed

import (
	"context"
	"fmt"
	"sync"
	"time"

	"latchkey/api/fault"
	"latchkey/api/store"
)

// Bounds of waiting.
const (
	lookEvery   = time.Second
	mostOfOne   = 8   // who wait in an organization
	mostWaiting = 256 // who wait in the process
)

// Feed reads events; safe for concurrent use.
type Feed struct {
	store   *store.Store
	stopped chan struct{}
	stop    sync.Once

	mu      sync.Mutex
	waiting map[string]int // by organization
	all     int
}

// New returns the feed of a store.
func New(db *store.Store) *Feed {
	return &Feed{store: db, stopped: make(chan struct{}), waiting: map[string]int{}}
}

// Stop ends all waiting: the process ends soon.
func (f *Feed) Stop() { f.stop.Do(func() { close(f.stopped) }) }

// Query is what somebody asks for.
type Query struct {
	After string        // the cursor of the last answer; "": the oldest that is kept, or Latest
	Types []string      // none: all
	Limit int           // at most so many
	Wait  time.Duration // for the first one, where there is none yet
}

// Page is what comes next.
type Page struct {
	Events []store.EventRow
	Next   string // the cursor of what comes after them
	More   bool   // there may be more already
}

// Read reads the events of an organization after a cursor. Errors: fault ValidationFailed for
// a cursor that is none, CursorExpired for one whose events are not kept any more, Busy where
// too many wait.
func (f *Feed) Read(ctx context.Context, organizationID string, q Query) (Page, error) {
	if q.After == Latest {
		end, err := f.store.EventsEnd(ctx, organizationID)
		if err != nil {
			return Page{}, fmt.Errorf("look for the last event: %w", err)
		}
		q.After = cursorOf(end)
	}
	after, ok := readCursor(q.After)
	if !ok {
		return Page{}, fault.Invalid(fault.Field{Pointer: "?after", Code: "format"})
	}
	page, err := f.read(ctx, organizationID, after, q)
	if err != nil || len(page.Events) > 0 || q.Wait <= 0 {
		return page, err
	}
	leave, ok := f.enter(organizationID)
	if !ok {
		return Page{}, &fault.Fault{Code: fault.Busy, Reason: "too_many_wait", RetryAfter: 5 * time.Second}
	}
	defer leave()
	return f.wait(ctx, organizationID, after, q, page)
}

func (f *Feed) read(ctx context.Context, organizationID string, after store.EventPlace, q Query) (Page, error) {
	is, err := f.store.EventsAfter(store.Within(ctx, store.RequestWithin), organizationID, after, q.Types, q.Limit)
	switch {
	case err != nil:
		return Page{}, fmt.Errorf("read events: %w", err)
	case is.Lost:
		return Page{}, fault.New(fault.CursorExpired)
	}
	return Page{Events: is.Events, Next: cursorOf(is.Next), More: is.More}, nil
}

// wait looks each second until something is there, the time is over, the request is given up
// or the process ends.
func (f *Feed) wait(ctx context.Context, organizationID string, after store.EventPlace, q Query, page Page) (Page, error) {
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	over := time.NewTimer(q.Wait)
	defer over.Stop()
	for {
		select {
		case <-ctx.Done():
			return Page{}, ctx.Err()
		case <-f.stopped:
			return page, nil
		case <-over.C:
			return f.read(ctx, organizationID, after, q)
		case <-look.C:
			var err error
			if page, err = f.read(ctx, organizationID, after, q); err != nil || len(page.Events) > 0 {
				return page, err
			}
		}
	}
}

// enter takes a place among those who wait.
func (f *Feed) enter(organizationID string) (leave func(), ok bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.waiting[organizationID] >= mostOfOne || f.all >= mostWaiting {
		return nil, false
	}
	f.waiting[organizationID]++
	f.all++
	return func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.all--
		if f.waiting[organizationID]--; f.waiting[organizationID] == 0 {
			delete(f.waiting, organizationID)
		}
	}, true
}
