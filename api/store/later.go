package store

// laterStep changes a table that may be large. It is no part of the numbered
// steps, which are made before the program serves: on PostgreSQL it is made beside
// the program, which must work without it, only slower; on SQLite and on a small
// table it is made at once. It never keeps anybody from the table for long, and
// goes on where it was broken off. Name and meaning of a step stay for ever.
type laterStep struct {
	name  string // of an index: the index's
	table string
	index string              // what follows CREATE INDEX name ON table
	set   string              // or: what follows UPDATE table SET, of the rows that fit
	where string              // which rows still need it
	fill  func(Engine) string // or: a statement of the rows whose ids are after one and up to another
}

// laterSteps are all of them, in their order.
func laterSteps() []laterStep {
	return []laterStep{
		// The addresses that are still to be blanked: prune asks for them every few
		// minutes, and must not read the whole log to find none.
		{name: "sign_ins_strangers", table: "sign_ins", index: `(finished_at) WHERE user_id IS NULL AND email <> ''`},
		{name: "sign_ins_account", table: "sign_ins", index: `(finished_at) WHERE account <> ''`},
		// The rows whose address is not their user's: a search of the log finds the others by the user.
		{name: "sign_ins_email", table: "sign_ins", index: `(organization_id, (lower(email) COLLATE "C"), finished_at, id) WHERE own_email = FALSE AND email <> ''`},
		// A person's own latest attempts, and no scan of everybody's.
		{name: "sign_ins_user", table: "sign_ins", index: `(organization_id, user_id, finished_at) WHERE user_id IS NOT NULL`},
		{name: "sessions_began", table: "sessions", set: `began_at = authenticated_at`, where: `began_at IS NULL`},
		// Taking a link away ends the sessions that came through it.
		{name: "sessions_identity", table: "sessions", index: `(identity_id) WHERE ended_at IS NULL AND identity_id IS NOT NULL`},
		// How the hashes of an organization begin: what a check costs, asked at each.
		{name: "users_password_kind", table: "users", index: `(organization_id, (` + passwordKind + `)) WHERE password_hash IS NOT NULL`},
		// The kinds of all organizations together, which are few: doctor looks for those that are not checked.
		{name: "users_any_password_kind", table: "users", index: `((` + passwordKind + `)) WHERE password_hash IS NOT NULL`},
		// The orders of a list of people, whatever it is sorted by.
		{name: "users_signed_in", table: "users", set: lastSignInFilled, where: `last_sign_in_at IS NULL`},
		{name: "users_last_sign_in", table: "users", index: `(organization_id, (` + lastSignInKey + `), id)`},
		{name: "users_role", table: "users", index: `(organization_id, role, name, id)`},
		{name: "users_active", table: "users", index: `(organization_id, active, name, id)`},
		// Those few who are exempt, and no scan of everybody (G1).
		{name: "users_exempt", table: "users", index: `(organization_id, name, id) WHERE exempt`},
		// Who was refused lately, and the log of those alone: few of many sign-ins.
		{name: "sign_ins_refused", table: "sign_ins", index: `(organization_id, finished_at, id) WHERE code NOT IN ('', 'link_required', 'provider_denied')`},
		// Who has an account at a connection, without a look at the account.
		{name: "identities_connected", table: "identities", index: `(organization_id, user_id, connection_id)`},
		// What finds few of many people, beside the table of the users.
		{name: userWordsFilled, table: "users", fill: fillUserWords},
		{name: differentEmailsFilled, table: "users", fill: fillDifferentEmails},
		// What is to be sealed of before there were seals.
		{name: AuditUnsealedFilled, table: "audit_events", fill: fillAuditUnsealed},
	}
}

// batch is the statement for a batch of rows, by the ids before and at its end.
func (s laterStep) batch(engine Engine) string {
	if s.fill != nil {
		return s.fill(engine)
	}
	return `UPDATE ` + s.table + ` SET ` + s.set + ` WHERE ` + s.where + ` AND id > ? AND id <= ?`
}

// What a later step takes at a time.
const (
	smallTable = 20_000 // rows: at most so many are no reason to wait
	laterBatch = 5_000  // rows of one statement
)
