package profile_test

import (
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// G16: people end their own sessions, and are blind to all others.
func TestEndSessions(t *testing.T) {
	onEngines(t, func(t *testing.T, r *rig) {
		this, phone, tablet, bens := r.begin(r.maya), r.begin(r.maya), r.begin(r.maya), r.begin(r.ben)
		list, err := r.Sessions(t.Context(), this)
		if r.must(err); len(list) != 3 || list[0].ID != this.ID {
			t.Errorf("listed %+v", list)
		}
		for _, id := range []string{bens.ID, secret.NewID()} {
			r.refused(r.EndSession(t.Context(), this, id), fault.NotFound, "no_session")
		}
		r.must(r.EndSession(t.Context(), this, phone.ID))
		if h := r.principal(phone.ID); h.EndReason != "ended_by_owner" || !r.forgotten[phone.ID] {
			t.Errorf("ended by %q, forgotten %v", h.EndReason, r.forgotten)
		}
		r.refused(r.EndSession(t.Context(), this, phone.ID), fault.NotFound, "no_session")
		for _, want := range []int64{1, 0} { // nothing to end is no event
			if n, err := r.EndOthers(t.Context(), this); n != want || err != nil {
				t.Errorf("ended %d, %v, want %d", n, err, want)
			}
		}
		if r.principal(tablet.ID).EndedAt.IsZero() || !r.principal(this.ID).EndedAt.IsZero() || !r.principal(bens.ID).EndedAt.IsZero() {
			t.Error("ended others than asked")
		}
		r.must(r.EndSession(t.Context(), this, this.ID))
		if r.principal(this.ID).EndedAt.IsZero() {
			t.Error("the own session stands")
		}
		event := `user.sessions_ended {"ended":1}`
		r.wantAudited(event, event, event)
	})
}

func TestLatestSignIns(t *testing.T) {
	onEngines(t, func(t *testing.T, r *rig) {
		h := r.begin(r.maya)
		for n := range 22 {
			for _, u := range []store.User{r.maya, r.ben} {
				at := store.At(r.now.Add(time.Duration(n) * time.Minute))
				r.must(r.db.SpendAttempt(t.Context(), store.SignIn{
					ID: secret.NewID(), OrganizationID: r.acme.ID, Reference: "0000-0000", Purpose: "password", Step: "person", ReturnTo: "/",
					UserID: &u.ID, Timings: "{}", StartedAt: at, FinishedAt: at,
				}))
			}
		}
		list, err := r.SignIns(t.Context(), h)
		if r.must(err); len(list) != 20 || !list[0].FinishedAt.Equal(r.now.Add(21*time.Minute)) || !list[19].FinishedAt.Equal(r.now.Add(2*time.Minute)) {
			t.Errorf("listed %d", len(list))
		}
		for _, s := range list {
			if *s.UserID != r.maya.ID {
				t.Error("listed somebody else's")
			}
		}
	})
}
