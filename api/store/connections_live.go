package store

import (
	"cmp"
	"context"
	"time"
)

// LiveConnection is a connection with its live version and the switches of its
// organization: everything that the flow must know of an application. What only
// settings need (draft, use of the fallback, who changed it) is not read: never
// write its Connection back.
type LiveConnection struct {
	Connection
	OrganizationCode       string `db:"organization_code"`
	OrganizationName       string `db:"organization_name"`
	OrganizationActive     bool   `db:"organization_active"`
	PasswordSignIn         bool   `db:"password_sign_in"`
	SSORequiredAt          Time   `db:"sso_required_at"`
	SessionIdleSeconds     int64  `db:"session_idle_seconds"`
	SessionAbsoluteSeconds int64  `db:"session_absolute_seconds"`
	VersionID              string `db:"version_id"`
	Issuer                 string `db:"issuer"`
	Tenant                 string `db:"tenant"`
	ClientID               string `db:"client_id"`
	SecretSealed           string `db:"secret_sealed"`
	Voids                  int64  `db:"voids"` // of the organization: what is begun now remembers it, see [Rows.MayFinish]
	ClientAuth             string `db:"client_auth"`
	RoleMode               string `db:"role_mode"`      // what the organization does with its rules of roles
	RulesRevision          int64  `db:"rules_revision"` // of these rules; 0: there are none
}

// Version gives the live version's identity, for opening its secret.
func (l LiveConnection) Version() Version {
	return Version{
		ID: l.VersionID, OrganizationID: l.OrganizationID, ConnectionID: l.ID,
		Issuer: l.Issuer, Tenant: l.Tenant, ClientID: l.ClientID, SecretSealed: l.SecretSealed, ClientAuth: l.ClientAuth,
	}
}

// ProviderName is the name of its provider for people: the label that the organization
// gave it, if it has one.
func (l LiveConnection) ProviderName() string { return cmp.Or(l.Label, l.Provider) }

// PasswordsOpen says whether everybody in the organization may sign in with a password.
func (l LiveConnection) PasswordsOpen(now time.Time) bool {
	return passwordsOpen(l.PasswordSignIn, l.SSORequiredAt, now)
}

const liveColumns = `c.id, c.organization_id, c.provider, c.label, c.state, c.linking, c.weak_proof, c.different_email,
	c.locked_to, c.live_version_id, c.fallback_version_id, c.fallback_until, c.health, c.health_since, c.health_reason, c.probe_failed, c.probe_at,
	c.probe_pause, c.trial_at, c.revision, c.created_at, c.updated_at,
	o.code AS organization_code, o.name AS organization_name, o.active AS organization_active,
	o.password_sign_in, o.sso_required_at, o.session_idle_seconds, o.session_absolute_seconds, o.voids,
	v.id AS version_id, v.issuer, v.tenant, v.client_id, v.secret_sealed, v.client_auth,
	COALESCE(rs.mode, 'off') AS role_mode, COALESCE(rs.revision, 0) AS rules_revision`

const liveTables = `connections c
	JOIN organizations o ON o.id = c.organization_id
	JOIN connection_versions v ON v.organization_id = c.organization_id AND v.connection_id = c.id
		AND v.id = c.live_version_id
	LEFT JOIN role_rule_sets rs ON rs.organization_id = o.id`

// LiveAt reads an organization's connection at a provider with its live
// version; ErrNotFound when nothing was set up.
func (r Rows) LiveAt(ctx context.Context, organizationCode, provider string) (LiveConnection, error) {
	var l LiveConnection
	err := r.get(ctx, &l, `
		SELECT `+liveColumns+` FROM `+liveTables+` WHERE o.code = ? AND c.provider = ?`,
		organizationCode, provider)
	return l, err
}

// LiveByID reads a connection of an organization with its live version.
func (r Rows) LiveByID(ctx context.Context, organizationID, connectionID string) (LiveConnection, error) {
	var l LiveConnection
	err := r.get(ctx, &l, `
		SELECT `+liveColumns+` FROM `+liveTables+` WHERE c.organization_id = ? AND c.id = ?`,
		organizationID, connectionID)
	return l, err
}

// Returned is what the callback reads first: the live application, and how the
// attempt ended if it already did.
type Returned struct {
	LiveConnection
	SpentCode     *string `db:"spent_code"` // nil: not spent; "": it succeeded
	SpentReturnTo *string `db:"spent_return_to"`
}

// LiveForReturn reads a connection of an organization with its live version,
// and whether an attempt was spent, in one query.
func (r Rows) LiveForReturn(ctx context.Context, organizationID, connectionID, attemptID string) (Returned, error) {
	var l Returned
	err := r.get(ctx, &l, `
		SELECT `+liveColumns+`, s.code AS spent_code, s.return_to AS spent_return_to
		FROM `+liveTables+` LEFT JOIN sign_ins s ON s.id = ? AND s.organization_id = c.organization_id
		WHERE c.organization_id = ? AND c.id = ?`, attemptID, organizationID, connectionID)
	return l, err
}

// EnabledConnections lists the connections of active organizations that are on, with
// their live versions.
func (r Rows) EnabledConnections(ctx context.Context) ([]LiveConnection, error) {
	var lives []LiveConnection
	err := r.list(ctx, &lives, `
		SELECT `+liveColumns+` FROM `+liveTables+`
		WHERE c.state = 'enabled' AND o.active ORDER BY o.code, c.provider`)
	return lives, err
}
