package store

import (
	"context"
	"time"
)

// mostChecks is how many connections one call claims for their daily check.
const mostChecks = 50

// DueCheck is a connection whose daily check has come.
type DueCheck struct {
	Live
	CheckPause int64 `db:"check_pause"` // seconds that were waited since the provider was last away, or 0
}

// UnplannedChecks lists the enabled connections that have no time for their
// daily check yet.
func (r Rows) UnplannedChecks(ctx context.Context) ([]string, error) {
	var ids []string
	err := r.list(ctx, &ids, `
		SELECT id FROM connections WHERE state = 'enabled' AND live_version_id IS NOT NULL AND check_at IS NULL
		LIMIT ?`, mostChecks)
	return ids, err
}

// PlanCheck sets the time of a connection's next daily check, and the pause that
// is to be waited if the provider is away then as well. A first time is only for
// a connection that has none: of several replicas one plans.
func (r Rows) PlanCheck(ctx context.Context, connectionID string, first bool, at time.Time, pause time.Duration) error {
	_, err := r.exec(ctx, `
		UPDATE connections SET check_at = ?, check_pause = ? WHERE id = ? AND (check_at IS NULL OR NOT ?)`,
		At(at), int64(pause/time.Second), connectionID, first)
	return err
}

// TakeChecks claims the connections whose daily check is due, and gives them a
// later time, so that of several replicas one checks. What is in trouble is left
// out: it has probes of its own.
func (r Rows) TakeChecks(ctx context.Context, now time.Time, later time.Duration) ([]DueCheck, error) {
	unlock, err := r.writer.lock(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	var ids []string
	// The bound stands twice: who waited for another's claim looks again.
	if err := r.list(ctx, &ids, `
		UPDATE connections SET check_at = ?
		WHERE check_at <= ? AND id IN (
			SELECT id FROM connections
			WHERE check_at <= ? AND state = 'enabled' AND health = 'ok' ORDER BY check_at LIMIT ?)
		RETURNING id`, At(now.Add(later)), At(now), At(now), mostChecks); err != nil {
		return nil, err
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return listIn[DueCheck](ctx, r, `SELECT `+liveColumns+`, c.check_pause FROM `+liveTables+` WHERE c.id IN (?)`, ids)
}

// RecordFallbackUse records that the provider took the fallback's secret.
func (r Rows) RecordFallbackUse(ctx context.Context, organizationID, connectionID, versionID string, now time.Time) error {
	_, err := r.exec(ctx, `
		UPDATE connections SET fallback_used_at = ?
		WHERE organization_id = ? AND id = ? AND fallback_version_id = ?`,
		At(now), organizationID, connectionID, versionID)
	return err
}
