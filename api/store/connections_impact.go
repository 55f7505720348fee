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
				SELECT 1 FROM identities l WHERE l.connection_id = ?
					AND (SELECT COUNT(*) FROM users u WHERE u.organization_id = ? AND u.id = l.user_id AND u.active) > 0 LIMIT ?) people) AS connected,
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

// onlyOf is a user who may lose their last sign-in method when a connection is turned off.
type onlyOf struct {
	passwordOf
	Name  string `db:"name"`
	Links int64  `db:"links"` // to other connections, by which they can sign in
}

// onlyThrough lists the ids of the first users, by name, who can sign in by this connection alone.
// Users are looked at in that order until most are found, so a large organization is not read to its end.
func (r Rows) onlyThrough(ctx context.Context, organizationID, connectionID string, most int) ([]string, error) {
	passwords, err := r.allowsPasswords(ctx, organizationID)
	if err != nil {
		return nil, err
	}
	var ids []string
	for last, looked, size := (onlyOf{}), 0, most+most/2+1; ; {
		var people []onlyOf
		if err := r.listAfresh(ctx, &people, onlyThrough,
			passwords, connectionID, organizationID, last.Name, last.ID, connectionID, size); err != nil {
			return nil, err
		}
		for _, p := range people {
			if p.Links == 0 && !r.PasswordUsable(p.Hash) {
				ids = append(ids, p.ID)
			}
		}
		if len(ids) >= most || len(people) < size {
			return ids[:min(most, len(ids))], nil
		}
		last, looked = people[len(people)-1], looked+len(people)
		size = stillToLookAt(looked, len(ids), most)
	}
}

// stillToLookAt is of how many more people the rest of most will be, if they are as those who
// were looked at; some more, so that two reads are enough.
func stillToLookAt(looked, found, most int) int {
	return min((most-found)*looked/max(found, 1)*5/4+100, 4*looked)
}

// allowsPasswords says whether the people of an organization who are not exempt may use a
// password, see byPassword.
func (r Rows) allowsPasswords(ctx context.Context, organizationID string) (bool, error) {
	var allowed []bool
	err := r.listAfresh(ctx, &allowed, `SELECT password_sign_in AND sso_required_at IS NULL FROM organizations WHERE id = ?`, organizationID)
	return len(allowed) > 0 && allowed[0], err
}

// What is asked of each person is counted, not joined, and the other connections are no condition:
// PostgreSQL would expect so few rows that it read and sorted everybody (G1). So both engines walk
// the names of the people who are active, as far as the limit. An account through a connection is
// of its organization's people.
const onlyThrough = `
	SELECT u.id, u.name, CASE WHEN u.exempt OR ? THEN u.password_hash END AS password_hash,
		(SELECT COUNT(*) FROM (` + byLink + ` AND i.connection_id <> ?) others) AS links
	FROM users u
	WHERE u.organization_id = ? AND u.active AND (u.name, u.id) > (?, ?)
		AND (SELECT COUNT(*) FROM identities l WHERE l.connection_id = ? AND l.user_id = u.id) > 0
	ORDER BY u.name, u.id LIMIT ?`
