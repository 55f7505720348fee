package store

import (
	"context"
)

// SignIn is how one attempt ended. Its id is the attempt's, so that the row is
// at once the spent mark, the audit event and the inspector's row: one insert.
type SignIn struct {
	ID             string  `db:"id"`
	OrganizationID string  `db:"organization_id"`
	Reference      string  `db:"reference"` // 7F3K-92QD; indexed, not unique
	Purpose        string  `db:"purpose"`
	Provider       string  `db:"provider"` // "" for a password
	ConnectionID   *string `db:"connection_id"`
	VersionID      *string `db:"version_id"`
	Step           string  `db:"step"` // the step of the flow that was reached
	Code           string  `db:"code"` // "" is a success; "link_required" the link page
	Reason         string  `db:"reason"`
	Proof          string  `db:"proof"` // "strong", "weak" or ""
	Expected       string  `db:"expected"`
	Received       string  `db:"received"`
	Email          string  `db:"email"` // as the provider or the person gave it
	UserID         *string `db:"user_id"`
	ReturnTo       string  `db:"return_to"`
	Address        string  `db:"address"`
	Browser        string  `db:"browser"`
	Timings        string  `db:"timings"` // JSON: step -> microseconds since the return
	Account        string  `db:"account"` // JSON: the provider account of a refused attempt, or ""
	StartedAt      Time    `db:"started_at"`
	FinishedAt     Time    `db:"finished_at"`
}

const signInColumns = `id, organization_id, reference, purpose, provider, connection_id, version_id, step, code,
	reason, proof, expected, received, email, user_id, return_to, address, browser, timings, account,
	started_at, finished_at`

// SpendAttempt writes how an attempt ended, once: of several that bring the
// same attempt one wins, the others get ErrConflict. Only what was refused at the
// exchange gives way to an end that was reached: a provider takes a code once, so
// the replica whose code it took must not lose to the one whose it refused.
func (r Rows) SpendAttempt(ctx context.Context, s SignIn) error {
	return firstOf(r.exec(ctx, `INSERT INTO sign_ins (`+signInColumns+`) VALUES (`+signInValues+`)`+unlessSpent, s.values()...))
}

// SpendAttemptUnder is SpendAttempt for an end that stands on an application as it
// was read, and on its organization being active: ErrConflict also if either was
// changed meanwhile.
func (r Rows) SpendAttemptUnder(ctx context.Context, s SignIn, l LiveConnection) error {
	return firstOf(r.exec(ctx, `
		INSERT INTO sign_ins (`+signInColumns+`)
		SELECT `+signInValues+`
		FROM connections c JOIN organizations o ON o.id = c.organization_id
		WHERE c.organization_id = ? AND c.id = ? AND c.revision = ? AND c.live_version_id = ? AND c.state = 'enabled' AND o.active`+
		r.gated()+unlessSpent, append(s.values(), l.OrganizationID, l.ID, l.Revision, l.VersionID)...))
}

const (
	signInValues = `?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?`
	unlessSpent  = `
		ON CONFLICT (id) DO UPDATE SET reference = excluded.reference, step = excluded.step, code = excluded.code,
			reason = excluded.reason, proof = excluded.proof, expected = excluded.expected, received = excluded.received,
			email = excluded.email, user_id = excluded.user_id, timings = excluded.timings, account = excluded.account,
			finished_at = excluded.finished_at
		WHERE sign_ins.organization_id = excluded.organization_id AND sign_ins.step = 'exchange' AND sign_ins.code <> ''
			AND excluded.step = 'commit'`
)

// values are those of the columns, in their order.
func (s SignIn) values() []any {
	return []any{
		s.ID, s.OrganizationID, s.Reference, s.Purpose, s.Provider, s.ConnectionID, s.VersionID, s.Step, s.Code,
		s.Reason, s.Proof, s.Expected, s.Received, s.Email, s.UserID, s.ReturnTo, s.Address, s.Browser, s.Timings,
		s.Account, s.StartedAt, s.FinishedAt,
	}
}

func firstOf(n int64, err error) error {
	if err == nil && n == 0 {
		return ErrConflict
	}
	return err
}

// SignInByID reads how an attempt of an organization ended.
func (r Rows) SignInByID(ctx context.Context, organizationID, id string) (SignIn, error) {
	var s SignIn
	err := r.get(ctx, &s, `
		SELECT `+signInColumns+` FROM sign_ins WHERE organization_id = ? AND id = ?`, organizationID, id)
	return s, err
}

// SignInsByReference lists the attempts that carry a reference, newest first.
func (r Rows) SignInsByReference(ctx context.Context, organizationID, reference string) ([]SignIn, error) {
	var list []SignIn
	err := r.list(ctx, &list, `
		SELECT `+signInColumns+` FROM sign_ins WHERE organization_id = ? AND reference = ?
		ORDER BY finished_at DESC`, organizationID, reference)
	return list, err
}

// SignInsOf lists the latest attempts of a user, newest first: at most so many.
func (r Rows) SignInsOf(ctx context.Context, organizationID, userID string, most int) ([]SignIn, error) {
	var list []SignIn
	err := r.list(ctx, &list, `
		SELECT `+signInColumns+` FROM sign_ins WHERE organization_id = ? AND user_id = ?
		ORDER BY finished_at DESC, id DESC LIMIT ?`, organizationID, userID, most)
	return list, err
}
