package session_test

import (
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/store"
)

// A clock that is set back by an hour makes no session live longer, but by what passed since it was last used,
// and calls nobody a thief.
func TestR12TheClockIsSetBack(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	_, tokens := r.ana()
	lived := time.Duration(0)
	const step, steps = 5 * time.Minute, 2
	for n := 1; ; n++ {
		r.clock.Add(step)
		if lived += step; n == 20 || n == 40 {
			r.clock.Add(-time.Hour)
		}
		next, err := r.s.Refresh(t.Context(), tokens.Refresh)
		if err != nil {
			r.refused(err, fault.Unauthenticated, "session_over")
			break
		}
		tokens = next
		r.admitted(tokens.Access)
	}
	if lived > store.DefaultSessionAbsolute+steps*step || lived < store.DefaultSessionAbsolute-step {
		t.Errorf("it lived %v", lived)
	}
	if n := r.audited("session.reused"); n != 0 {
		t.Errorf("%d false alarms", n)
	}
}
