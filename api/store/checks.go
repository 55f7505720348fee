package store

import (
	"context"
	"time"
)

// mostChecks is how many connections one call leases for their daily check.
const mostChecks = 50

// DueCheck is a connection whose daily check has come.
type DueCheck struct {
	LiveConnection
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

// checkQueue are the connections with a daily check. What is in trouble is left out:
// it has probes of its own.
func checkQueue() queue {
	return queue{name: "daily_check", table: "connections", due: "check_at", since: "check_at", fits: "state = 'enabled' AND health = 'ok'"}
}

// TakeChecks leases the connections whose daily check is due; [Rows.PlanCheck] says
// when the next one is.
func (r Rows) TakeChecks(ctx context.Context, now time.Time, later time.Duration) ([]DueCheck, error) {
	return takeDue[DueCheck](ctx, r, checkQueue(), lease{now, now.Add(later), mostChecks},
		`SELECT `+liveColumns+`, c.check_pause FROM `+liveTables+` WHERE c.id IN (?)`)
}

// RecordFallbackUse records that the provider took the fallback's secret.
func (r Rows) RecordFallbackUse(ctx context.Context, organizationID, connectionID, versionID string, now time.Time) error {
	_, err := r.exec(ctx, `
		UPDATE connections SET fallback_used_at = ?
		WHERE organization_id = ? AND id = ? AND fallback_version_id = ?`,
		At(now), organizationID, connectionID, versionID)
	return err
}
