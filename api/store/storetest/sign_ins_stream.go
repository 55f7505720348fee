package storetest

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// streamed reads the whole log from the oldest on, by answers of so many.
func (w *world) streamed(p place, after store.Cursor, before time.Time, size int) (ids []string) {
	w.t.Helper()
	for {
		lines, err := w.db.SignInsAfter(w.t.Context(), p.ID, after, before, size)
		w.must(err)
		for _, l := range lines {
			ids = append(ids, l.ID)
		}
		if len(lines) < size {
			return ids
		}
		after = lines[size-1].Cursor()
	}
}

func logStream(t *testing.T, w *world) {
	p, all := w.acme, noon().Add(hours(1))
	for n := range 40 { // four at each instant, so that the id must decide
		w.logged(p, func(s *store.SignIn) { s.FinishedAt = store.At(noon().Add(time.Duration(n/4) * time.Second)) })
	}
	w.logged(w.globex, func(*store.SignIn) {})
	oldestFirst := w.found(p, store.SignInFilter{}, 100)
	slices.Reverse(oldestFirst)
	for _, size := range []int{1, 3, 40, 41} {
		same(t, fmt.Sprint("answers of ", size), w.streamed(p, store.Cursor{}, all, size), oldestFirst)
	}
	same(t, "before a time", w.streamed(p, store.Cursor{}, noon().Add(2*time.Second), 100), oldestFirst[:8])
	same(t, "behind the end of a time", w.streamed(p, store.Cursor{At: store.At(noon().Add(2 * time.Second)), ID: "-"}, all, 100), oldestFirst[8:])

	named := w.logged(p, func(s *store.SignIn) {
		s.Email, s.UserID, s.FinishedAt = "a@b", &p.ana.ID, store.At(noon().Add(time.Minute))
	})
	lines, err := w.db.SignInsAfter(t.Context(), p.ID, store.Cursor{At: store.At(noon().Add(time.Minute)), ID: "-"}, all, 10)
	w.must(err)
	want := store.StreamLine{UserID: &p.ana.ID, LogLine: store.LogLine{
		ID: named.ID, Reference: named.Reference, Purpose: named.Purpose, Provider: named.Provider, Label: p.google.Label, Email: "a@b",
		UserName: p.ana.Name, Address: named.Address, FinishedAt: named.FinishedAt, RequestedBy: store.RequestedBy{Times: 1},
	}}
	same(t, "a line", lines, []store.StreamLine{want})
}

// ticking is a clock for writers whose rows are committed after rows of later moments, but
// never so late as store.SignInsComplete: it stands still until they are.
type ticking struct {
	mu      sync.Mutex
	changed *sync.Cond
	now     time.Time
	writing map[time.Time]bool
}

func newTicking() *ticking {
	c := &ticking{now: noon(), writing: map[time.Time]bool{}}
	c.changed = sync.NewCond(&c.mu)
	return c
}

// begin is the moment of a row that will be written; wrote says that it is.
func (c *ticking) begin() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	for {
		next, held := c.now.Add(time.Second), false
		for at := range c.writing {
			held = held || next.Sub(at) >= store.SignInsComplete
		}
		if !held {
			c.now, c.writing[next] = next, true
			return next
		}
		c.changed.Wait()
	}
}

func (c *ticking) wrote(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.writing, at)
	c.changed.Broadcast()
}

func (c *ticking) complete() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now.Add(-store.SignInsComplete)
}

// A reader that goes on from its last row while others write sees each row once.
func logStreamWhileWritten(t *testing.T, w *world) {
	const writers, each = 6, 20
	ctx, clock, over := t.Context(), newTicking(), make(chan struct{})
	var got []string
	reader := make(chan error, 1)
	go func() {
		var at store.Cursor
		for last := false; ; {
			before := clock.complete()
			select {
			case <-over:
				last, before = true, noon().Add(hours(1))
			default:
			}
			lines, err := w.db.SignInsAfter(ctx, w.acme.ID, at, before, 7)
			for _, l := range lines {
				got, at = append(got, l.ID), l.Cursor()
			}
			if err != nil || last && len(lines) == 0 {
				reader <- err
				return
			}
		}
	}()
	var mu sync.Mutex
	want := []string{}
	for _, err := range together(writers, func(n int) error {
		for i := range each {
			at := clock.begin()
			s := w.signIn(w.acme)
			s.ID, s.FinishedAt = secret.NewID(), store.At(at)
			err := w.db.InTx(ctx, func(rows store.Rows) error {
				defer time.Sleep(time.Duration((n+i)%4) * time.Millisecond) // between the row and its commit
				return rows.SpendAttempt(ctx, s)
			})
			clock.wrote(at)
			if err != nil {
				return err
			}
			mu.Lock()
			want = append(want, s.ID)
			mu.Unlock()
		}
		return nil
	}) {
		w.must(err)
	}
	close(over)
	w.must(<-reader)
	slices.Sort(want)
	same(t, "every row, once", slices.Sorted(slices.Values(got)), want)
}
