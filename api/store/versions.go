package store

import "context"

// VersionEntry is a version with the name of who saved it.
type VersionEntry struct {
	Version
	SavedBy string `db:"saved_by"` // a user's name, or "": see [ActorName]
}

const versionEntry = `
		SELECT v.id, v.organization_id, v.connection_id, v.issuer, v.tenant, v.client_id, v.secret_sealed, v.client_auth,
			v.number, v.secret_ends, v.secret_expires_at, v.keep_old_until, v.passed_at, v.state, v.created_at, v.created_by,
			COALESCE(u.name, '') AS saved_by
		FROM connection_versions v
		LEFT JOIN users u ON u.organization_id = v.organization_id AND u.id = v.created_by`

// VersionEntriesOf lists a connection's versions, newest first.
func (r Rows) VersionEntriesOf(ctx context.Context, organizationID, connectionID string) ([]VersionEntry, error) {
	var versions []VersionEntry
	err := r.list(ctx, &versions, versionEntry+`
		WHERE v.organization_id = ? AND v.connection_id = ? ORDER BY v.number DESC`, organizationID, connectionID)
	return versions, err
}

// VersionsInUse lists the live, draft and fallback versions of all connections
// of an organization.
func (r Rows) VersionsInUse(ctx context.Context, organizationID string) ([]VersionEntry, error) {
	var versions []VersionEntry
	err := r.list(ctx, &versions, versionEntry+`
		JOIN connections c ON c.organization_id = v.organization_id AND c.id = v.connection_id
			AND v.id IN (c.live_version_id, c.draft_version_id, c.fallback_version_id)
		WHERE v.organization_id = ?`, organizationID)
	return versions, err
}

// NoteClientAuth keeps with a version how its secret is shown to the provider, as
// a test found out.
func (r Rows) NoteClientAuth(ctx context.Context, organizationID, id, clientAuth string) error {
	return one(r.exec(ctx, `
		UPDATE connection_versions SET client_auth = ? WHERE organization_id = ? AND id = ?`,
		clientAuth, organizationID, id))
}

// NoteVersion writes what a super admin noted on a version beside what it is:
// when its secret ends, and how long the one before it is kept.
func (r Rows) NoteVersion(ctx context.Context, v Version) error {
	return one(r.exec(ctx, `
		UPDATE connection_versions SET secret_expires_at = ?, keep_old_until = ?
		WHERE organization_id = ? AND id = ?`, v.SecretExpires, v.KeepOldUntil, v.OrganizationID, v.ID))
}
