package store

import "context"

// ForecastUser is an active user as the forecast of a connection sees them: with the
// identity that they have there, if any.
type ForecastUser struct {
	UserID       string  `db:"user_id"`
	Name         string  `db:"name"`
	Email        string  `db:"email"`
	Role         Role    `db:"role"`
	RoleName     string  `db:"role_name"`
	Exempt       bool    `db:"exempt"`
	PasswordHash *string `db:"password_hash"`
	HasPassword  bool    // that can be checked, where one may be used
	IdentityID   *string `db:"identity_id"`
	Issuer       *string `db:"issuer"`
	ClientID     *string `db:"client_id"` // the application it was last seen with
	ObjectID     *string `db:"object_id"`
	TenantID     *string `db:"tenant_id"`
	HostedDomain *string `db:"hosted_domain"`
	SeenEmail    *string `db:"seen_email"` // at the provider
	Unlinked     bool    `db:"unlinked"`   // an account of theirs was disconnected here
	// What rules of roles look at: see [User] and [Identity].
	RoleSource RoleSource `db:"role_source"`
	RoleRuleID string     `db:"role_rule_id"`
	RoleFacts  *string    `db:"role_facts"`
}

const forecastUserColumns = `u.id AS user_id, u.name, u.email, u.role, ro.name AS role_name, u.exempt, u.password_hash, u.role_source, u.role_rule_id,
			i.id AS identity_id, i.issuer, i.client_id, i.object_id, i.tenant_id, i.hosted_domain, i.email AS seen_email, i.role_facts`

// ForecastUsers lists the active users of an organization by name, with their
// identities at one of its connections.
func (r Rows) ForecastUsers(ctx context.Context, organizationID, connectionID string) ([]ForecastUser, error) {
	var users []ForecastUser
	err := r.listAfresh(ctx, &users, `
		SELECT `+forecastUserColumns+`, `+userUnlinked+` AS unlinked
		FROM users u JOIN roles ro ON ro.organization_id = u.organization_id AND ro.key = u.role
		LEFT JOIN identities i ON i.organization_id = u.organization_id AND i.connection_id = ? AND i.user_id = u.id
		WHERE u.organization_id = ? AND u.active
		ORDER BY u.name, u.id`, connectionID, connectionID, organizationID)
	for i := range users {
		users[i].HasPassword = r.PasswordUsable(users[i].PasswordHash)
	}
	return users, err
}

// Learned is what is known of the accounts that an organization's people have.
type Learned struct {
	Verified []string     // domains that the organization has proven to own
	Tests    []PassedTest // of a connection, the newest first
}

// PassedTest is what a passed test of a connection showed.
type PassedTest struct {
	VersionID string
	Report    TestReport
}

// LearnedOf reads what an organization has verified, and what the passed tests
// of one of its connections showed.
func (r Rows) LearnedOf(ctx context.Context, organizationID, connectionID string) (Learned, error) {
	found, err := r.learned(ctx, organizationID, ` AND connection_id = ?`, connectionID)
	return learnedAt(found, connectionID), err
}

// LearnedOfAll is [Rows.LearnedOf] of each connection of an organization, read at once.
func (r Rows) LearnedOfAll(ctx context.Context, organizationID string) (of func(connectionID string) Learned, err error) {
	found, err := r.learned(ctx, organizationID, ``)
	return func(connectionID string) Learned { return learnedAt(found, connectionID) }, err
}

// learnedRow is a verified domain, or a passed test.
type learnedRow struct {
	Domain       string      `db:"domain"`
	ConnectionID string      `db:"connection_id"`
	VersionID    string      `db:"version_id"`
	Report       *TestReport `db:"report"`
	StartedAt    int64       `db:"started_at"`
}

func (r Rows) learned(ctx context.Context, organizationID, ofTests string, args ...any) ([]learnedRow, error) {
	var found []learnedRow
	err := r.list(ctx, &found, `
		SELECT domain, '' AS connection_id, '' AS version_id, NULL AS report, 0 AS started_at FROM domains
		WHERE organization_id = ? AND state = 'verified'
		UNION ALL
		SELECT '' AS domain, connection_id, version_id, report, started_at FROM connection_tests
		WHERE organization_id = ? AND state = 'passed'`+ofTests+`
		ORDER BY started_at DESC, domain`, append([]any{organizationID, organizationID}, args...)...)
	return found, err
}

func learnedAt(found []learnedRow, connectionID string) Learned {
	var l Learned
	for _, f := range found {
		switch {
		case f.Report == nil:
			l.Verified = append(l.Verified, f.Domain)
		case f.ConnectionID == connectionID:
			l.Tests = append(l.Tests, PassedTest{f.VersionID, *f.Report})
		}
	}
	return l
}
