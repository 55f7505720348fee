package store

import "context"

// VersionState is where a version is in its life.
type VersionState string

// The states of a version.
const (
	VersionDraft   VersionState = "draft"
	VersionPassed  VersionState = "passed"
	VersionLive    VersionState = "live"
	VersionRetired VersionState = "retired"
)

// Version is what a connection is at the provider: a row per change of issuer,
// tenant, client id or secret, never for policy.
type Version struct {
	ID             string       `db:"id"`
	OrganizationID string       `db:"organization_id"`
	ConnectionID   string       `db:"connection_id"`
	Issuer         string       `db:"issuer"`
	Tenant         string       `db:"tenant"` // Microsoft: the one authority to use, or "" for several
	ClientID       string       `db:"client_id"`
	SecretSealed   string       `db:"secret_sealed"`
	ClientAuth     string       `db:"client_auth"`       // how the secret is shown: see idp.ClientAuth
	Number         int64        `db:"number"`            // 1, 2, 3 … of the connection
	SecretEnds     string       `db:"secret_ends"`       // the last three characters, or "" of a short one
	SecretExpires  Time         `db:"secret_expires_at"` // as the super admin noted it
	KeepOldUntil   Time         `db:"keep_old_until"`    // rotation: how long the live secret stays as fallback
	PassedAt       Time         `db:"passed_at"`         // when a test passed
	State          VersionState `db:"state"`
	CreatedAt      Time         `db:"created_at"`
	CreatedBy      string       `db:"created_by"`
}

// SecretPlace is the associated data of a version's sealed secret: it opens in
// its own row and nowhere else.
func (v Version) SecretPlace() string {
	return "connection_versions.secret|" + v.OrganizationID + "|" + v.ConnectionID + "|" + v.ID
}

// SecretEndsOf is what may be shown of a secret: its last three characters, and
// nothing of one that is too short to tell so much (A22).
func SecretEndsOf(secret string) string {
	const longEnough, shown = 12, 3
	if len(secret) < longEnough {
		return ""
	}
	return secret[len(secret)-shown:]
}

const versionColumns = `id, organization_id, connection_id, issuer, tenant, client_id, secret_sealed, client_auth, number,
	secret_ends, secret_expires_at, keep_old_until, passed_at, state, created_at, created_by`

// AddVersion writes a new version; ErrConflict if the connection has that
// number already.
func (r Rows) AddVersion(ctx context.Context, v Version) error {
	return r.insert(ctx, `
		INSERT INTO connection_versions (`+versionColumns+`)
		VALUES (:id, :organization_id, :connection_id, :issuer, :tenant, :client_id, :secret_sealed, :client_auth, :number,
			:secret_ends, :secret_expires_at, :keep_old_until, :passed_at, :state, :created_at, :created_by)`, v)
}

// NextVersionNumber is the number of a connection's next version.
func (r Rows) NextVersionNumber(ctx context.Context, organizationID, connectionID string) (int64, error) {
	var n int64
	err := r.get(ctx, &n, `
		SELECT COALESCE(MAX(number), 0) + 1 FROM connection_versions
		WHERE organization_id = ? AND connection_id = ?`, organizationID, connectionID)
	return n, err
}

// VersionsOf lists a connection's versions, newest first.
func (r Rows) VersionsOf(ctx context.Context, organizationID, connectionID string) ([]Version, error) {
	var versions []Version
	err := r.list(ctx, &versions, `
		SELECT `+versionColumns+` FROM connection_versions
		WHERE organization_id = ? AND connection_id = ? ORDER BY number DESC`, organizationID, connectionID)
	return versions, err
}

// SetVersionState moves a version along its life.
func (r Rows) SetVersionState(ctx context.Context, organizationID, id string, state VersionState) error {
	return one(r.exec(ctx, `
		UPDATE connection_versions SET state = ? WHERE organization_id = ? AND id = ?`,
		state, organizationID, id))
}

// VersionOf reads one version of an organization's connection.
func (r Rows) VersionOf(ctx context.Context, organizationID, id string) (Version, error) {
	var v Version
	err := r.get(ctx, &v, `
		SELECT `+versionColumns+` FROM connection_versions WHERE organization_id = ? AND id = ?`, organizationID, id)
	return v, err
}

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
		LEFT JOIN users u ON (u.organization_id = v.organization_id) IS TRUE AND u.id = v.created_by`

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
