package signin_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp/idptest"
	"latchkey/api/signin"
	"latchkey/api/signin/attempt"
	"latchkey/api/store"
)

// slowly has the provider hold its answers back until they are let go.
func (r *rig) slowly() (inside chan struct{}, goOn func()) {
	inside, held := make(chan struct{}, 1000), make(chan struct{})
	r.IDP.Script(func(s *idptest.Script) {
		s.TokenMembers = func(answer map[string]any) {
			r.NoteTokens(answer)
			inside <- struct{}{}
			<-held
		}
	})
	return inside, sync.OnceFunc(func() { close(held) })
}

// L1, F8: three hundred people behind one address return at the same moment to a
// provider that takes its time, and all get in.
func TestL1AnOfficeBehindOneAddress(t *testing.T) {
	r := onOne(t)
	const share = 32 // small enough to be filled before a call's time is over, on a slow machine too
	r.Options.Limits = attempt.Limits{Each: share, Wait: time.Millisecond}
	r.Build()
	backs := make([]signin.Return, 300)
	for n := range backs {
		backs[n] = r.Away("google", "ana@acme.example")
	}
	inside, goOn := r.slowly()
	var mu sync.Mutex
	entered, waited := 0, 0
	var all sync.WaitGroup
	for _, back := range backs {
		all.Go(func() {
			for { // as the page does
				out, err := r.Complete(back)
				_, busy := errors.AsType[*signin.Busy](err)
				mu.Lock()
				switch {
				case busy:
					waited++
				case out.Session != "":
					entered++
				default:
					t.Errorf("got %+v, %v", out, err)
				}
				mu.Unlock()
				if !busy {
					return
				}
			}
		})
	}
	for range share { // an address's share, all at once
		<-inside
	}
	goOn()
	all.Wait()
	if entered != 300 || r.EndSessions() != 300 {
		t.Errorf("%d entered", entered)
	}
	t.Logf("%d times somebody waited", waited)
}

// L1: waiting spends nothing: no row, no cookie, no code.
func TestL1WaitingSpendsNothing(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.Options.Limits = attempt.Limits{Each: 1, Wait: time.Millisecond}
		r.Build()
		first, second := r.Away("google", "ana@acme.example"), r.Away("google", "bob@acme.example")
		elsewhere := r.Away("google", "boss@acme.example")
		elsewhere.Visitor.Address = "192.0.2.99"
		inside, goOn := r.slowly()
		var all sync.WaitGroup
		all.Go(func() { _, err := r.Complete(first); r.wants(err) })
		<-inside
		for range 3 {
			out, err := r.Complete(second)
			if busy, is := errors.AsType[*signin.Busy](err); !is || busy.Fault.Code != fault.Busy || out != (signin.Outcome{}) {
				r.T.Errorf("got %+v, %v", out, err)
			}
		}
		all.Go(func() { _, err := r.Complete(elsewhere); r.wants(err) }) // another address has its own
		<-inside
		if rows := r.Rows(second.Visitor.Reference); len(rows) != 0 {
			r.T.Errorf("rows %+v", rows)
		}
		goOn()
		all.Wait()
		out, err := r.Complete(second)
		if err != nil || out.Session == "" {
			r.T.Errorf("got %+v, %v", out, err)
		}
	})
}

// L9: nor does a database that is away before the code was sent: whoever waits for
// it gets in afterwards.
func TestL9DatabaseAwayBeforeTheCodeSpendsNothing(t *testing.T) {
	onBoth(t, func(r *rig) {
		back := r.Away("google", "ana@acme.example")
		out, err := r.Flow.Complete(store.Within(r.T.Context(), 0), back)
		if busy, is := errors.AsType[*signin.Busy](err); !is || busy.Fault.Code != fault.Busy || out != (signin.Outcome{}) {
			r.T.Errorf("got %+v, %v", out, err)
		}
		if out, err = r.Complete(back); err != nil || out.Session == "" {
			r.T.Errorf("afterwards: %+v, %v", out, err)
		}
	})
}

func (r *rig) wants(err error) {
	if err != nil {
		r.T.Error(err)
	}
}
