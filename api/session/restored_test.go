package session_test

import (
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// L15: after a restore nobody is called a thief for having stayed: neither before
// the command was run nor after it.
func TestL15_RestoredSessionsEndWithoutAlarm(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
		for _, commanded := range []bool{false, true} {
			r := newRigOn(t, open())
			backup, tokens := r.ana()
			backup, err := sessionOf(r, backup.ID)
			r.must(err)
			for range 3 { // she stays, long after the backup was made
				r.clock.Add(time.Minute)
				tokens = r.refresh(tokens.Refresh)
			}
			now, err := sessionOf(r, backup.ID)
			r.must(err)
			backup.IdleExpiresAt = now.IdleExpiresAt
			r.must(r.db.RotateSession(t.Context(), backup, now.Generation)) // the backup is put back
			_, other := r.ana()
			if commanded {
				was, err := r.db.Restored(t.Context(), r.clock.Now(), "link_code")
				r.must(err)
				if was.Sessions != 2 || !was.Newest.Equal(r.clock.Now()) {
					t.Errorf("restored: %+v", was)
				}
				if was, err = r.db.Restored(t.Context(), r.clock.Now(), "link_code"); err != nil || was.Sessions != 0 {
					t.Errorf("again: %+v, %v", was, err)
				}
				if at, err := r.db.NotBefore(t.Context()); err != nil || !at.Equal(r.clock.Now()) {
					t.Errorf("not before %v, %v", at, err)
				}
				r.refreshRefused(other.Refresh, fault.Unauthenticated, "session_over")
			} else {
				r.refresh(other.Refresh)
			}
			r.refreshRefused(tokens.Refresh, fault.Unauthenticated, "session_over")
			r.refreshRefused(tokens.Refresh, fault.Unauthenticated, "session_over")
			if n := r.audited("session.reused"); n != 0 {
				t.Errorf("commanded %v: %d alarms", commanded, n)
			}
			if h, err := r.db.SessionPrincipal(t.Context(), backup.ID); err != nil || h.EndReason != store.SessionRestored {
				t.Errorf("ended by %q, %v", h.EndReason, err)
			}
		}
	})
}

func sessionOf(r *rig, id string) (store.Session, error) {
	h, err := r.db.SessionPrincipal(r.t.Context(), id)
	return h.Session, err
}
