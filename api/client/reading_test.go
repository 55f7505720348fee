package client_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"latchkey/api/client"
)

// Of many who ask for a client at once, when what was remembered of it is over, one reads
// it. Those who have gone take it from nobody.
func TestManyAtOnceReadAClientOnce(t *testing.T) {
	r := newRig(t)
	gone, leave := context.WithCancel(t.Context())
	leave()
	ask := func(alone bool) {
		var all sync.WaitGroup
		for n := range 40 {
			ctx := t.Context()
			if !alone && n%2 == 0 {
				ctx = gone
			}
			all.Go(func() {
				if c, err := r.Find(ctx, "crm"); ctx != gone && (err != nil || c.ID != "crm") {
					t.Errorf("found %q, %v", c.ID, err)
				}
				if _, err := r.Find(ctx, "nobody"); ctx != gone && !errors.Is(err, client.ErrUnknown) {
					t.Errorf("nobody is found: %v", err)
				}
			})
		}
		all.Wait()
	}
	before := r.db.Work().Statements
	_, err := client.Read(t.Context(), r.db.Rows, "crm")
	r.must(err)
	once := r.db.Work().Statements - before
	_, _ = r.Find(t.Context(), "nobody")
	for range 3 {
		r.now = r.now.Add(time.Second)
		before = r.db.Work().Statements
		ask(true)
		if n := r.db.Work().Statements - before; n < once+1 || n > once+40 { // nobody is remembered who is none
			t.Errorf("%d statements, want %d and those of nobody", n, once)
		}
		r.now = r.now.Add(time.Second)
		ask(false)
	}
}
