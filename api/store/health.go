package store

import (
	"context"
	"strconv"
	"time"
)

// Verdict is what is believed of an application's credentials.
type Verdict string

// The verdicts.
const (
	HealthOK       Verdict = "ok"
	HealthSuspect  Verdict = "suspect"  // the provider refused them once
	HealthDegraded Verdict = "degraded" // and again: starts are refused
)

// Health is the part of a connection that remembers whether its live version
// works (spec "Degraded").
type Health struct {
	Health       Verdict `db:"health"`
	HealthSince  Time    `db:"health_since"`
	HealthReason string  `db:"health_reason"`
	ProbeFailed  bool    `db:"probe_failed"` // a probe has failed, so a good probe counts
	ProbeAt      Time    `db:"probe_at"`
	ProbePause   int64   `db:"probe_pause"` // seconds until the probe after the next
	TrialAt      Time    `db:"trial_at"`    // when a start was last let through
}

// Bounds of the pause between probes, in seconds.
const (
	FirstProbePause = 30
	LastProbePause  = 15 * 60
)

// CredentialsRefused is that a provider refused the credentials of a version.
type CredentialsRefused struct {
	OrganizationID, ConnectionID, VersionID string
	Reason                                  string
	At                                      time.Time
}

// MarkRefused records that the provider refused the live version's credentials
// and says what is believed now: suspect after one refusal, degraded after a
// second within the window. It does nothing to a version that is not live.
func (r Rows) MarkRefused(ctx context.Context, c CredentialsRefused, window time.Duration) (Verdict, error) {
	var v Verdict
	err := r.take(ctx, &v, `
		UPDATE connections
		SET health = CASE
				WHEN health = 'degraded' OR (health = 'suspect' AND health_since >= ?) THEN 'degraded'
				ELSE 'suspect' END,
			health_since = CASE WHEN health = 'degraded' THEN health_since ELSE ? END,
			health_reason = ?,
			probe_at = CASE WHEN health = 'ok' THEN ? ELSE probe_at END,
			probe_pause = CASE WHEN health = 'ok' THEN ? ELSE probe_pause END
		WHERE organization_id = ? AND id = ? AND live_version_id = ?
		RETURNING health`,
		At(c.At.Add(-window)), At(c.At), c.Reason,
		At(c.At.Add(FirstProbePause*time.Second)), 2*FirstProbePause,
		c.OrganizationID, c.ConnectionID, c.VersionID)
	return v, err
}

// MarkWorking records that the live version works. It touches no row that is
// well already, and says whether it touched one.
func (r Rows) MarkWorking(ctx context.Context, organizationID, connectionID, versionID string) (bool, error) {
	n, err := r.exec(ctx, `
		UPDATE connections
		SET health = 'ok', health_since = NULL, health_reason = '', probe_failed = FALSE, probe_at = NULL,
			probe_pause = 0, trial_at = NULL
		WHERE organization_id = ? AND id = ? AND live_version_id = ? AND health <> 'ok'`,
		organizationID, connectionID, versionID)
	return n > 0, err
}

// TakeTrial lets one start in a pause through to a degraded connection; of
// several at once, one gets true.
func (r Rows) TakeTrial(ctx context.Context, organizationID, connectionID string, pause time.Duration, now time.Time) (bool, error) {
	n, err := r.exec(ctx, `
		UPDATE connections SET trial_at = ?
		WHERE organization_id = ? AND id = ? AND health = 'degraded'
			AND COALESCE(trial_at, health_since) <= ?`,
		At(now), organizationID, connectionID, At(now.Add(-pause)))
	return n == 1, err
}

// probeQueue are the connections in trouble. Each has a pause of its own, which is
// twice as long each time that it is taken, up to the last one.
func probeQueue() queue {
	last := strconv.Itoa(LastProbePause)
	return queue{
		name: "probe", table: "connections", due: "probe_at", since: "probe_at", fits: "state = 'enabled' AND health <> 'ok'",
		pause: "probe_pause * 1000000",
		also:  "probe_pause = CASE WHEN probe_pause * 2 > " + last + " THEN " + last + " ELSE probe_pause * 2 END",
	}
}

// TakeProbes claims the connections whose probe is due, at most so many, and sets
// their next one.
func (r Rows) TakeProbes(ctx context.Context, now time.Time, most int) ([]LiveConnection, error) {
	return takeDue[LiveConnection](ctx, r, probeQueue(), lease{now, now, most}, `SELECT `+liveColumns+` FROM `+liveTables+` WHERE c.id IN (?)`)
}

// DegradedSince reads since when a connection is degraded; zero if it is not.
func (r Rows) DegradedSince(ctx context.Context, organizationID, connectionID string) (Time, error) {
	var since Time
	err := r.get(ctx, &since, `
		SELECT CASE WHEN health = 'degraded' THEN health_since END FROM connections
		WHERE organization_id = ? AND id = ?`, organizationID, connectionID)
	return since, err
}

// MarkProbeRefused records that a probe confirmed the refusal.
func (r Rows) MarkProbeRefused(ctx context.Context, organizationID, connectionID, versionID string, now time.Time) error {
	_, err := r.exec(ctx, `
		UPDATE connections
		SET probe_failed = TRUE,
			health_since = CASE WHEN health = 'degraded' THEN health_since ELSE ? END,
			health = 'degraded'
		WHERE organization_id = ? AND id = ? AND live_version_id = ? AND health <> 'ok'`,
		At(now), organizationID, connectionID, versionID)
	return err
}

// ResetHealth forgets what was believed: a new secret starts anew.
func (r Rows) ResetHealth(ctx context.Context, organizationID, connectionID string) error {
	_, err := r.exec(ctx, `
		UPDATE connections
		SET health = 'ok', health_since = NULL, health_reason = '', probe_failed = FALSE, probe_at = NULL,
			probe_pause = 0, trial_at = NULL
		WHERE organization_id = ? AND id = ?`, organizationID, connectionID)
	return err
}
