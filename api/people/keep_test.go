package people_test

import (
	"fmt"
	"sync"
	"testing"

	"latchkey/api/fault"
	"latchkey/api/people"
	"latchkey/api/store"
)

func wanted(externalID, name string) people.Wanted {
	return people.Wanted{ExternalID: externalID, Email: name + "@acme.example", Name: name, Role: store.Agent}
}

// Section 2: the user of an external id is added once and changed from then on, by the same
// rules and under the same events as on the screens.
func TestKeep(t *testing.T) {
	onBoth(t, func(r *rig) {
		ctx, written := t.Context(), r.Events()
		keep := func(w people.Wanted, c people.Condition) (people.User, bool, error) {
			return r.People.Keep(ctx, r.By(r.Sofia), w, c)
		}
		zoe, made, err := keep(wanted(" crm-1 ", "zoe"), people.Condition{Absent: true})
		r.Must(err)
		r.Same("added", []any{made, *zoe.ExternalID, zoe.Active, zoe.Revision}, []any{true, "crm-1", true, int64(1)})
		again, made, err := keep(wanted("crm-1", "zoe"), people.Condition{})
		r.Must(err)
		r.Same("again", []any{made, again.ID == zoe.ID, again.Revision}, []any{false, true, int64(1)})
		off := wanted("crm-1", "zoe2")
		off.Active = new(false)
		changed, _, err := keep(off, people.Condition{Revision: new(int64(1))})
		r.Must(err)
		r.Same("changed", []any{changed.Email, changed.Active, changed.Revision}, []any{"zoe2@acme.example", false, int64(2)})
		r.Same("events", written(), []string{"user.changed", "user.created"})

		_, _, err = keep(off, people.Condition{Absent: true})
		r.Refused("there already", err, fault.ConfigChanged)
		_, _, err = keep(off, people.Condition{Revision: new(int64(1))})
		r.Refused("a lost update", err, fault.ConfigChanged)
		if f := fault.Of(err); f.ChangedBy != "sofia" {
			t.Errorf("got %+v", f)
		}
		_, _, err = keep(wanted("crm-9", "nine"), people.Condition{Present: true})
		r.Refused("nobody there", err, fault.ConfigChanged)
		_, _, err = keep(wanted("crm-9", "maya"), people.Condition{})
		r.Refused("an address joins nobody", err, fault.EmailTaken, "/email taken")
		_, _, err = keep(people.Wanted{ExternalID: "crm-9", Email: "x", Name: " ", Role: store.Agent}, people.Condition{})
		r.Refused("no values", err, fault.ValidationFailed, "/email format", "/name required")
		_, err = r.People.UserByExternalID(ctx, r.Globex.ID, "crm-1")
		r.Refused("another organization's", err, fault.NotFound)
		here, made, err := r.People.Keep(ctx, r.By(r.Gloria), wanted("crm-1", "zoe"), people.Condition{})
		r.Must(err)
		r.Same("an id of another organization is free here", []any{made, here.OrganizationID}, []any{true, r.Globex.ID})
	})
}

// Many keep one external id, and others want its address, at once: one is added, and nobody
// gets an error of ours.
func TestKeepAtOnce(t *testing.T) {
	onBoth(t, func(r *rig) {
		const many = 12
		results := make([]error, many)
		added := make([]bool, many)
		var all sync.WaitGroup
		for i := range many {
			all.Go(func() {
				w := wanted("crm-1", "zoe")
				if i%2 == 1 {
					w.ExternalID = fmt.Sprintf("crm-%d", i+1)
				}
				_, added[i], results[i] = r.People.Keep(t.Context(), r.By(r.Sofia), w, people.Condition{})
			})
		}
		all.Wait()
		made, first := 0, results[0] == nil
		for i, err := range results {
			if err == nil && added[i] {
				made++
			}
			if i%2 == 0 && (err == nil) != first {
				t.Errorf("%d: %v, but the first %v", i, err, results[0])
			}
			if err != nil && fault.Of(err).Code != fault.EmailTaken {
				t.Errorf("%d: %v", i, err)
			}
		}
		if made != 1 {
			t.Errorf("%d were added", made)
		}
	})
}
