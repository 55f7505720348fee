package people_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"latchkey/api/people"
	"latchkey/api/store"
)

// many is an organization with agents beside its people.
func (r *rig) many(n int) []string {
	ids := make([]string, n)
	for i := range n {
		ids[i] = r.User(r.Acme, fmt.Sprintf("many%03d", i), store.Agent, false).ID
	}
	return ids
}

// bulk begins a change by Sofia and works on it to its end.
func (r *rig) bulk(o people.BulkOrder) store.BulkChange {
	r.T.Helper()
	b, err := r.People.StartBulk(r.T.Context(), r.By(r.Sofia), o)
	r.Must(err)
	r.Must(r.People.RunBulk(r.T.Context()))
	return r.bulkNow(b.ID)
}

func (r *rig) bulkNow(id string) store.BulkChange {
	r.T.Helper()
	b, err := r.People.Bulk(r.T.Context(), r.Acme.ID, id)
	r.Must(err)
	return b
}

// Spec "People", 2: what a preview says is what comes of it.
func TestAChangeOfManyComesToWhatItsPreviewSaid(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.many(60)
		second := r.User(r.Acme, "second", store.SuperAdmin, false) // who cannot sign in
		r.Session(r.Maya, nil)
		for _, o := range []people.BulkOrder{
			{Action: people.BulkEndSessions},
			{Action: people.BulkDeactivate, Of: store.Selection{Query: store.UserQuery{Search: "many"}}},
			{Action: people.BulkDeactivate, Of: store.Selection{IDs: []string{r.Maya.ID, r.Ben.ID, r.Sofia.ID, second.ID, "usr_nobody"}}},
			{Action: people.BulkReactivate},
			{Action: people.BulkSetRole, Role: store.Agent},
		} {
			seen, err := r.People.PreviewBulk(t.Context(), r.By(r.Sofia), o)
			r.Must(err)
			b := r.bulk(o)
			r.Same(string(o.Action), []any{b.EndedHow, b.Total, b.Done}, []any{"finished", seen.People, seen.People})
			for _, outcome := range []string{"changed", "unchanged", "yourself", "last_super_admin", "refused"} {
				r.Same(fmt.Sprint(o.Action, " ", outcome), b.Outcomes[outcome], seen.Outcomes[outcome])
			}
		}
		r.Same("signed in all the same", r.Fresh(r.Google).State, store.Enabled)
	})
}

// The last super admin who can sign in is left alone, whoever begins it.
func TestAChangeOfManyLeavesTheLastSuperAdmin(t *testing.T) {
	onBoth(t, func(r *rig) {
		second := r.User(r.Acme, "second", store.SuperAdmin, false) // signed in by the operator's link
		for _, o := range []people.BulkOrder{{Action: people.BulkDeactivate}, {Action: people.BulkSetRole, Role: store.Agent}} {
			seen, err := r.People.PreviewBulk(t.Context(), r.By(second), o)
			r.Must(err)
			b, err := r.People.StartBulk(t.Context(), r.By(second), o)
			r.Must(err)
			r.Must(r.People.RunBulk(t.Context()))
			b = r.bulkNow(b.ID)
			r.Same("left alone", []int64{b.Outcomes["last_super_admin"], b.Outcomes["yourself"], seen.Outcomes["last_super_admin"]}, []int64{1, 1, 1})
		}
		sofia := r.Person(r.Sofia)
		r.Same("Sofia", []any{sofia.Active, sofia.Role}, []any{true, store.SuperAdmin})
	})
}

// Whoever may not do it any more does not go on doing it.
func TestAChangeOfManyStopsWithWhoeverBeganIt(t *testing.T) {
	onBoth(t, func(r *rig) {
		second := r.User(r.Acme, "second", store.SuperAdmin, false)
		b, err := r.People.StartBulk(t.Context(), r.By(second), people.BulkOrder{Action: people.BulkDeactivate})
		r.Must(err)
		_, err = r.Change(second, people.Change{Role: new(store.Agent)})
		r.Must(err)
		r.Must(r.People.RunBulk(t.Context()))
		b = r.bulkNow(b.ID)
		r.Same("stopped", []any{b.EndedHow, b.Done, r.Person(r.Maya).Active}, []any{"stopped", int64(0), true})
	})
}

// A process that is killed between any two batches, and others that come meanwhile, do each
// person once: nobody twice, nobody never.
func TestAChangeOfManyIsGoneOnWith(t *testing.T) {
	onBoth(t, func(r *rig) {
		ids := r.many(120)
		b, err := r.People.StartBulk(t.Context(), r.By(r.Sofia), people.BulkOrder{Action: people.BulkDeactivate, Of: store.Selection{IDs: ids}})
		r.Must(err)
		killed, kill := context.WithCancel(t.Context())
		kill()
		taken, err := r.DB.TakeBulkChanges(killed, r.Clock.Now(), r.Clock.Now().Add(2*time.Minute), 1) // and gone
		if err == nil && len(taken) == 1 {
			r.Must(r.People.RunBulk(t.Context()))
			r.Same("nobody else's while the lease lasts", r.bulkNow(b.ID).Done, int64(0))
		}
		r.Clock.Add(2 * time.Minute)
		var all sync.WaitGroup
		errs := make([]error, 4)
		for i := range errs {
			all.Go(func() { errs[i] = r.People.RunBulk(t.Context()) })
		}
		all.Wait()
		for _, err := range errs {
			r.Must(err)
		}
		b = r.bulkNow(b.ID)
		r.Same("done", []any{b.EndedHow, b.Done, b.Outcomes["changed"]}, []any{"finished", int64(120), int64(120)})
		people, err := r.DB.BulkPeople(t.Context(), b, "", 200)
		r.Must(err)
		if i := slices.IndexFunc(people, func(p store.BulkPerson) bool { return p.Outcome != "changed" }); i >= 0 || len(people) != 120 {
			r.T.Errorf("%d people, %d", len(people), i)
		}
		for _, id := range ids[:3] {
			u, err := r.DB.UserByID(t.Context(), r.Acme.ID, id)
			r.Must(err)
			r.Same("changed once", []any{u.Active, u.Revision}, []any{false, int64(2)})
		}
	})
}
