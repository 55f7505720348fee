package conntest_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"latchkey/api/signin"
	"latchkey/api/signin/attempt"
	"latchkey/api/store"
)

// L4: a test that comes back to two replicas at once has one report, of what the
// provider said to the one whose code it took; the other leads to it.
func TestL4OneTestAtTwoReplicas(t *testing.T) {
	onBoth(t, func(r *rig) {
		o := r.Options
		o.Limits.ReplicaWait = 20 * time.Second
		flows := [2]*signin.Flow{r.NewRooms(o).Flow, r.NewRooms(o).Flow}
		for round := range 10 {
			r.Clock.Add(time.Second)
			back := r.testing("google", "ana@acme.example")
			var written [2]bool
			var all sync.WaitGroup
			for n, flow := range flows {
				all.Go(func() {
					out, err := flow.Complete(r.T.Context(), back)
					if err != nil || out.Test == nil {
						r.T.Errorf("round %d: %+v, %v", round, out, err)
						return
					}
					if !out.Test.Over {
						written[n] = r.writesTest(*out.Test)
					}
				})
			}
			all.Wait()
			rows, err := r.DB.TestsOf(r.T.Context(), r.Acme.ID, r.Google.ID)
			r.Must(err)
			if written[0] == written[1] || rows[0].State != store.TestPassed || rows[0].Code != "" {
				r.T.Fatalf("round %d: written %v, %+v", round, written, rows[0].ConnectionTest)
			}
		}
	})
}

// writesTest keeps the end of a test, as its settings do, and says whether it was
// the one.
func (r *rig) writesTest(t attempt.Tested) bool {
	row, err := r.DB.ConnectionTestByID(r.T.Context(), t.Organization, t.Connection, t.ID)
	if err == nil {
		row.Code, row.State = string(t.Code), store.TestPassed
		if t.Code != "" {
			row.State = store.TestFailed
		}
		err = r.DB.WriteConnectionTest(r.T.Context(), row)
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		r.T.Error(err)
	}
	return err == nil
}
