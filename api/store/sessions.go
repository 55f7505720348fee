package store

import (
	"context"
	"time"
)

// Session is one browser's stay. The refresh token itself is never kept.
type Session struct {
	ID              string  `db:"id"`
	OrganizationID  string  `db:"organization_id"`
	UserID          string  `db:"user_id"`
	ConnectionID    *string `db:"connection_id"` // what it was born from, so that it ends with it
	IdentityID      *string `db:"identity_id"`
	Method          string  `db:"method"` // "password" or "sso"
	Provider        string  `db:"provider"`
	ProviderEmail   string  `db:"provider_email"`
	Generation      int64   `db:"generation"`   // of the refresh token
	RefreshHash     string  `db:"refresh_hash"` // SHA-256 of the current one
	BeganAt         Time    `db:"began_at"`
	AuthenticatedAt Time    `db:"authenticated_at"` // the sign-in, or the last proof since then that it is still them
	LastUsedAt      Time    `db:"last_used_at"`
	IdleExpiresAt   Time    `db:"idle_expires_at"`
	ExpiresAt       Time    `db:"expires_at"`
	EndedAt         Time    `db:"ended_at"`
	EndReason       string  `db:"end_reason"`
	Address         string  `db:"address"`
	Browser         string  `db:"browser"`
	Bypass          bool    `db:"bypass"` // it began with a bypass link; Method is "password" then
}

// SignedInAt is when the stay began; a program of before that column leaves it
// empty while both run.
func (s Session) SignedInAt() time.Time {
	if s.BeganAt.IsZero() {
		return s.AuthenticatedAt.Time
	}
	return s.BeganAt.Time
}

const sessionColumns = `id, organization_id, user_id, connection_id, identity_id, method, provider,
	provider_email, generation, refresh_hash, began_at, authenticated_at, last_used_at, idle_expires_at,
	expires_at, ended_at, end_reason, address, browser, bypass`

// AddSession writes a new session. The column "retired" belongs to older programs.
func (r Rows) AddSession(ctx context.Context, s Session) error {
	_, err := r.exec(ctx, `
		INSERT INTO sessions (`+sessionColumns+`, retired) VALUES (`+sessionValues+`, '')`, s.values()...)
	return err
}

const sessionValues = `?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?`

// values are those of the columns, in their order.
func (s Session) values() []any {
	return []any{
		s.ID, s.OrganizationID, s.UserID, s.ConnectionID, s.IdentityID, s.Method, s.Provider,
		s.ProviderEmail, s.Generation, s.RefreshHash, s.BeganAt, s.AuthenticatedAt, s.LastUsedAt, s.IdleExpiresAt,
		s.ExpiresAt, s.EndedAt, s.EndReason, s.Address, s.Browser, s.Bypass,
	}
}

// Principal is a session with the live state of its user and organization: what
// decides whether it still stands, and what its token says.
type Principal struct {
	Session
	Email              string  `db:"email"`
	EmailProven        bool    `db:"email_proven"` // somebody has proven that the address is theirs
	Name               string  `db:"name"`
	Role               Role    `db:"role"`
	RoleName           string  `db:"role_name"`
	RolePermits        Strings `db:"role_permits"` // permissions of a role of the organization's own
	ExternalID         *string `db:"external_id"`
	TimeZone           string  `db:"time_zone"`
	Language           string  `db:"language"`
	UserActive         bool    `db:"user_active"`
	OrganizationCode   string  `db:"organization_code"`
	OrganizationName   string  `db:"organization_name"`
	OrganizationActive bool    `db:"organization_active"`
	IdleSeconds        int64   `db:"idle_seconds"`
	ProviderLabel      string  `db:"provider_label"` // of the connection that it came through, as it is now
}

// SessionPrincipal reads a session and what it stands on.
func (r Rows) SessionPrincipal(ctx context.Context, id string) (Principal, error) {
	var h Principal
	err := r.get(ctx, &h, `
		SELECT s.id, s.organization_id, s.user_id, s.connection_id, s.identity_id, s.method, s.provider,
			s.provider_email, s.generation, s.refresh_hash, s.began_at, s.authenticated_at, s.last_used_at,
			s.idle_expires_at, s.expires_at, s.ended_at, s.end_reason, s.address, s.browser, s.bypass,
			u.email, u.proven_email = u.email_lower AS email_proven, u.name, u.role, u.external_id, u.time_zone, u.language,
			u.active AS user_active, ro.name AS role_name, ro.permissions AS role_permits,
			o.code AS organization_code, o.name AS organization_name, o.active AS organization_active,
			o.session_idle_seconds AS idle_seconds, COALESCE(c.label, '') AS provider_label
		FROM sessions s
		JOIN users u ON u.organization_id = s.organization_id AND u.id = s.user_id
		JOIN roles ro ON ro.organization_id = u.organization_id AND ro.key = u.role
		JOIN organizations o ON o.id = s.organization_id
		LEFT JOIN connections c ON c.organization_id = s.organization_id AND c.id = s.connection_id
		WHERE s.id = ?`, id)
	return h, err
}

// RotateSession moves a live session from one generation of its refresh token
// to the next. Of several at once one wins; the others get ErrNotFound.
func (r Rows) RotateSession(ctx context.Context, s Session, from int64) error {
	return one(r.exec(ctx, `
		UPDATE sessions
		SET generation = ?, refresh_hash = ?, last_used_at = ?, idle_expires_at = ?, expires_at = ?
		WHERE id = ? AND organization_id = ? AND generation = ? AND ended_at IS NULL`,
		s.Generation, s.RefreshHash, s.LastUsedAt, s.IdleExpiresAt, s.ExpiresAt,
		s.ID, s.OrganizationID, from))
}

// endSessions ends the sessions of a condition and says how many, and writes to the
// applications that got tokens in them: inside a transaction it is one thing.
func (r Rows) endSessions(ctx context.Context, reason string, now time.Time, where string, args ...any) (int64, error) {
	n, err := r.exec(ctx, `UPDATE sessions SET ended_at = ?, end_reason = ? WHERE ended_at IS NULL AND `+where,
		append([]any{At(now), reason}, args...)...)
	if err != nil || n == 0 {
		return n, err
	}
	return n, r.tellEnded(ctx, reason, now, where, args...)
}

// Why a session ended at the wish of whoever holds it.
const (
	SessionSignedOut = "signed_out"
	SessionReplaced  = "replaced" // by another one of the same browser
)

// EndSession ends a session; false if it had ended or never was. What an application got for
// offline use ends with it, unless its person only left: whoever stole the session may have
// got that.
func (r Rows) EndSession(ctx context.Context, id, reason string, now time.Time) (bool, error) {
	if reason != SessionSignedOut && reason != SessionReplaced {
		if err := r.endOffline(ctx, reason, now, `session_id = ?`, id); err != nil {
			return false, err
		}
	}
	n, err := r.endSessions(ctx, reason, now, `id = ?`, id)
	return n > 0, err
}

// SessionsOf lists the sessions of a user that stand, the first of them the one
// that is named, then the latest used: at most so many.
func (r Rows) SessionsOf(ctx context.Context, organizationID, userID, first string, now time.Time, most int) ([]Session, error) {
	var list []Session
	err := r.list(ctx, &list, `
		SELECT `+sessionColumns+` FROM sessions
		WHERE organization_id = ? AND user_id = ? AND ended_at IS NULL AND idle_expires_at > ? AND expires_at > ?
		ORDER BY CASE WHEN id = ? THEN 0 ELSE 1 END, last_used_at DESC, id LIMIT ?`,
		organizationID, userID, At(now), At(now), first, most)
	return list, err
}

// EndSessionOf ends a session if it is that user's and stands; false if not. What an
// application got in it for offline use ends, too: the person wants that browser out.
func (r Rows) EndSessionOf(ctx context.Context, organizationID, userID, id, reason string, now time.Time) (bool, error) {
	if err := r.endOffline(ctx, reason, now, `organization_id = ? AND user_id = ? AND session_id = ?`, organizationID, userID, id); err != nil {
		return false, err
	}
	n, err := r.endSessions(ctx, reason, now, `organization_id = ? AND user_id = ? AND id = ? AND idle_expires_at > ? AND expires_at > ?`,
		organizationID, userID, id, At(now), At(now))
	return n > 0, err
}

// Reauthenticate records that whoever holds a session proved again to be its
// user; ErrNotFound if it has ended.
func (r Rows) Reauthenticate(ctx context.Context, organizationID, userID, id string, now time.Time) error {
	return one(r.exec(ctx, `
		UPDATE sessions SET authenticated_at = ?
		WHERE organization_id = ? AND user_id = ? AND id = ? AND ended_at IS NULL`,
		At(now), organizationID, userID, id))
}

// EndSessionsOf ends all sessions of a user but one and says how many.
func (r Rows) EndSessionsOf(ctx context.Context, organizationID, userID, except, reason string, now time.Time) (int64, error) {
	if err := r.endOffline(ctx, reason, now, `organization_id = ? AND user_id = ? AND session_id <> ?`, organizationID, userID, except); err != nil {
		return 0, err
	}
	return r.endSessions(ctx, reason, now, `organization_id = ? AND user_id = ? AND id <> ?`, organizationID, userID, except)
}

// EndSessionsThrough ends all sessions that came through a connection and says
// how many: turning it off bites at once. Whoever signs in at that moment has their session
// by now, or finds the connection as it is when the transaction has ended.
func (r Rows) EndSessionsThrough(ctx context.Context, organizationID, connectionID, reason string, now time.Time) (int64, error) {
	if err := r.closeGate(ctx); err != nil {
		return 0, err
	}
	if err := r.endOffline(ctx, reason, now, `organization_id = ? AND session_id IN (SELECT id FROM sessions WHERE organization_id = ? AND connection_id = ?)`, organizationID, organizationID, connectionID); err != nil {
		return 0, err
	}
	return r.endSessions(ctx, reason, now, `organization_id = ? AND connection_id = ?`, organizationID, connectionID)
}

// SessionsThrough counts the sessions that [Rows.EndSessionsThrough] would end.
func (r Rows) SessionsThrough(ctx context.Context, organizationID, connectionID string) (int64, error) {
	var n int64
	err := r.get(ctx, &n, `
		SELECT COUNT(*) FROM sessions WHERE organization_id = ? AND connection_id = ? AND ended_at IS NULL`,
		organizationID, connectionID)
	return n, err
}

// EndSessionsOfIdentity ends all sessions but one that came through a link and
// says how many: taking it away bites at once.
func (r Rows) EndSessionsOfIdentity(ctx context.Context, organizationID, identityID, except, reason string, now time.Time) (int64, error) {
	if err := r.endOffline(ctx, reason, now, `organization_id = ? AND session_id <> ? AND session_id IN (
		SELECT id FROM sessions WHERE organization_id = ? AND identity_id = ?)`, organizationID, except, organizationID, identityID); err != nil {
		return 0, err
	}
	return r.endSessions(ctx, reason, now, `organization_id = ? AND identity_id = ? AND id <> ?`, organizationID, identityID, except)
}

// EndSessionsIn ends all sessions of an organization and says how many; of whoever signs in at
// that moment as [Rows.EndSessionsThrough].
func (r Rows) EndSessionsIn(ctx context.Context, organizationID, reason string, now time.Time) (int64, error) {
	if err := r.closeGate(ctx); err != nil {
		return 0, err
	}
	if err := r.endOffline(ctx, reason, now, `organization_id = ?`, organizationID); err != nil {
		return 0, err
	}
	return r.endSessions(ctx, reason, now, `organization_id = ?`, organizationID)
}

// endOffline ends the grants that live on when their session has ended: for a cause that
// ends sessions they end as well. All others end by themselves.
func (r Rows) endOffline(ctx context.Context, reason string, now time.Time, where string, args ...any) error {
	_, err := r.exec(ctx, `
		UPDATE grants SET ended_at = ?, end_reason = ? WHERE offline AND ended_at IS NULL AND `+where,
		append([]any{At(now), reason}, args...)...)
	return err
}
