package store

import "context"

// Returning is everything that is decided by when an account comes back that signed in
// before: the connection and how its attempt ended, if it did, who owns the account, and
// what their sign-in would change. Each table is read by a unique key, so that its plan is
// as good for a small organization as for a large one: what is compared IS TRUE is no
// condition of another index.
type Returning struct {
	Returned
	Account     Account  `db:"account"`      // of the subject; its id is "" if nobody has connected it
	Person      Returnee `db:"person"`       // who has connected it
	ObjectOwner *string  `db:"object_owner"` // who has connected the object (Microsoft), if somebody has
	Stands      bool     `db:"stands"`       // the browser has a session that has not ended
	Held        int64    `db:"held"`         // how often that was held: see [Rows.HoldSession]
	Tells       bool     `db:"tells"`        // applications got something in it
}

// Account is what is known of an account that somebody has connected.
type Account struct {
	ID       string `db:"id"`
	TenantID string `db:"tenant_id"`
	ObjectID string `db:"object_id"`
	Subject  string `db:"subject"`
	ClientID string `db:"client_id"`
	Email    string `db:"email"`
}

// Returnee is whoever an account belongs to, as far as a sign-in asks.
type Returnee struct {
	ID          string     `db:"id"`
	Email       string     `db:"email"`
	EmailLower  string     `db:"email_lower"`
	EmailProven bool       `db:"email_proven"`
	Role        Role       `db:"role"`
	RoleSource  RoleSource `db:"role_source"`
	RoleRuleID  string     `db:"role_rule_id"`
	Exempt      bool       `db:"exempt"`
	Active      bool       `db:"active"`
	Revision    int64      `db:"revision"`
}

// FindReturning reads what is known of an account that comes back with an attempt, and
// whether the browser's session stands; ErrNotFound if there is no such connection.
func (r Rows) FindReturning(ctx context.Context, a ProviderAccount, attemptID, sessionID string) (Returning, error) {
	var found Returning
	err := r.get(ctx, &found, findReturning,
		a.TenantID, a.ObjectID, attemptID, a.Issuer, a.Subject, sessionID, a.OrganizationID, a.ConnectionID)
	return found, err
}

// Recognize is FindReturning for somebody who has connected the account, where the connection
// was read a moment ago: it reads a third of the tables. [Store.CommitReturning] writes nothing
// if the connection is another one by then. ErrNotFound if nobody has.
func (s *Store) Recognize(ctx context.Context, live LiveConnection, a ProviderAccount, sessionID string) (Returning, error) {
	r := recognition{a, sessionID}
	alone := func(ctx context.Context) (found Returning, err error) {
		err = s.get(ctx, &found, recognize, r.args()...)
		return found, err
	}
	ask := alone
	if s.gathers(ctx) {
		ask = func(ctx context.Context) (Returning, error) { return s.gathered.recognize.do(ctx, r, alone) }
	}
	found, err := ask(ctx)
	if err == nil {
		found.LiveConnection = live
	}
	return found, err
}

const recognize = `
		SELECT ` + returneeColumns + `, ` + objectOwner + `
			AND (b.organization_id = i.organization_id) IS TRUE AND b.connection_id = i.connection_id` + asObjectOwner + `
		FROM identities i
		JOIN users u ON (u.organization_id = i.organization_id) IS TRUE AND u.id = i.user_id
		LEFT JOIN sessions e ON e.id = ? AND (e.ended_at IS NULL) IS TRUE
		WHERE i.connection_id = ? AND i.issuer = ? AND i.subject = ? AND i.subject <> '' AND (i.organization_id = ?) IS TRUE`

const findReturning = `
		SELECT ` + liveColumns + `, s.code AS spent_code, s.return_to AS spent_return_to, ` + returneeColumns + `, ` + objectOwner + `
			AND (b.organization_id = c.organization_id) IS TRUE AND b.connection_id = c.id` + asObjectOwner + `
		FROM ` + liveTables + `
		LEFT JOIN sign_ins s ON s.id = ? AND (s.organization_id = c.organization_id) IS TRUE
		LEFT JOIN identities i ON (i.organization_id = c.organization_id) IS TRUE AND i.connection_id = c.id
			AND i.issuer = ? AND i.subject = ? AND i.subject <> ''
		LEFT JOIN users u ON (u.organization_id = i.organization_id) IS TRUE AND u.id = i.user_id
		LEFT JOIN sessions e ON e.id = ? AND (e.ended_at IS NULL) IS TRUE
		WHERE c.organization_id = ? AND c.id = ?`

const returneeColumns = `COALESCE(i.id, '') AS "account.id", COALESCE(i.tenant_id, '') AS "account.tenant_id", COALESCE(i.object_id, '') AS "account.object_id",
	COALESCE(i.subject, '') AS "account.subject", COALESCE(i.client_id, '') AS "account.client_id",
	COALESCE(i.email, '') AS "account.email",
	COALESCE(u.id, '') AS "person.id", COALESCE(u.email, '') AS "person.email", COALESCE(u.email_lower, '') AS "person.email_lower",
	COALESCE(u.proven_email = u.email_lower, FALSE) AS "person.email_proven", COALESCE(u.role, '') AS "person.role",
	COALESCE(u.role_source, '') AS "person.role_source", COALESCE(u.role_rule_id, '') AS "person.role_rule_id",
	COALESCE(u.exempt, FALSE) AS "person.exempt", COALESCE(u.active, FALSE) AS "person.active", COALESCE(u.revision, 0) AS "person.revision",
	e.id IS NOT NULL AS stands, COALESCE(e.held, 0) AS held, EXISTS (SELECT 1 FROM grants g WHERE g.session_id = e.id) AS tells`

const (
	objectOwner   = `(SELECT b.user_id FROM identities b WHERE b.tenant_id = ? AND b.object_id = ? AND b.object_id <> ''`
	asObjectOwner = `) AS object_owner`
)
