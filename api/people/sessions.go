package people

import (
	"context"
	"fmt"

	"latchkey/api/change"
	"latchkey/api/event"
)

// EndSessions ends a user's sessions, says how many were active, and makes void what was
// begun in them.
func (p *People) EndSessions(ctx context.Context, by change.Actor, userID string) (ran int64, err error) {
	err = p.locked(ctx, by, func(tx change.Tx) error {
		ran, err = p.endSessions(ctx, tx, userID)
		return err
	})
	return ran, err
}

func (p *People) endSessions(ctx context.Context, tx change.Tx, userID string) (ran int64, err error) {
	u, err := tx.UserLine(ctx, tx.By.OrganizationID, userID, tx.At)
	if err != nil {
		return 0, err
	}
	if err := tx.By.MayTouch(u.User); err != nil {
		return 0, err
	}
	if err := tx.VoidUnfinished(ctx, u.OrganizationID, u.ID); err != nil {
		return 0, err
	}
	if u.Sessions == 0 {
		return 0, nil
	}
	if _, err := tx.EndSessionsOf(ctx, u.OrganizationID, u.ID, "", "ended_by_super_admin", tx.At); err != nil {
		return 0, fmt.Errorf("end the sessions: %w", err)
	}
	return u.Sessions, tx.Record(ctx, event.UserSessionsEnded, u.ID, map[string]any{"ended": u.Sessions})
}
