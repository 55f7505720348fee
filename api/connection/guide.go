package connection

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"latchkey/api/change"
	"latchkey/api/fault"
	"latchkey/api/store"
)

// TickGuide notes whether a step of the set-up guide is done. It is a note among
// super admins: who edits the connection meanwhile may save, and nothing is audited.
func (c *Connections) TickGuide(ctx context.Context, organizationID, connectionID, step string, isDone bool) (View, error) {
	// Of two who tick at the same time neither takes the other's tick away.
	err := c.changes.Locked(ctx, change.Actor{OrganizationID: organizationID}, func(tx change.Tx) error {
		steps, err := tx.GuideDone(ctx, organizationID, connectionID)
		if err != nil {
			return err
		}
		if steps.Unreadable() {
			steps = nil
		}
		steps = slices.DeleteFunc(steps, func(one string) bool { return one == step })
		if isDone {
			steps = append(steps, step)
		}
		return tx.SetGuideDone(ctx, organizationID, connectionID, steps)
	})
	switch {
	case errors.Is(err, store.ErrNotFound):
		return View{}, fault.Because(fault.NotFound, "no_connection")
	case err != nil:
		return View{}, fmt.Errorf("tick a step of the guide: %w", err)
	}
	return c.Read(ctx, organizationID, connectionID)
}
