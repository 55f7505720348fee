package store

import (
	"context"
	"time"

	"latchkey/api/secret"
)

// Organization is a tenant.
type Organization struct {
	ID                     string `db:"id"`
	Code                   string `db:"code"`
	Name                   string `db:"name"`
	Active                 bool   `db:"active"`
	ContactText            string `db:"contact_text"`
	PasswordSignIn         bool   `db:"password_sign_in"`
	SessionIdleSeconds     int64  `db:"session_idle_seconds"`
	SessionAbsoluteSeconds int64  `db:"session_absolute_seconds"`
	SSORequiredAt          Time   `db:"sso_required_at"`      // from when on only exempt people may use a password
	LogDays                int64  `db:"log_days"`             // how long the sign-in log is kept
	AuditDays              int64  `db:"audit_days"`           // how long changes are kept
	StraightToProvider     bool   `db:"straight_to_provider"` // the sign-in page is passed while one provider is all there is
	Revision               int64  `db:"revision"`             // counts the changes, for ETags
	ChangedBy              string `db:"changed_by"`           // a user's id or an actor
	ChangedAt              Time   `db:"changed_at"`
	CreatedAt              Time   `db:"created_at"`
}

// PasswordsOpen says whether everybody may sign in with a password at a time;
// for exempt people it always does.
func (o Organization) PasswordsOpen(now time.Time) bool {
	return passwordsOpen(o.PasswordSignIn, o.SSORequiredAt, now)
}

func passwordsOpen(on bool, required Time, now time.Time) bool {
	return on && (required.IsZero() || now.Before(required.Time))
}

// Lengths of a session unless an organization says otherwise (spec "Sessions
// and tokens").
const (
	DefaultSessionIdle     = 8 * time.Hour
	DefaultSessionAbsolute = 12 * time.Hour
)

// DefaultLogDays is how long the sign-in log is kept unless an organization
// says otherwise.
const DefaultLogDays = 180

// DefaultAuditDays is the same for changes, and the shortest time that an organization may
// choose: a super admin who shortens it takes no trace away that is newer.
const DefaultAuditDays = 180

// NewOrganization returns an active organization with the defaults.
func NewOrganization(code, name string, now time.Time) Organization {
	return Organization{
		ID: "org_" + secret.NewID(), Code: code, Name: name, Active: true, PasswordSignIn: true,
		SessionIdleSeconds:     int64(DefaultSessionIdle / time.Second),
		SessionAbsoluteSeconds: int64(DefaultSessionAbsolute / time.Second),
		LogDays:                DefaultLogDays, AuditDays: DefaultAuditDays, Revision: 1, ChangedBy: ActorOperator,
		CreatedAt: At(now),
	}
}

const organizationColumns = `id, code, name, active, contact_text, password_sign_in,
	session_idle_seconds, session_absolute_seconds, sso_required_at, log_days, audit_days, straight_to_provider, revision, changed_by,
	changed_at, created_at`

// AddOrganization writes a new organization and its built-in roles; ErrConflict if the
// code is taken.
func (r Rows) AddOrganization(ctx context.Context, o Organization) error {
	err := r.insert(ctx, `
		INSERT INTO organizations (`+organizationColumns+`)
		VALUES (:id, :code, :name, :active, :contact_text, :password_sign_in,
			:session_idle_seconds, :session_absolute_seconds, :sso_required_at, :log_days, :audit_days, :straight_to_provider, :revision, :changed_by,
			:changed_at, :created_at)`, o)
	if err != nil {
		return err
	}
	_, err = r.exec(ctx, builtInRoles+`o.id = ? ON CONFLICT DO NOTHING`, o.ID)
	return err
}

// UpdateOrganization writes what may change of an organization, and counts the
// change.
func (r Rows) UpdateOrganization(ctx context.Context, o Organization) error {
	return one(r.exec(ctx, `
		UPDATE organizations
		SET name = ?, active = ?, contact_text = ?, password_sign_in = ?,
			session_idle_seconds = ?, session_absolute_seconds = ?, sso_required_at = ?, log_days = ?, audit_days = ?, straight_to_provider = ?,
			revision = revision + 1, changed_by = ?, changed_at = ?
		WHERE id = ?`, o.Name, o.Active, o.ContactText, o.PasswordSignIn,
		o.SessionIdleSeconds, o.SessionAbsoluteSeconds, o.SSORequiredAt, o.LogDays, o.AuditDays, o.StraightToProvider,
		o.ChangedBy, o.ChangedAt, o.ID))
}

// OrganizationByCode reads an organization, active or not.
func (r Rows) OrganizationByCode(ctx context.Context, code string) (Organization, error) {
	var o Organization
	err := r.get(ctx, &o, `SELECT `+organizationColumns+` FROM organizations WHERE code = ?`, code)
	return o, err
}

// OrganizationByID reads an organization, active or not.
func (r Rows) OrganizationByID(ctx context.Context, id string) (Organization, error) {
	var o Organization
	err := r.get(ctx, &o, `SELECT `+organizationColumns+` FROM organizations WHERE id = ?`, id)
	return o, err
}

// OnlyOrganization returns the code of the one active organization, or
// ErrNotFound when there are none or several: then people are asked for it (S2).
func (r Rows) OnlyOrganization(ctx context.Context) (string, error) {
	var codes []string
	if err := r.list(ctx, &codes, `SELECT code FROM organizations WHERE active LIMIT 2`); err != nil {
		return "", err
	}
	if len(codes) != 1 {
		return "", ErrNotFound
	}
	return codes[0], nil
}

// HasOrganization says whether this deployment has been set up.
func (r Rows) HasOrganization(ctx context.Context) (bool, error) {
	var has bool
	err := r.get(ctx, &has, `SELECT EXISTS (SELECT 1 FROM organizations)`)
	return has, err
}
