package store

import (
	"context"
)

// ConnectionEntry is a connection with what the settings show beside it.
type ConnectionEntry struct {
	Connection
	GuideDone     Strings `db:"guide_done"`      // see [Rows.GuideDone]
	ChangedByName string  `db:"changed_by_name"` // a user's or a service's name, or "": see [ActorName]
	Connected     int64   `db:"connected"`       // people with an account connected through it
	LastGood      Time    `db:"last_good"`       // when one of them last came through it
}

// ConnectionEntries lists an organization's connections but the removed ones, in
// the order in which they were set up.
func (r Rows) ConnectionEntries(ctx context.Context, organizationID string) ([]ConnectionEntry, error) {
	var entries []ConnectionEntry
	err := r.listAfresh(ctx, &entries, `
		SELECT c.id, c.organization_id, c.provider, c.preset, c.label, c.state, c.linking, c.weak_proof, c.different_email,
			c.locked_to, c.live_version_id, c.draft_version_id, c.fallback_version_id, c.fallback_until,
			c.fallback_used_at, c.health, c.health_since, c.health_reason, c.probe_failed, c.probe_at, c.probe_pause,
			c.trial_at, c.guide_done, c.revision, c.changed_by, c.created_at, c.updated_at,
			COALESCE(u.name, (SELECT n.name FROM clients n WHERE n.organization_id = c.organization_id AND n.id = c.changed_by), '') AS changed_by_name,
			(SELECT COUNT(*) FROM identities i WHERE i.connection_id = c.id) AS connected,
			COALESCE((`+lastGoodLately+`), (SELECT MAX(i.last_used_at) FROM identities i WHERE i.connection_id = c.id)) AS last_good
		FROM connections c
		LEFT JOIN users u ON u.organization_id = c.organization_id AND u.id = c.changed_by
		WHERE c.organization_id = ? AND c.state <> 'removed' ORDER BY c.created_at, c.provider`, organizationID)
	return entries, err
}

// lastGoodLately is when somebody last came through a connection c, if the newest rows of the log
// say so: to look at everybody who is connected takes long (G1), and no index has when each
// came last, or each sign-in would write it.
const lastGoodLately = `
	SELECT MAX(s.finished_at) FROM (
		SELECT s.connection_id, s.code, s.finished_at FROM sign_ins s WHERE s.organization_id = c.organization_id
		ORDER BY s.finished_at DESC, s.id DESC LIMIT 200) s
	WHERE s.connection_id = c.id AND s.code = ''`
