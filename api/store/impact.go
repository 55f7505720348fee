package store

import (
	"context"
	"time"
)

// Impact says whom turning a connection off would touch.
type Impact struct {
	Connected int64 `db:"connected"` // active people with an account connected through it
	OnlyWay   int64 `db:"only_way"`  // those of them who have no other way in
	Sessions  int64 `db:"sessions"`  // that came through it and still run
}

// throughIt is the active people who are connected through a connection;
// withoutIt are those of them who cannot get in any other way.
const (
	throughIt = `users u JOIN organizations o ON o.id = u.organization_id
		JOIN identities l ON l.organization_id = u.organization_id AND l.user_id = u.id AND l.connection_id = ?
		WHERE u.organization_id = ? AND u.active`
	withoutIt = ` AND NOT (` + byPassword + ` OR EXISTS (` + byLink + ` AND c.id <> l.connection_id))`
)

// ImpactOf counts whom turning a connection off would touch.
func (r Rows) ImpactOf(ctx context.Context, organizationID, connectionID string, now time.Time) (Impact, error) {
	var i Impact
	err := r.get(ctx, &i, `
		SELECT (SELECT COUNT(*) FROM `+throughIt+`) AS connected,
			(SELECT COUNT(*) FROM `+throughIt+withoutIt+`) AS only_way,
			(SELECT COUNT(*) FROM sessions WHERE organization_id = ? AND connection_id = ? AND ended_at IS NULL
				AND idle_expires_at > ? AND expires_at > ?) AS sessions`,
		connectionID, organizationID, connectionID, organizationID, organizationID, connectionID, At(now), At(now))
	return i, err
}

// OnlyThrough lists the first people, by name, who have no other way in than a
// connection.
func (r Rows) OnlyThrough(ctx context.Context, organizationID, connectionID string, most int) ([]User, error) {
	var users []User
	err := r.list(ctx, &users, `
		SELECT u.id, u.organization_id, u.external_id, u.email, u.email_lower, u.name, u.role, u.active,
			u.password_hash, u.password_used_at, u.exempt, u.revision, u.changed_by, u.created_at, u.updated_at
		FROM `+throughIt+withoutIt+` ORDER BY u.name, u.id LIMIT ?`, connectionID, organizationID, most)
	return users, err
}
