package storetest

import (
	"slices"
	"testing"
	"time"

	"latchkey/api/store"
)

func (w *world) bulkChange(p place, of store.Selection) store.BulkChange {
	w.t.Helper()
	b := store.NewBulkChange(p.ID, "deactivate", "", p.ana.ID, true, noon())
	w.must(w.db.InTx(w.t.Context(), func(rows store.Rows) (err error) {
		b.Total, err = rows.AddBulkChange(w.t.Context(), b, of)
		return err
	}))
	b.Outcomes = store.Counts{}
	return b
}

// bulkChanges: whoever is chosen is done once, by whoever holds the change.
func bulkChanges(t *testing.T, w *world) {
	ctx, c := t.Context(), w.newCrowd()
	maya, omar, sofia := c.by["maya"], c.by["omar"], c.by["sofia"]
	w.begin(w.session(c.place, omar))
	everybody := store.Selection{Query: store.UserQuery{Now: noon()}}
	few := store.Selection{IDs: []string{maya.ID, omar.ID, maya.ID, w.acme.ana.ID, "usr_nobody"}}

	t.Run("the people of a selection, in groups that are alike", func(t *testing.T) {
		sum := func(of store.Selection) (people, self, active, done int64) {
			groups, err := w.db.GroupUsers(ctx, c.ID, maya.ID, of, store.Sessions, noon())
			w.must(err)
			for _, g := range groups {
				people += g.People
				for _, one := range []struct {
					is  bool
					sum *int64
				}{{g.Self, &self}, {g.Active, &active}, {g.Done, &done}} {
					if one.is {
						*one.sum += g.People
					}
				}
			}
			return people, self, active, done
		}
		people, self, active, done := sum(everybody)
		same(t, "everybody", []int64{people, self, active, done}, []int64{7, 1, 6, 6})
		people, self, active, done = sum(few)
		same(t, "of ids those of the organization, once", []int64{people, self, active, done}, []int64{2, 1, 1, 1})
		read(t, "super admins", []string{sofia.ID})(w.db.SuperAdminsOf(ctx, c.ID, everybody, 5))
		read(t, "none", []string(nil))(w.db.SuperAdminsOf(ctx, c.ID, few, 5))
	})
	t.Run("what a query finds is kept as it was found", func(t *testing.T) {
		b := w.bulkChange(c.place, store.Selection{Query: store.UserQuery{Active: ptr(true), Now: noon()}})
		same(t, "total", b.Total, int64(6))
		maya.Active = false
		w.must(w.db.ChangeUser(ctx, maya))
		read(t, "read", b)(w.db.BulkChangeByID(ctx, c.ID, b.ID))
		absent[store.BulkChange](t, "another organization")(w.db.BulkChangeByID(ctx, w.globex.ID, b.ID))
		ids, err := w.db.NextBulkPeople(ctx, b, 100)
		same(t, "people", []any{len(ids), slices.Contains(ids, maya.ID), slices.IsSorted(ids), err}, []any{6, true, true, error(nil)})
		w.must(w.db.CancelBulkChange(ctx, c.ID, b.ID, noon()))
	})
	t.Run("whoever holds it moves it on, to its end", func(t *testing.T) {
		b := w.bulkChange(c.place, few)
		same(t, "total", b.Total, int64(2))
		read(t, "running", int64(1))(w.db.CountBulkChanges(ctx, c.ID))
		taken, err := w.db.TakeBulkChanges(ctx, noon(), noon().Add(time.Minute), 5)
		w.must(err)
		same(t, "taken", []any{len(taken), taken[0].ID, taken[0].Tries}, []any{1, b.ID, int64(1)})
		late := b // of another process, whose lease ran out
		b = taken[0]
		wants(t, "held by another", w.db.HoldBulkChange(ctx, late), store.ErrNotFound)
		w.must(w.db.HoldBulkChange(ctx, b))
		ids, err := w.db.NextBulkPeople(ctx, b, 1)
		w.must(err)
		w.must(w.db.NoteBulkPeople(ctx, b, "changed", ids))
		b.Position, b.Done, b.Outcomes, b.DueAt = ids[0], 1, store.Counts{"changed": 1}, store.At(noon().Add(2*time.Minute))
		w.must(w.db.MoveBulkChange(ctx, b))
		wants(t, "moved by another", w.db.MoveBulkChange(ctx, late), store.ErrNotFound)
		read(t, "moved", b)(w.db.BulkChangeByID(ctx, c.ID, b.ID))
		rest, err := w.db.NextBulkPeople(ctx, b, 100)
		same(t, "the rest", []any{len(rest), err}, []any{1, error(nil)})
		list, err := w.db.BulkPeople(ctx, b, "", 1)
		w.must(err)
		same(t, "report", []any{len(list), list[0].UserID, list[0].Outcome, list[0].Email != ""}, []any{1, ids[0], "changed", true})
		list, err = w.db.BulkPeople(ctx, b, list[0].UserID, 100)
		w.must(err)
		same(t, "report, next page", []any{len(list), list[0].Outcome}, []any{1, ""})
		w.must(w.db.CancelBulkChange(ctx, w.globex.ID, b.ID, noon()))
		w.must(w.db.HoldBulkChange(ctx, b))
		w.must(w.db.CancelBulkChange(ctx, c.ID, b.ID, noon()))
		wants(t, "held after it was cancelled", w.db.HoldBulkChange(ctx, b), store.ErrNotFound)
		wants(t, "moved after it was cancelled", w.db.MoveBulkChange(ctx, b), store.ErrNotFound)
		ended, err := w.db.BulkChangeByID(ctx, c.ID, b.ID)
		same(t, "cancelled", []any{ended.EndedHow, ended.EndedAt, ended.DueAt, ended.Done, err}, []any{"cancelled", store.At(noon()), store.Time{}, int64(1), error(nil)})
		read(t, "none runs", int64(0))(w.db.CountBulkChanges(ctx, c.ID))
		w.must(w.db.Prune(ctx, noon().Add(store.BulkChangesKept-time.Microsecond)))
		read(t, "kept", ended)(w.db.BulkChangeByID(ctx, c.ID, b.ID))
		w.must(w.db.Prune(ctx, noon().Add(store.BulkChangesKept)))
		absent[store.BulkChange](t, "pruned")(w.db.BulkChangeByID(ctx, c.ID, b.ID))
	})
}
