package people_test

import (
	"testing"

	"latchkey/api/people"
	"latchkey/api/store"
)

// S2: what a super admin takes back makes void what the person began before.
func TestS2TakenBackByASuperAdmin(t *testing.T) {
	change := func(c people.Change) func(r *rig) error {
		return func(r *rig) error {
			_, err := r.People.Change(r.T.Context(), r.By(r.Sofia), r.Maya.ID, 1, c)
			return err
		}
	}
	email, name, off, super := "maya.o@acme.example", "Maya O", false, store.SuperAdmin
	for title, c := range map[string]struct {
		does func(r *rig) error
		void bool
	}{
		"an account is disconnected": {func(r *rig) error {
			links, err := r.DB.IdentitiesOf(r.T.Context(), r.Acme.ID, r.Maya.ID)
			r.Must(err)
			_, err = r.People.Disconnect(r.T.Context(), r.By(r.Sofia), r.Maya.ID, links[0].ID)
			return err
		}, true},
		"the sessions are ended, though there are none": {func(r *rig) error {
			_, err := r.People.EndSessions(r.T.Context(), r.By(r.Sofia), r.Maya.ID)
			return err
		}, true},
		"deactivated":   {change(people.Change{Active: &off}), true},
		"another role":  {change(people.Change{Role: &super}), true},
		"another email": {change(people.Change{Email: &email}), true},
		"another name":  {change(people.Change{Name: &name}), false},
	} {
		t.Run(title, func(t *testing.T) {
			onBoth(t, func(r *rig) {
				r.Must(c.does(r))
				r.Must(r.DB.InTx(r.T.Context(), func(rows store.Rows) error { // active again
					u, err := rows.UserByID(r.T.Context(), r.Acme.ID, r.Maya.ID)
					u.Active = true
					if err != nil {
						return err
					}
					return rows.ChangeUser(r.T.Context(), u)
				}))
				may, err := r.DB.MayFinish(r.T.Context(), r.Acme.ID, r.Maya.ID, 0)
				r.Must(err)
				if may == c.void {
					r.T.Errorf("what was begun before may be finished: %v", may)
				}
			})
		})
	}
}
