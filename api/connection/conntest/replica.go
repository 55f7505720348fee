package conntest

import (
	"context"

	"latchkey/api/signin/attempt"
	"latchkey/api/store"
)

// testedByReplica says whether another replica has written, or will write, the report
// of a test whose code was refused here.
func (c *Tests) testedByReplica(ctx context.Context, a *attempt.Returned) bool {
	err := attempt.Poll(ctx, c.Attempts.Limits.ReplicaWait, func() error {
		test, err := c.Store.ConnectionTestByID(ctx, a.Organization, a.Connection, a.ID)
		if err == nil && test.State == store.TestRunning {
			return store.ErrNotFound
		}
		return err
	})
	return err == nil
}
