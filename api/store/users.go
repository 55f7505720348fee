package store

import (
	"context"
	"time"

	"latchkey/api/email"
	"latchkey/api/secret"
)

// Role is the key of a role of the user's organization: what they may, and what
// applications are told of it.
type Role string

// The roles that every organization has; it makes others beside them.
const (
	SuperAdmin Role = "super_admin"
	Agent      Role = "agent"
)

// User is an account of the CRM or CX platform, in exactly one organization.
type User struct {
	ID                string  `db:"id"`
	OrganizationID    string  `db:"organization_id"`
	ExternalID        *string `db:"external_id"` // the CRM's own id
	Email             string  `db:"email"`       // as it was given
	EmailLower        string  `db:"email_lower"`
	Name              string  `db:"name"`
	Role              Role    `db:"role"`
	Active            bool    `db:"active"`
	PasswordHash      *string `db:"password_hash"`       // argon2id, or the bcrypt of an import
	PasswordUsedAt    Time    `db:"password_used_at"`    // when somebody last signed in with the present password, or confirmed it
	PasswordChangedAt Time    `db:"password_changed_at"` // when they last set it themselves; zero: unknown, as of an import
	Exempt            bool    `db:"exempt"`              // may use the password although SSO is required
	TimeZone          string  `db:"time_zone"`           // of the IANA database; "" is the browser's
	Language          string  `db:"language"`            // one of Languages; "" is the browser's
	Revision          int64   `db:"revision"`            // counts the changes, for ETags
	ChangedBy         string  `db:"changed_by"`
	CreatedAt         Time    `db:"created_at"`
	UpdatedAt         Time    `db:"updated_at"`
	// RoleSource is where the role comes from, RoleRuleID which rule gave it, RoleAt since when.
	// Read it by RoleCame: "" is of whoever was added and not changed since.
	RoleSource RoleSource `db:"role_source"`
	RoleRuleID string     `db:"role_rule_id"`
	RoleAt     Time       `db:"role_at"`
}

// RoleSource is where somebody's role comes from.
type RoleSource string

// The sources of a role.
const (
	RoleManual    RoleSource = "manual"
	RoleByRule    RoleSource = "rule"
	RoleBySCIM    RoleSource = "scim"
	RoleByDefault RoleSource = "default"
)

// Came is the source of a role. Of whoever was added with one it depends on which: people
// are agents unless somebody says another.
func (s RoleSource) Came(role Role) RoleSource {
	switch {
	case s != "":
		return s
	case role == Agent:
		return RoleByDefault
	}
	return RoleManual
}

// NewUser returns an active user without a password.
func NewUser(organizationID, address, name string, role Role, now time.Time) User {
	return User{
		ID: "usr_" + secret.NewID(), OrganizationID: organizationID, Email: address, EmailLower: email.Fold(address),
		Name: name, Role: role, Active: true, Revision: 1, ChangedBy: ActorOperator,
		CreatedAt: At(now), UpdatedAt: At(now),
	}
}

const userColumns = `id, organization_id, external_id, email, email_lower, name, role, active,
	password_hash, password_used_at, password_changed_at, exempt, time_zone, language, revision, changed_by, created_at, updated_at,
	role_source, role_rule_id, role_at`

// userValues are the values of userColumns, by name.
const userValues = `(:id, :organization_id, :external_id, :email, :email_lower, :name, :role, :active,
			:password_hash, :password_used_at, :password_changed_at, :exempt, :time_zone, :language, :revision, :changed_by,
			:created_at, :updated_at, :role_source, :role_rule_id, :role_at)`

// AddUser writes a new user; ErrConflict if the organization has that e-mail or
// external id already.
func (r Rows) AddUser(ctx context.Context, u User) error {
	return r.insert(ctx, `
		INSERT INTO users (`+userColumns+`)
		VALUES `+userValues, u)
}

// UpdateUser writes what may change of a user, and counts the change. Another
// password was never used, and nobody knows since when its owner has it. Another address
// is not proven, and the one before is not either when it comes back.
func (r Rows) UpdateUser(ctx context.Context, u User) error {
	return one(r.exec(ctx, `
		UPDATE users
		SET external_id = ?, email = ?, proven_email = CASE WHEN email_lower = ? THEN proven_email ELSE '' END, email_lower = ?,
			name = ?, role = ?, active = ?,
			password_used_at = CASE WHEN password_hash = ? THEN password_used_at END,
			password_changed_at = CASE WHEN password_hash = ? THEN password_changed_at END,
			password_hash = ?, exempt = ?, language = ?, role_source = ?, role_rule_id = ?, role_at = ?,
			revision = revision + 1, changed_by = ?, updated_at = ?
		WHERE organization_id = ? AND id = ?`,
		u.ExternalID, u.Email, email.Fold(u.Email), email.Fold(u.Email), u.Name, u.Role, u.Active,
		u.PasswordHash, u.PasswordHash, u.PasswordHash, u.Exempt, u.Language, u.RoleSource, u.RoleRuleID, u.RoleAt, u.ChangedBy, u.UpdatedAt, u.OrganizationID, u.ID))
}

// ChangeUser is UpdateUser without the password: a sign-in that upgrades its
// hash or notes its use at the same time loses nothing.
func (r Rows) ChangeUser(ctx context.Context, u User) error {
	return one(r.exec(ctx, `
		UPDATE users
		SET external_id = ?, email = ?, proven_email = CASE WHEN email_lower = ? THEN proven_email ELSE '' END, email_lower = ?,
			name = ?, role = ?, active = ?, exempt = ?, language = ?, role_source = ?, role_rule_id = ?, role_at = ?,
			revision = revision + 1, changed_by = ?, updated_at = ?
		WHERE organization_id = ? AND id = ?`,
		u.ExternalID, u.Email, email.Fold(u.Email), email.Fold(u.Email), u.Name, u.Role, u.Active, u.Exempt, u.Language,
		u.RoleSource, u.RoleRuleID, u.RoleAt, u.ChangedBy, u.UpdatedAt, u.OrganizationID, u.ID))
}

// ReleaseEmail lets somebody else have a user's address before the user has the next
// one, where several change in one transaction: it must write the user again. It is
// no change of the user.
func (r Rows) ReleaseEmail(ctx context.Context, u User) error {
	return one(r.exec(ctx, `
		UPDATE users SET email_lower = id WHERE organization_id = ? AND id = ?`, u.OrganizationID, u.ID))
}

// ProveEmail records that a user has proven an address, if it is theirs still. It is no
// change of the user.
func (r Rows) ProveEmail(ctx context.Context, organizationID, userID, address string) error {
	_, err := r.exec(ctx, `
		UPDATE users SET proven_email = email_lower
		WHERE organization_id = ? AND id = ? AND email_lower = ? AND proven_email <> email_lower`,
		organizationID, userID, email.Fold(address))
	return err
}

// UpgradePasswordHash replaces a hash by a better one of the same password,
// which is no change of it. It does nothing if the password was changed meanwhile.
func (r Rows) UpgradePasswordHash(ctx context.Context, u User, hash string) error {
	_, err := r.exec(ctx, `
		UPDATE users SET password_hash = ? WHERE organization_id = ? AND id = ? AND password_hash = ?`,
		hash, u.OrganizationID, u.ID, u.PasswordHash)
	return err
}

// RecordPasswordUse records that the password that was read was used;
// ErrNotFound when it was changed meanwhile. It is no change of the user: the
// revision stays.
func (r Rows) RecordPasswordUse(ctx context.Context, u User, now time.Time) error {
	return one(r.exec(ctx, `
		UPDATE users SET password_used_at = ?, last_sign_in_at = ?, last_sign_in_with = 'password'
		WHERE organization_id = ? AND id = ? AND password_hash = ?`,
		At(now), At(now), u.OrganizationID, u.ID, u.PasswordHash))
}

// SetPassword replaces the password of an active user who was read, or gives
// them the first one, as they chose it; ErrNotFound when it was changed meanwhile.
// Another password was never used.
func (r Rows) SetPassword(ctx context.Context, u User, hash string, now time.Time) error {
	return one(r.exec(ctx, `
		UPDATE users
		SET password_hash = ?, password_used_at = NULL, password_changed_at = ?, revision = revision + 1, changed_by = ?,
			updated_at = ?
		WHERE organization_id = ? AND id = ? AND active AND COALESCE(password_hash, '') = COALESCE(?, '')`,
		hash, At(now), u.ID, At(now), u.OrganizationID, u.ID, u.PasswordHash))
}

// ChangeProfile writes what a user may change of themselves, and counts the
// change.
func (r Rows) ChangeProfile(ctx context.Context, u User) error {
	return one(r.exec(ctx, `
		UPDATE users SET name = ?, time_zone = ?, language = ?, revision = revision + 1, changed_by = ?, updated_at = ?
		WHERE organization_id = ? AND id = ?`,
		u.Name, u.TimeZone, u.Language, u.ChangedBy, u.UpdatedAt, u.OrganizationID, u.ID))
}

// UserByID reads a user of an organization, active or not.
func (r Rows) UserByID(ctx context.Context, organizationID, id string) (User, error) {
	var u User
	err := r.get(ctx, &u, `
		SELECT `+userColumns+` FROM users WHERE organization_id = ? AND id = ?`, organizationID, id)
	return u, err
}

// UsersByID reads users of an organization, active or not, in no order; whoever is not
// there is left out.
func (r Rows) UsersByID(ctx context.Context, organizationID string, ids []string) ([]User, error) {
	return listEach[User](ctx, r, `
		SELECT `+userColumns+` FROM users WHERE organization_id = ? AND id = ?`, ids, organizationID)
}

// UserByEmail reads a user of an organization, active or not.
func (r Rows) UserByEmail(ctx context.Context, organizationID, address string) (User, error) {
	var u User
	err := r.get(ctx, &u, `
		SELECT `+userColumns+` FROM users WHERE organization_id = ? AND email_lower = ?`,
		organizationID, email.Fold(address))
	return u, err
}

// UserByExternalID reads a user of an organization by the CRM's own id.
func (r Rows) UserByExternalID(ctx context.Context, organizationID, externalID string) (User, error) {
	var u User
	err := r.get(ctx, &u, `
		SELECT `+userColumns+` FROM users WHERE organization_id = ? AND external_id = ?`,
		organizationID, externalID)
	return u, err
}

// UsersByExternalIDs reads users of an organization by the CRM's own ids, in no order;
// whoever is not there is left out.
func (r Rows) UsersByExternalIDs(ctx context.Context, organizationID string, ids []string) ([]User, error) {
	return listEach[User](ctx, r, `
		SELECT `+userColumns+` FROM users WHERE organization_id = ? AND external_id = ?`, ids, organizationID)
}

// UserElsewhere says whether another organization has an active user with this
// e-mail. Only the operator's log may be told.
func (r Rows) UserElsewhere(ctx context.Context, organizationID, address string) (bool, error) {
	var elsewhere bool
	err := r.get(ctx, &elsewhere, `
		SELECT EXISTS (SELECT 1 FROM users WHERE email_lower = ? AND organization_id <> ? AND active)`,
		email.Fold(address), organizationID)
	return elsewhere, err
}

// HasDomain says whether an organization has verified a domain, or has somebody
// with an address of it. Nobody else's is looked at.
func (r Rows) HasDomain(ctx context.Context, organizationID, domain string) (bool, error) {
	var has bool
	err := r.get(ctx, &has, `
		SELECT EXISTS (SELECT 1 FROM domains WHERE organization_id = ? AND domain = ? AND state = 'verified')
			OR EXISTS (SELECT 1 FROM users WHERE organization_id = ? AND active
				AND substr(email_lower, length(email_lower) - length(?)) = '@' || ?)`,
		organizationID, domain, organizationID, domain, domain)
	return has, err
}
