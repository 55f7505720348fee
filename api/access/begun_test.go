package access_test

import (
	"testing"

	"latchkey/api/access"
	"latchkey/api/store"
)

// S2: what a super admin takes back makes void what the person began before.
func TestS2TakenBackByASuperAdmin(t *testing.T) {
	change := func(c access.UserChange) func(r *rig) error {
		return func(r *rig) error {
			_, err := r.room.Change(r.t.Context(), r.by(r.sofia), r.maya.ID, 1, c)
			return err
		}
	}
	email, name, off, super := "maya.o@acme.example", "Maya O", false, store.SuperAdmin
	for title, c := range map[string]struct {
		does func(r *rig) error
		void bool
	}{
		"an account is disconnected": {func(r *rig) error {
			links, err := r.db.IdentitiesOf(r.t.Context(), r.acme.ID, r.maya.ID)
			r.must(err)
			_, err = r.room.Disconnect(r.t.Context(), r.by(r.sofia), r.maya.ID, links[0].ID)
			return err
		}, true},
		"the sessions are ended, though there are none": {func(r *rig) error {
			_, err := r.room.EndSessions(r.t.Context(), r.by(r.sofia), r.maya.ID)
			return err
		}, true},
		"deactivated":   {change(access.UserChange{Active: &off}), true},
		"another role":  {change(access.UserChange{Role: &super}), true},
		"another email": {change(access.UserChange{Email: &email}), true},
		"another name":  {change(access.UserChange{Name: &name}), false},
	} {
		t.Run(title, func(t *testing.T) {
			onBoth(t, func(r *rig) {
				r.must(c.does(r))
				r.must(r.db.InTx(r.t.Context(), func(rows store.Rows) error { // active again
					u, err := rows.UserByID(r.t.Context(), r.acme.ID, r.maya.ID)
					u.Active = true
					if err != nil {
						return err
					}
					return rows.ChangeUser(r.t.Context(), u)
				}))
				may, err := r.db.MayFinish(r.t.Context(), r.acme.ID, r.maya.ID, 0)
				r.must(err)
				if may == c.void {
					r.t.Errorf("what was begun before may be finished: %v", may)
				}
			})
		})
	}
}
