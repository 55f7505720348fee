package connection_test

import (
	"fmt"
	"slices"
	"testing"

	"latchkey/api/store"
)

// Of several who tick steps of the guide at the same time nobody takes another's
// tick away; the connection stays as its editor has read it.
func TestNoTickOfTheGuideIsLost(t *testing.T) {
	onBoth(t, func(r *rig) {
		v := r.create("google")
		results := make(chan error, 7)
		for n := range cap(results) {
			go func() {
				_, err := r.TickGuide(r.t.Context(), r.acme.ID, v.ID, fmt.Sprintf("G%d", n+1), true)
				results <- err
			}()
		}
		for range cap(results) {
			r.must(<-results)
		}
		after := r.made(r.TickGuide(r.t.Context(), r.acme.ID, v.ID, "G4", false))
		r.same("ticked", slices.Sorted(slices.Values(after.GuideDone)), []string{"G1", "G2", "G3", "G5", "G6", "G7"})
		r.same("revision", after.Revision, v.Revision)
	})
}

// A connection that is set up again begins its guide again.
func TestTheGuideBeginsAgainWithTheConnection(t *testing.T) {
	onBoth(t, func(r *rig) {
		v := r.create("google")
		r.made(r.TickGuide(r.t.Context(), r.acme.ID, v.ID, "G1", true))
		removed, err := r.db.ConnectionByID(r.t.Context(), r.acme.ID, v.ID)
		r.must(err)
		removed.State = store.Removed
		r.must(r.db.UpdateConnection(r.t.Context(), removed))
		again := r.create("google")
		r.same("the same row without ticks", []any{again.ID, len(again.GuideDone)}, []any{v.ID, 0})
	})
}
