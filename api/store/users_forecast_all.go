package store

import (
	"context"
	"slices"
)

// ForecastPeople are the active users of an organization with what they have at each of its
// connections.
type ForecastPeople struct {
	users []ForecastUser // by name, as at a connection where nobody has anything
	has   map[string]map[string]atConnection
}

// atConnection is what a user has at a connection.
type atConnection struct {
	with     *ForecastUser // the user with their identity there, if they have one
	unlinked bool
}

// At lists them as [Rows.ForecastUsers] does for a connection.
func (p ForecastPeople) At(connectionID string) []ForecastUser {
	users, has := slices.Clone(p.users), p.has[connectionID]
	for i, u := range users {
		at := has[u.UserID]
		if at.with != nil {
			users[i] = *at.with
		}
		users[i].Unlinked = at.unlinked
	}
	return users
}

// ForecastPeople reads the people of a forecast: each user once, not once for each connection.
func (r Rows) ForecastPeople(ctx context.Context, organizationID string) (ForecastPeople, error) {
	var found []struct {
		ForecastUser
		ConnectionID *string `db:"connection_id"`
	}
	// An account that was disconnected has a row as one that is connected has, with nothing in it but whose it was.
	err := r.listAfresh(ctx, &found, `
		SELECT `+forecastUserColumns+`, i.connection_id, COALESCE(i.unlinked, FALSE) AS unlinked
		FROM users u JOIN roles ro ON ro.organization_id = u.organization_id AND ro.key = u.role
		LEFT JOIN (
			SELECT id, user_id, connection_id, issuer, client_id, object_id, tenant_id, hosted_domain, email, role_facts, FALSE AS unlinked
			FROM identities WHERE organization_id = ?
			UNION ALL
			SELECT NULL, user_id, connection_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, TRUE
			FROM unlinked WHERE organization_id = ?
		) i ON i.user_id = u.id
		WHERE u.organization_id = ? AND u.active
		ORDER BY u.name, u.id`, organizationID, organizationID, organizationID)
	p := ForecastPeople{has: map[string]map[string]atConnection{}}
	for i := range found {
		u := &found[i].ForecastUser
		u.HasPassword = r.PasswordUsable(u.PasswordHash)
		if n := len(p.users); n == 0 || p.users[n-1].UserID != u.UserID {
			p.users = append(p.users, u.without())
		}
		if at := found[i].ConnectionID; at != nil {
			p.note(*at, u)
		}
	}
	return p, err
}

// note keeps what a row says of a user at a connection.
func (p ForecastPeople) note(connectionID string, u *ForecastUser) {
	if p.has[connectionID] == nil {
		p.has[connectionID] = map[string]atConnection{}
	}
	at := p.has[connectionID][u.UserID]
	if u.Unlinked {
		at.unlinked = true
	} else {
		at.with = u
	}
	p.has[connectionID][u.UserID] = at
}

// without is a user as at a connection where they have nothing.
func (u ForecastUser) without() ForecastUser {
	return ForecastUser{
		UserID: u.UserID, Name: u.Name, Email: u.Email, Role: u.Role, RoleName: u.RoleName, Exempt: u.Exempt,
		PasswordHash: u.PasswordHash, HasPassword: u.HasPassword, RoleSource: u.RoleSource, RoleRuleID: u.RoleRuleID,
	}
}
