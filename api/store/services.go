package store

import (
	"context"
	"time"
)

// Service is what a machine of an organization has beside what every client has.
type Service struct {
	ClientID       string  `db:"client_id"`
	OrganizationID string  `db:"organization_id"`
	Scopes         Strings `db:"scopes"`   // permissions of the contract
	JWKS           string  `db:"jwks"`     // its public keys (RFC 7517), "" if none were given
	JWKSURI        string  `db:"jwks_uri"` // where they are instead
	Federation
	LastUsedFrom string `db:"last_used_from"` // an address
	LastUsedWith string `db:"last_used_with"` // the id of a secret, or UsedKeys or UsedFederation
	Revision     int64  `db:"revision"`       // counts the changes, for ETags
	ChangedBy    string `db:"changed_by"`
	RevokedAt    Time   `db:"revoked_at"`
}

// Federation says whose tokens prove that a service is itself: all four must be right.
// The zero value is nobody's.
type Federation struct {
	Issuer   string `db:"federation_issuer"`
	KeysAt   string `db:"federation_jwks_uri"`
	Subject  string `db:"federation_subject"`
	Audience string `db:"federation_audience"`
}

// What a service was used with, if not with a secret.
const (
	UsedKeys       = "keys"
	UsedFederation = "federation"
)

// OwnedService is a service with its organization.
type OwnedService struct {
	Service
	OrganizationCode   string `db:"organization_code"`
	OrganizationName   string `db:"organization_name"`
	OrganizationActive bool   `db:"organization_active"`
}

const serviceColumns = `client_id, organization_id, scopes, jwks, jwks_uri, federation_issuer, federation_jwks_uri,
	federation_subject, federation_audience, last_used_from, last_used_with, revision, changed_by, revoked_at`

// AddService writes what a client that is a service has.
func (r Rows) AddService(ctx context.Context, s Service) error {
	return r.insert(ctx, `
		INSERT INTO services (`+serviceColumns+`)
		VALUES (:client_id, :organization_id, :scopes, :jwks, :jwks_uri, :federation_issuer, :federation_jwks_uri,
			:federation_subject, :federation_audience, :last_used_from, :last_used_with, :revision, :changed_by, :revoked_at)`, s)
}

// OwnedServiceByID reads a service of any organization.
func (r Rows) OwnedServiceByID(ctx context.Context, clientID string) (OwnedService, error) {
	var s OwnedService
	err := r.get(ctx, &s, `
		SELECT s.client_id, s.organization_id, s.scopes, s.jwks, s.jwks_uri, s.federation_issuer, s.federation_jwks_uri,
			s.federation_subject, s.federation_audience, s.last_used_from, s.last_used_with, s.revision, s.changed_by, s.revoked_at,
			o.code AS organization_code, o.name AS organization_name, o.active AS organization_active
		FROM services s JOIN organizations o ON o.id = s.organization_id WHERE s.client_id = ?`, clientID)
	return s, err
}

// ServiceByID reads a service of an organization that is not revoked.
func (r Rows) ServiceByID(ctx context.Context, organizationID, clientID string) (Service, error) {
	var s Service
	err := r.get(ctx, &s, `
		SELECT `+serviceColumns+` FROM services WHERE organization_id = ? AND client_id = ? AND revoked_at IS NULL`,
		organizationID, clientID)
	return s, err
}

// ServiceEntry is a service as super admins see it.
type ServiceEntry struct {
	Service
	Name          string `db:"name"`
	CreatedAt     Time   `db:"created_at"`
	CreatedBy     string `db:"created_by"` // a user's id or an actor
	UpdatedAt     Time   `db:"updated_at"`
	LastUsedAt    Time   `db:"last_used_at"`
	CreatedByName string `db:"created_by_name"`
	ChangedByName string `db:"changed_by_name"`
	CreatorActive bool   `db:"creator_active"` // true for an actor that is no user
}

// ServicesOf lists the services of an organization that are not revoked, by name; with a
// client's id it is that one alone.
func (r Rows) ServicesOf(ctx context.Context, organizationID, clientID string) ([]ServiceEntry, error) {
	var list []ServiceEntry
	err := r.list(ctx, &list, `
		SELECT s.client_id, s.organization_id, s.scopes, s.jwks, s.jwks_uri, s.federation_issuer, s.federation_jwks_uri,
			s.federation_subject, s.federation_audience, s.last_used_from, s.last_used_with, s.revision, s.changed_by, s.revoked_at,
			c.name, c.created_at, c.created_by, c.updated_at, c.last_used_at, COALESCE(m.name, '') AS created_by_name,
			COALESCE(h.name, '') AS changed_by_name, COALESCE(m.active, TRUE) AS creator_active
		FROM services s JOIN clients c ON c.id = s.client_id
		LEFT JOIN users m ON (m.organization_id = s.organization_id) IS TRUE AND m.id = c.created_by
		LEFT JOIN users h ON (h.organization_id = s.organization_id) IS TRUE AND h.id = s.changed_by
		WHERE s.organization_id = ? AND s.revoked_at IS NULL AND (s.client_id = ? OR ? = '')
		ORDER BY LOWER(c.name), s.client_id`, organizationID, clientID, clientID)
	for i, s := range list {
		list[i].CreatedByName = ActorName(s.CreatedBy, s.CreatedByName)
		list[i].ChangedByName = ActorName(s.ChangedBy, s.ChangedByName)
	}
	return list, err
}

// ServiceSecretsOf lists the secrets of an organization's services, the oldest first;
// with a client's id those of that one alone.
func (r Rows) ServiceSecretsOf(ctx context.Context, organizationID, clientID string) ([]ClientSecret, error) {
	var list []ClientSecret
	err := r.list(ctx, &list, `
		SELECT `+clientSecretColumns+` FROM client_secrets
		WHERE client_id IN (SELECT client_id FROM services
			WHERE organization_id = ? AND revoked_at IS NULL AND (client_id = ? OR ? = ''))
		ORDER BY created_at, id`, organizationID, clientID, clientID)
	return list, err
}

// UpdateService writes what may change of a service, and counts the change.
func (r Rows) UpdateService(ctx context.Context, s Service) error {
	return one(r.exec(ctx, `
		UPDATE services SET scopes = ?, jwks = ?, jwks_uri = ?, federation_issuer = ?, federation_jwks_uri = ?,
			federation_subject = ?, federation_audience = ?, changed_by = ?, revoked_at = ?, revision = revision + 1
		WHERE organization_id = ? AND client_id = ? AND revoked_at IS NULL`,
		s.Scopes, s.JWKS, s.JWKSURI, s.Issuer, s.KeysAt, s.Subject, s.Audience, s.ChangedBy, s.RevokedAt,
		s.OrganizationID, s.ClientID))
}

// ServiceUsed notes from where and with what a service was used last. It goes before
// [Rows.ClientUsed], which keeps when that was.
func (r Rows) ServiceUsed(ctx context.Context, clientID string, at time.Time, from, with string) error {
	_, err := r.exec(ctx, `
		UPDATE services SET last_used_from = ?, last_used_with = ?
		WHERE client_id = ? AND EXISTS (SELECT 1 FROM clients c WHERE c.id = services.client_id AND COALESCE(c.last_used_at, 0) < ?)`,
		from, with, clientID, At(at))
	return err
}

// TokenIDKind says why the id of a token must not count again.
type TokenIDKind string

// The reasons.
const (
	TokenSpent   TokenIDKind = "spent"   // an assertion that was taken
	TokenRevoked TokenIDKind = "revoked" // an access token
)

// KeepTokenID notes an id, given by its hash, until its token expires: false if it was
// noted before. Of several at once one gets true.
func (r Rows) KeepTokenID(ctx context.Context, clientID string, kind TokenIDKind, hash string, expires time.Time) (bool, error) {
	n, err := r.exec(ctx, `
		INSERT INTO client_token_ids (client_id, kind, hash, expires_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		clientID, kind, hash, At(expires))
	return n > 0, err
}

// HasTokenID says whether an id was noted.
func (r Rows) HasTokenID(ctx context.Context, clientID string, kind TokenIDKind, hash string) (bool, error) {
	var has bool
	err := r.get(ctx, &has, `
		SELECT EXISTS (SELECT 1 FROM client_token_ids WHERE client_id = ? AND kind = ? AND hash = ?)`, clientID, kind, hash)
	return has, err
}

// ServiceSecretWarning is a secret of a service that expires soon, and a super admin whom
// to tell.
type ServiceSecretWarning struct {
	OrganizationID string `db:"organization_id"`
	Name           string `db:"name"` // of the service
	SecretID       string `db:"secret_id"`
	First          string `db:"first"`
	ExpiresAt      Time   `db:"expires_at"`
	UserID         string `db:"user_id"`
	Email          string `db:"email"`
}

// ServiceSecretWarnings lists the secrets of services that expire until a time, once for
// each active super admin of the organization: so many after the last one that was listed
// before. The first one is listed after nobody, who is told of nothing but the time that
// it is now.
func (r Rows) ServiceSecretWarnings(ctx context.Context, last ServiceSecretWarning, before time.Time, most int) ([]ServiceSecretWarning, error) {
	var list []ServiceSecretWarning
	err := r.list(ctx, &list, `
		SELECT s.organization_id, c.name, x.id AS secret_id, x.first, x.expires_at, u.id AS user_id, u.email
		FROM client_secrets x
		JOIN services s ON s.client_id = x.client_id AND s.revoked_at IS NULL
		JOIN clients c ON c.id = x.client_id AND c.state = 'enabled'
		JOIN organizations o ON o.id = s.organization_id AND o.active
		JOIN users u ON u.organization_id = s.organization_id AND u.role = 'super_admin' AND u.active
		WHERE x.revoked_at IS NULL AND x.expires_at <= ? AND (x.expires_at, x.id, u.id) > (?, ?, ?) AND (x.expires_at > ? OR ? <> '')
		ORDER BY x.expires_at, x.id, u.id LIMIT ?`,
		At(before), last.ExpiresAt, last.SecretID, last.UserID, last.ExpiresAt, last.SecretID, most)
	return list, err
}
