package profile_test

import (
	"testing"

	"latchkey/api/store"
)

// S2: what somebody takes back on their own page makes void what was begun before.
func TestS2TakenBackByThePerson(t *testing.T) {
	for name, c := range map[string]struct {
		does func(r *rig, h store.Principal) error
		void bool
	}{
		"an account is disconnected": {func(r *rig, h store.Principal) error { return r.Unlink(r.t.Context(), h, "google") }, true},
		"the other sessions are ended, though there are none": {func(r *rig, h store.Principal) error {
			_, err := r.EndOthers(r.t.Context(), h)
			return err
		}, true},
		"another password, and the sessions are ended": {func(r *rig, h store.Principal) error {
			w := r.change(r.maya, ptr(oldPassword), newPassword)
			w.EndOthers = true
			_, err := r.ChangePassword(r.t.Context(), h, w)
			return err
		}, true},
		"another password, and the sessions stay": {func(r *rig, h store.Principal) error {
			w := r.change(r.maya, ptr(oldPassword), newPassword)
			w.EndOthers = false
			_, err := r.ChangePassword(r.t.Context(), h, w)
			return err
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			onEngines(t, func(t *testing.T, r *rig) {
				r.link(r.connection("google"), r.maya)
				if err := c.does(r, r.begin(r.maya)); err != nil {
					t.Fatal(err)
				}
				may, err := r.db.MayFinish(t.Context(), r.acme.ID, r.maya.ID, 0)
				r.must(err)
				bens, err := r.db.MayFinish(t.Context(), r.acme.ID, r.ben.ID, 0)
				r.must(err)
				if may == c.void || !bens {
					t.Errorf("hers may be finished: %v; another one's: %v", may, bens)
				}
			})
		})
	}
}
