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
	r.IDP.Script(func(s *idptest.Script) {
		s.TokenMembers = func(answer map[string]any) { r.NoteTokens(answer); what() }
	})
}

// goesOn wants a callback that did not end to have spent nothing, and the same one
// once more to be the one session. The code is sent once.
func (r *rig) goesOn(back signin.Return, out signin.Outcome, err error) {
	r.T.Helper()
	if _, is := errors.AsType[*signin.Busy](err); !is || out != (signin.Outcome{}) {
		r.T.Errorf("at first %+v, %v", out, err)
	}
	if rows := r.Rows(back.Visitor.Reference); len(rows) != 0 {
		r.T.Errorf("at first rows %+v", rows)
	}
	for range 2 {
		if out, err = r.Complete(back); err != nil || out.ReturnTo != "/profile" {
			r.T.Errorf("then %+v, %v", out, err)
		}
	}
	if rows := r.Rows(back.Visitor.Reference); r.EndSessions() != 1 || len(rows) != 1 || rows[0].Code != "" || r.IDP.Hits("/google/token") != 1 {
		r.T.Errorf("%d sessions, rows %+v", r.EndSessions(), rows)
	}
}

// L4: a browser that leaves while the code is redeemed, as one that loads the page
// again does, loses nothing, and no provider is blamed.
func TestL4_ABrowserThatLeaves(t *testing.T) {
	onBoth(t, func(r *rig) {
		back := r.Away("google", "ana@acme.example")
		ctx, leave := context.WithCancel(r.T.Context())
		r.once(leave)
		out, err := r.Flow.Complete(ctx, back)
		r.goesOn(back, out, err)
	})
}

// L4: a database that goes away when the code is redeemed spends no attempt: when it
// is back, the same callback signs in, though the code was taken.
func TestL4_TheDatabaseIsAwayAtTheCommit(t *testing.T) {
	r, front := behindFront(t)
	back := r.Away("google", "ana@acme.example")
	r.once(func() { front.CloseNew(true); front.CutAll() })
	out, err := r.Complete(back)
	front.CloseNew(false)
	r.goesOn(back, out, err)
}

// L4: what is kept of a code is for that code.
func TestL4_AnotherCodeOfTheSameAttempt(t *testing.T) {
	r := onOne(t)
	back := r.Away("google", "ana@acme.example")
	ctx, leave := context.WithCancel(t.Context())
	r.once(leave)
	_, _ = r.Flow.Complete(ctx, back)
	back.Query.Set("code", "another")
	if out, err := r.Complete(back); err == nil || r.EndSessions() != 0 {
		t.Errorf("got %+v", out)
	}
}
