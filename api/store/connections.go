package store

import (
	"context"
	"time"

	"latchkey/api/secret"
)

// State is where a connection is in its life.
type State string

// The states of a connection.
const (
	Draft    State = "draft"
	Enabled  State = "enabled"
	Disabled State = "disabled"
	Removed  State = "removed" // the row and its identities stay; setting up again revives them
)

// Linking says how a first sign-in joins a provider account to a user.
type Linking string

// The linking policies (spec "Who is it", 3).
const (
	LinkAutomatic   Linking = "automatic"
	LinkConfirm     Linking = "confirm"
	LinkProfileOnly Linking = "profile_only"
)

// WeakProof says what a first sign-in with weak proof leads to.
type WeakProof string

// The two ways.
const (
	WeakAsk    WeakProof = "ask"
	WeakRefuse WeakProof = "refuse"
)

// Connection is one organization's SSO application at one identity provider.
type Connection struct {
	ID             string    `db:"id"` // 128 random bits, part of the redirect URI
	OrganizationID string    `db:"organization_id"`
	Provider       string    `db:"provider"` // "google", "microsoft", or an organization's own key (OpenID)
	Preset         string    `db:"preset"`   // what it was made with, or "": see package provider
	Label          string    `db:"label"`    // the name that the organization gave it, or ""
	State          State     `db:"state"`
	Linking        Linking   `db:"linking"`
	WeakProof      WeakProof `db:"weak_proof"`
	DifferentEmail bool      `db:"different_email"` // another address than the provider's may be proven
	LockedTo       Strings   `db:"locked_to"`       // tenants (Microsoft) or hosted domains (Google); empty: unlocked
	LiveVersionID  *string   `db:"live_version_id"`
	DraftVersionID *string   `db:"draft_version_id"` // saved and not live yet
	// While a secret is rotated: the version whose secret is still tried when the
	// provider refuses the live one's, and until when.
	FallbackVersionID *string `db:"fallback_version_id"`
	FallbackUntil     Time    `db:"fallback_until"`
	FallbackUsedAt    Time    `db:"fallback_used_at"`
	Health
	Revision  int64  `db:"revision"` // counts the changes, for ETags
	ChangedBy string `db:"changed_by"`
	CreatedAt Time   `db:"created_at"`
	UpdatedAt Time   `db:"updated_at"`
}

// NewConnection returns a draft with the default policy.
func NewConnection(organizationID, provider string, now time.Time) Connection {
	return Connection{
		ID: secret.NewID(), OrganizationID: organizationID, Provider: provider, State: Draft,
		Linking: LinkAutomatic, WeakProof: WeakAsk, Health: Health{Health: HealthOK},
		Revision: 1, ChangedBy: ActorOperator,
		CreatedAt: At(now), UpdatedAt: At(now),
	}
}

const connectionColumns = `id, organization_id, provider, preset, label, state, linking, weak_proof, different_email,
	locked_to, live_version_id, draft_version_id, fallback_version_id, fallback_until, fallback_used_at,
	health, health_since, health_reason, probe_failed, probe_at, probe_pause, trial_at,
	revision, changed_by, created_at, updated_at`

// ConnectionsByID reads connections of an organization, in no order; one that is not there
// is left out.
func (r Rows) ConnectionsByID(ctx context.Context, organizationID string, ids []string) ([]Connection, error) {
	return listIn[Connection](ctx, r, `
		SELECT `+connectionColumns+` FROM connections WHERE organization_id = ? AND id IN (?)`, ids, organizationID)
}

// AddConnection writes a new connection; ErrConflict if the organization has
// one at that provider.
func (r Rows) AddConnection(ctx context.Context, c Connection) error {
	return r.insert(ctx, `
		INSERT INTO connections (`+connectionColumns+`)
		VALUES (:id, :organization_id, :provider, :preset, :label, :state, :linking, :weak_proof, :different_email,
			:locked_to, :live_version_id, :draft_version_id, :fallback_version_id, :fallback_until, :fallback_used_at,
			:health, :health_since, :health_reason, :probe_failed, :probe_at, :probe_pause, :trial_at,
			:revision, :changed_by, :created_at, :updated_at)`, c)
}

// UpdateConnection writes state, policy and versions, and counts the change;
// health has its own statements.
func (r Rows) UpdateConnection(ctx context.Context, c Connection) error {
	return one(r.exec(ctx, `
		UPDATE connections
		SET preset = ?, label = ?, state = ?, linking = ?, weak_proof = ?, different_email = ?, locked_to = ?,
			live_version_id = ?, draft_version_id = ?, fallback_version_id = ?, fallback_until = ?,
			fallback_used_at = ?, revision = revision + 1, changed_by = ?, updated_at = ?
		WHERE organization_id = ? AND id = ?`,
		c.Preset, c.Label, c.State, c.Linking, c.WeakProof, c.DifferentEmail, c.LockedTo,
		c.LiveVersionID, c.DraftVersionID, c.FallbackVersionID, c.FallbackUntil,
		c.FallbackUsedAt, c.ChangedBy, c.UpdatedAt, c.OrganizationID, c.ID))
}

// ConnectionByID reads an organization's connection.
func (r Rows) ConnectionByID(ctx context.Context, organizationID, id string) (Connection, error) {
	var c Connection
	err := r.get(ctx, &c, `
		SELECT `+connectionColumns+` FROM connections WHERE organization_id = ? AND id = ?`, organizationID, id)
	return c, err
}

// ConnectionsOf lists an organization's connections in the order in which they
// were set up, removed ones included.
func (r Rows) ConnectionsOf(ctx context.Context, organizationID string) ([]Connection, error) {
	var list []Connection
	err := r.list(ctx, &list, `
		SELECT `+connectionColumns+` FROM connections WHERE organization_id = ? ORDER BY created_at, provider`,
		organizationID)
	return list, err
}

// ConnectionAt reads an organization's connection at a provider.
func (r Rows) ConnectionAt(ctx context.Context, organizationID, provider string) (Connection, error) {
	var c Connection
	err := r.get(ctx, &c, `
		SELECT `+connectionColumns+` FROM connections WHERE organization_id = ? AND provider = ?`,
		organizationID, provider)
	return c, err
}

// ProviderState is what the sign-in page needs of a connection.
type ProviderState struct {
	Provider string  `db:"provider"`
	Label    string  `db:"label"`
	State    State   `db:"state"`
	Health   Verdict `db:"health"`
}

// ProviderStates lists an organization's connections that have a live version
// or were turned off, in the order in which they were configured.
func (r Rows) ProviderStates(ctx context.Context, organizationID string) ([]ProviderState, error) {
	var states []ProviderState
	err := r.list(ctx, &states, `
		SELECT provider, label, state, health FROM connections
		WHERE organization_id = ? AND state IN ('enabled', 'disabled')
		ORDER BY created_at, provider`, organizationID)
	return states, err
}

// Place says whose connection an id is: for a page, not for a decision.
type Place struct {
	OrganizationCode string `db:"organization_code"`
	Provider         string `db:"provider"`
}

// PlaceOf reads the place of a connection id, whichever organization's it is.
func (r Rows) PlaceOf(ctx context.Context, connectionID string) (Place, error) {
	var p Place
	err := r.get(ctx, &p, `
		SELECT o.code AS organization_code, c.provider
		FROM connections c JOIN organizations o ON o.id = c.organization_id WHERE c.id = ?`, connectionID)
	return p, err
}

// Made is what a connection was made with.
type Made struct {
	Provider string `db:"provider"`
	Preset   string `db:"preset"`
}

// MadeWith reads what a connection was made with, for a page and not for a decision: ErrNotFound
// unless a session that was not ended is of its organization.
func (r Rows) MadeWith(ctx context.Context, connectionID, sessionID string) (Made, error) {
	var m Made
	err := r.get(ctx, &m, `
		SELECT c.provider, c.preset FROM connections c JOIN sessions s ON s.organization_id = c.organization_id
		WHERE c.id = ? AND s.id = ? AND s.ended_at IS NULL`, connectionID, sessionID)
	return m, err
}
