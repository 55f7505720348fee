package signin_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp/idptest"
	"latchkey/api/signin"
)

// replicas are two flows on one database. They wait long enough for each other.
func (r *rig) replicas() [2]*signin.Flow {
	o := r.Options
	o.Limits.ReplicaWait = 20 * time.Second
	return [2]*signin.Flow{r.NewRooms(o).Flow, r.NewRooms(o).Flow}
}

// atBoth brings one callback to both at the same instant.
func (r *rig) atBoth(flows [2]*signin.Flow, back signin.Return) (outs [2]signin.Outcome, errs [2]error) {
	start := make(chan struct{})
	var all sync.WaitGroup
	for n, flow := range flows {
		all.Go(func() {
			<-start
			outs[n], errs[n] = flow.Complete(r.T.Context(), back)
			r.Log.Keep(outs[n].Session, outs[n].PendingLink, outs[n].Known)
		})
	}
	close(start)
	all.Wait()
	return outs, errs
}

// L4: one callback at two replicas at the same instant is one session each time,
// and the other answer leads home.
func TestL4OneCallbackAtTwoReplicas(t *testing.T) {
	onBoth(t, func(r *rig) {
		flows := r.replicas()
		for round := range 100 {
			back := r.Away("google", "ana@acme.example")
			outs, errs := r.atBoth(flows, back)
			sessions := 0
			for n := range outs {
				if errs[n] != nil || outs[n].ReturnTo != "/profile" {
					r.T.Fatalf("round %d: %+v, %v", round, outs[n], errs[n])
				}
				if outs[n].Session != "" {
					sessions++
				}
			}
			rows := r.Rows(back.Visitor.Reference)
			if sessions != 1 || len(rows) != 1 || rows[0].Code != "" {
				r.T.Fatalf("round %d: %d sessions, rows %+v", round, sessions, rows)
			}
		}
	})
}

// L4: the same where people are asked: one link page, and both lead there.
func TestL4OneQuestionAtTwoReplicas(t *testing.T) {
	onBoth(t, func(r *rig) {
		flows := r.replicas()
		for range 5 {
			outs, errs := r.atBoth(flows, r.Away("google", "boss@acme.example"))
			pages := 0
			for n := range outs {
				if outs[n].PendingLink != "" {
					pages++
				} else if errs[n] != nil || outs[n].ReturnTo != "/o/acme/link-account" {
					r.T.Fatalf("got %+v, %v", outs[n], errs[n])
				}
			}
			if pages != 1 {
				r.T.Fatalf("%d link pages", pages)
			}
		}
	})
}

// L4: whoever comes too late to be waited for takes the place of the refusal.
func TestL4ALateWinnerIsNotLost(t *testing.T) {
	onBoth(t, func(r *rig) {
		back := r.Away("google", "ana@acme.example")
		inside, goOn := make(chan struct{}), make(chan struct{})
		var once sync.Once
		r.IDP.Script(func(s *idptest.Script) { // the first answer is held back, its code is taken
			s.TokenMembers = func(answer map[string]any) {
				r.NoteTokens(answer)
				once.Do(func() { close(inside); <-goOn })
			}
		})
		var out signin.Outcome
		var err error
		var first sync.WaitGroup
		first.Go(func() { out, err = r.Complete(back) })
		<-inside
		other := r.Replica()
		_, lost := other.Complete(t.Context(), back)
		close(goOn)
		first.Wait()
		if fault.Of(lost).Code != fault.CodeRejected {
			t.Errorf("the other one: %v", lost)
		}
		rows := r.Rows(back.Visitor.Reference)
		if err != nil || out.Session == "" || len(rows) != 1 || rows[0].Code != "" || rows[0].Step != "commit" {
			t.Errorf("got %+v, %v, rows %+v", out, err, rows)
		}
	})
}

// L4: a code that nobody took is refused, in time, once.
func TestL4ACodeThatIsRefusedEverywhere(t *testing.T) {
	r := onOne(t)
	back := r.Away("google", "ana@acme.example")
	back.Query.Set("code", "another")
	_, errs := r.atBoth([2]*signin.Flow{r.Replica(), r.Replica()}, back)
	refused := 0
	for _, err := range errs {
		refusal, is := errors.AsType[*signin.Refusal](err)
		if !is || refusal.SpentCookie == "" {
			t.Errorf("got %v", err)
		} else if refusal.Fault.Code == fault.CodeRejected {
			refused++
		}
	}
	if rows := r.Rows(back.Visitor.Reference); refused != 1 || len(rows) != 1 || rows[0].Code != string(fault.CodeRejected) {
		t.Errorf("%d refused, rows %+v", refused, rows)
	}
}
