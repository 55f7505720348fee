package store

import (
	"context"
	"time"
)

// ImpactCounted is how far an impact is counted: one more stands for all that are more (G1).
const ImpactCounted = 1000

// Impact says whom turning a connection off would touch; each number is at most one more than
// ImpactCounted.
type Impact struct {
	Connected int64 `db:"connected"` // active people with an account connected through it
	OnlyWay   int64 // those of them who have no other sign-in method
	Sessions  int64 `db:"sessions"` // that came through it and still run
}

// ImpactOf counts whom turning a connection off would touch, and lists the first so many, by name, who
// have no other sign-in method.
func (r Rows) ImpactOf(ctx context.Context, organizationID, connectionID string, now time.Time, first int) (Impact, []User, error) {
	var counts []Impact
	err := r.listAfresh(ctx, &counts, `
		SELECT (SELECT COUNT(*) FROM (
				SELECT 1 FROM identities l CROSS JOIN users u
				WHERE l.connection_id = ? AND l.organization_id = ? AND u.id = l.user_id AND u.active LIMIT ?) people) AS connected,
			(SELECT COUNT(*) FROM (
				SELECT 1 FROM sessions WHERE organization_id = ? AND connection_id = ? AND ended_at IS NULL
					AND idle_expires_at > ? AND expires_at > ? LIMIT ?) running) AS sessions`,
		connectionID, organizationID, ImpactCounted+1, organizationID, connectionID, At(now), At(now), ImpactCounted+1)
	if err != nil {
		return Impact{}, nil, err
	}
	i := counts[0]
	only, err := r.onlyThrough(ctx, organizationID, connectionID, ImpactCounted+1)
	if err != nil {
		return Impact{}, nil, err
	}
	i.OnlyWay = int64(len(only))
	people, err := listIn[User](ctx, r, `
		SELECT `+userColumns+` FROM users WHERE organization_id = ? AND id IN (?) ORDER BY name, id`,
		only[:min(first, len(only))], organizationID)
	return i, people, err
}

// onlyOf is one who may be of them.
type onlyOf struct {
	passwordOf
	Name string `db:"name"`
}

// onlyThrough lists the ids of the first of them, by name: people by people in that order, so
// that of many only so many are looked at.
func (r Rows) onlyThrough(ctx context.Context, organizationID, connectionID string, most int) ([]string, error) {
	var ids []string
	for last, size := (onlyOf{}), most+most/2+1; ; size = 4 * size {
		var people []onlyOf
		if err := r.listAfresh(ctx, &people, onlyThrough,
			organizationID, organizationID, last.Name, last.ID, connectionID, organizationID, size); err != nil {
			return nil, err
		}
		for _, p := range people {
			if !r.PasswordUsable(p.Hash) {
				ids = append(ids, p.ID)
			}
		}
		if len(ids) >= most || len(people) < size {
			return ids[:min(most, len(ids))], nil
		}
		last = people[len(people)-1]
	}
}

// SQLite keeps the order of a CROSS JOIN: by the index of names, and the one account of each.
const onlyThrough = `
	SELECT u.id, u.name, CASE WHEN ` + byPassword + ` THEN u.password_hash END AS password_hash
	FROM organizations o CROSS JOIN users u CROSS JOIN identities l
	WHERE o.id = ? AND u.organization_id = ? AND (u.name, u.id) > (?, ?) AND u.active
		AND l.connection_id = ? AND l.user_id = u.id AND l.organization_id = ?
		AND NOT EXISTS (` + byLink + ` AND i.connection_id <> l.connection_id)
	ORDER BY u.name, u.id LIMIT ?`
