package store

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
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
	Step           string  `db:"step"` // the step of the road that was reached
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
// same attempt one wins, the others get ErrConflict.
func (r Rows) SpendAttempt(ctx context.Context, s SignIn) error {
	n, err := r.exec(ctx, `
		INSERT INTO sign_ins (`+signInColumns+`)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO NOTHING`,
		s.ID, s.OrganizationID, s.Reference, s.Purpose, s.Provider, s.ConnectionID, s.VersionID, s.Step, s.Code,
		s.Reason, s.Proof, s.Expected, s.Received, s.Email, s.UserID, s.ReturnTo, s.Address, s.Browser, s.Timings,
		s.Account, s.StartedAt, s.FinishedAt)
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

// StartCount is a number of starts with one outcome in one hour; starts are
// counted in memory and flushed in batches, so that a flood of them writes nothing.
type StartCount struct {
	OrganizationID, Provider, Outcome string
	Hour                              string // UTC, 2006-01-02T15; rows of before this was counted have the day alone
	N                                 int64
}

// Day names the UTC day of t.
func Day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// Hour names the UTC hour of t as the counts do: it begins with the day, and
// sorts as time does.
func Hour(t time.Time) string { return t.UTC().Format("2006-01-02T15") }

// AddStartCounts adds a batch to the counters of its hours.
func (s *Store) AddStartCounts(ctx context.Context, batch []StartCount) error {
	if len(batch) == 0 {
		return nil
	}
	batch = slices.SortedFunc(slices.Values(batch), func(a, b StartCount) int { // or two replicas wait for each other
		return cmp.Or(strings.Compare(a.OrganizationID, b.OrganizationID), strings.Compare(a.Provider, b.Provider),
			strings.Compare(a.Hour, b.Hour), strings.Compare(a.Outcome, b.Outcome))
	})
	return s.InTx(ctx, func(rows Rows) error {
		for _, c := range batch { // one statement per counter, one commit per batch
			if _, err := rows.exec(ctx, `
				INSERT INTO start_counts (organization_id, provider, day, outcome, n) VALUES (?, ?, ?, ?, ?)
				ON CONFLICT (organization_id, provider, day, outcome) DO UPDATE SET n = start_counts.n + excluded.n`,
				c.OrganizationID, c.Provider, c.Hour, c.Outcome, c.N); err != nil {
				return err
			}
		}
		return nil
	})
}

// StartCounted reads one counter.
func (r Rows) StartCounted(ctx context.Context, c StartCount) (int64, error) {
	var n int64
	err := r.get(ctx, &n, `
		SELECT COALESCE(SUM(n), 0) FROM start_counts
		WHERE organization_id = ? AND provider = ? AND day = ? AND outcome = ?`,
		c.OrganizationID, c.Provider, c.Hour, c.Outcome)
	return n, err
}
