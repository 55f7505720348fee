package apply_test

import (
	"errors"
	"testing"
	"time"

	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// A file that turns a connection off holds up whoever signs in (D09), in other organizations
// too: somebody who holds one of these, which the file wants next, and wants to sign in is
// not in each other's way with it for ever.
func TestAFileWaitsForOthersBeforeTheyWaitForIt(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
		r := newRig(t, open())
		r.apply(world + "  - code: beta\n")
		beta, err := r.db.OrganizationByCode(t.Context(), "beta")
		r.must(err)
		held, others := make(chan struct{}), make(chan error, 1)
		go func() {
			others <- r.db.InTx(t.Context(), func(rows store.Rows) error {
				err := rows.LockOrganization(t.Context(), beta.ID)
				close(held)
				time.Sleep(200 * time.Millisecond)                                               // the file has come as far as it can
				_, ending := rows.EndSessionsThrough(t.Context(), beta.ID, "none", "off", r.now) // waits for whoever signs in, as they for it
				return errors.Join(err, ending)
			})
		}()
		<-held
		r.apply(google("state: disabled") + "  - {code: beta, contactText: Ask Bob}\n")
		r.must(<-others)
	})
}
