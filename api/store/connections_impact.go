package store

import (
	"context"
	"time"
)

// Impact says whom turning a connection off would touch.
type Impact struct {
	Connected int64 `db:"connected"` // active people with an account connected through it
	OnlyWay   int64 // those of them who have no other sign-in method
	Sessions  int64 `db:"sessions"` // that came through it and still run
}

// throughIt is SQL for the active people who are connected through a connection;
// noOtherLink are those of them who can sign in with no other link.
const (
	throughIt = `users u JOIN organizations o ON o.id = u.organization_id
		JOIN identities l ON l.organization_id = u.organization_id AND l.user_id = u.id AND l.connection_id = ?
		WHERE u.organization_id = ? AND u.active`
	noOtherLink = ` AND NOT EXISTS (` + byLink + ` AND c.id <> l.connection_id)`
)

// ImpactOf counts whom turning a connection off would touch.
func (r Rows) ImpactOf(ctx context.Context, organizationID, connectionID string, now time.Time) (Impact, error) {
	var counts []Impact
	err := r.listAfresh(ctx, &counts, `
		SELECT (SELECT COUNT(*) FROM `+throughIt+`) AS connected,
			(SELECT COUNT(*) FROM sessions WHERE organization_id = ? AND connection_id = ? AND ended_at IS NULL
				AND idle_expires_at > ? AND expires_at > ?) AS sessions`,
		connectionID, organizationID, organizationID, connectionID, At(now), At(now))
	if err != nil {
		return Impact{}, err
	}
	i := counts[0]
	only, err := r.onlyThrough(ctx, organizationID, connectionID)
	i.OnlyWay = int64(len(only))
	return i, err
}

// OnlyThrough lists the first people, by name, who have no sign-in method but a
// connection.
func (r Rows) OnlyThrough(ctx context.Context, organizationID, connectionID string, most int) ([]User, error) {
	only, err := r.onlyThrough(ctx, organizationID, connectionID)
	if err != nil {
		return nil, err
	}
	return listIn[User](ctx, r, `
		SELECT `+userColumns+` FROM users WHERE organization_id = ? AND id IN (?) ORDER BY name, id`,
		only[:min(most, len(only))], organizationID)
}

// onlyThrough lists the ids of all of them, by name.
func (r Rows) onlyThrough(ctx context.Context, organizationID, connectionID string) ([]string, error) {
	var people []passwordOf
	err := r.listAfresh(ctx, &people, `
		SELECT u.id, CASE WHEN `+byPassword+` THEN u.password_hash END AS password_hash
		FROM `+throughIt+noOtherLink+` ORDER BY u.name, u.id`, connectionID, organizationID)
	return idsOf(people, func(h passwordOf) bool { return !r.PasswordUsable(h.Hash) }), err
}
