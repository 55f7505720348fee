package signin_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"latchkey/api/idp/idptest"
	"latchkey/api/signin"
)

// once runs something when the provider has taken a code for the first time.
func (r *rig) once(what func()) {
	what = sync.OnceFunc(what)
	r.idp.Script(func(s *idptest.Script) {
		s.TokenMembers = func(answer map[string]any) { r.noteTokens(answer); what() }
	})
}

// goesOn wants a callback that did not end to have spent nothing, and the same one
// once more to be the one session. The code is sent once.
func (r *rig) goesOn(back signin.Return, out signin.Outcome, err error) {
	r.t.Helper()
	if _, is := errors.AsType[*signin.Busy](err); !is || out != (signin.Outcome{}) {
		r.t.Errorf("at first %+v, %v", out, err)
	}
	if rows := r.rows(back.Visitor.Reference); len(rows) != 0 {
		r.t.Errorf("at first rows %+v", rows)
	}
	for range 2 {
		if out, err = r.complete(back); err != nil || out.ReturnTo != "/profile" {
			r.t.Errorf("then %+v, %v", out, err)
		}
	}
	if rows := r.rows(back.Visitor.Reference); r.liveSessions() != 1 || len(rows) != 1 || rows[0].Code != "" || r.idp.Hits("/google/token") != 1 {
		r.t.Errorf("%d sessions, rows %+v", r.liveSessions(), rows)
	}
}

// L4: a browser that leaves while the code is redeemed, as one that loads the page
// again does, loses nothing, and no provider is blamed.
func TestL4_ABrowserThatLeaves(t *testing.T) {
	onBoth(t, func(r *rig) {
		back := r.away("google", "ana@acme.example")
		ctx, leave := context.WithCancel(r.t.Context())
		r.once(leave)
		out, err := r.flow.Complete(ctx, back)
		r.goesOn(back, out, err)
	})
}

// L4: a database that goes away when the code is redeemed spends no attempt: when it
// is back, the same callback signs in, though the code was taken.
func TestL4_TheDatabaseIsAwayAtTheCommit(t *testing.T) {
	r, front := behindFront(t)
	back := r.away("google", "ana@acme.example")
	r.once(func() { front.CloseNew(true); front.CutAll() })
	out, err := r.complete(back)
	front.CloseNew(false)
	r.goesOn(back, out, err)
}

// L4: what is kept of a code is for that code.
func TestL4_AnotherCodeOfTheSameAttempt(t *testing.T) {
	r := onOne(t)
	back := r.away("google", "ana@acme.example")
	ctx, leave := context.WithCancel(t.Context())
	r.once(leave)
	_, _ = r.flow.Complete(ctx, back)
	back.Query.Set("code", "another")
	if out, err := r.complete(back); err == nil || r.liveSessions() != 0 {
		t.Errorf("got %+v", out)
	}
}
