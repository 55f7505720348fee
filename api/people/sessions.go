package people

import (
	"context"
	"fmt"

	"latchkey/api/change"
	"latchkey/api/event"
)

// EndSessions ends a user's sessions, says how many were active, and makes void what was
// begun in them.
func (p *People) EndSessions(ctx context.Context, by change.Actor, userID string) (int64, error) {
	var ran int64
	err := p.locked(ctx, by, func(tx change.Tx) error {
		u, err := tx.UserLine(ctx, by.OrganizationID, userID, tx.At)
		if err != nil {
			return err
		}
		if err := by.MayTouch(u.User); err != nil {
			return err
		}
		if err := tx.VoidUnfinished(ctx, u.OrganizationID, u.ID); err != nil {
			return err
		}
		ran = u.Sessions
		if ran == 0 {
			return nil
		}
		if _, err := tx.EndSessionsOf(ctx, u.OrganizationID, u.ID, "", "ended_by_super_admin", tx.At); err != nil {
			return fmt.Errorf("end the sessions: %w", err)
		}
		return tx.Record(ctx, event.UserSessionsEnded, u.ID, map[string]any{"ended": ran})
	})
	return ran, err
}
