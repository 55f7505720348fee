package store

import (
	"context"
	"strings"
)

// ConnectionEntry is a connection with what the settings show beside it.
type ConnectionEntry struct {
	Connection
	GuideDone     Strings `db:"guide_done"`      // see [Rows.GuideDone]
	ChangedByName string  `db:"changed_by_name"` // a user's or a service's name, or "": see [ActorName]
	Connected     int64   `db:"-"`               // people with an account connected through it
	LastGood      Time    `db:"-"`               // when one of them last came through it
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
			COALESCE(u.name, (SELECT n.name FROM clients n WHERE n.organization_id = c.organization_id AND n.id = c.changed_by), '') AS changed_by_name
		FROM connections c
		LEFT JOIN users u ON (u.organization_id = c.organization_id) IS TRUE AND u.id = c.changed_by
		WHERE c.organization_id = ? AND c.state <> 'removed' ORDER BY c.created_at, c.provider`, organizationID)
	if err != nil || len(entries) == 0 {
		return nil, err
	}
	lately, err := r.lastGoodLately(ctx, organizationID)
	if err != nil {
		return nil, err
	}
	return entries, r.addAccounts(ctx, entries, lately)
}

// connectionUse is what is known of the use of a connection.
type connectionUse struct {
	ID        string `db:"connection_id"`
	Connected int64  `db:"connected"`
	LastGood  Time   `db:"last_good"`
}

// lastGoodLately is when somebody last came through each connection that the newest rows of the
// log name: to look at everybody who is connected takes long (G1), and no index has when each
// came last, or each sign-in would write it.
func (r Rows) lastGoodLately(ctx context.Context, organizationID string) (map[string]Time, error) {
	var uses []connectionUse
	// Nothing from outside is in the inner query, so that it walks the index and is done once.
	err := r.listAfresh(ctx, &uses, `
		SELECT s.connection_id, MAX(s.finished_at) AS last_good FROM (
			SELECT connection_id, code, finished_at FROM sign_ins WHERE organization_id = ?
			ORDER BY finished_at DESC, id DESC LIMIT 200) s
		WHERE s.code = '' AND s.connection_id IS NOT NULL GROUP BY s.connection_id`, organizationID)
	lately := map[string]Time{}
	for _, u := range uses {
		lately[u.ID] = u.LastGood
	}
	return lately, err
}

// addAccounts adds what the accounts of each connection say: how many there are, counted in an
// index, and when one was last used if the log did not say it lately. Each connection has a
// query of its own within the statement, because PostgreSQL expects as many accounts of one
// that it learns later as an average one has, and reads them all (G1).
func (r Rows) addAccounts(ctx context.Context, entries []ConnectionEntry, lately map[string]Time) error {
	queries, ids := make([]string, len(entries)), make([]any, len(entries))
	for i, e := range entries {
		last := `MAX(last_used_at)`
		if _, known := lately[e.ID]; known {
			last = `CAST(NULL AS BIGINT)`
		}
		queries[i] = `SELECT connection_id, COUNT(*) AS connected, ` + last + ` AS last_good FROM identities WHERE connection_id = ? GROUP BY connection_id`
		ids[i] = e.ID
	}
	var uses []connectionUse
	if err := r.listOnce(ctx, &uses, strings.Join(queries, ` UNION ALL `), ids...); err != nil {
		return err
	}
	of := map[string]connectionUse{}
	for _, u := range uses {
		of[u.ID] = u
	}
	for i, e := range entries {
		use := of[e.ID]
		entries[i].Connected, entries[i].LastGood = use.Connected, use.LastGood
		if last, known := lately[e.ID]; known {
			entries[i].LastGood = last
		}
	}
	return nil
}
