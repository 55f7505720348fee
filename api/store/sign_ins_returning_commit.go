package store

import (
	"context"
	"slices"

	"latchkey/api/email"
)

// ReturningSignIn is the sign-in of somebody of whom nothing changes by it.
type ReturningSignIn struct {
	Row     SignIn      // its row of the log
	Use     IdentityUse // of the account, with the subject and the address that it has
	Session Session
	Ends    string    // the browser's session before, if it stands; no application got anything in it
	Found   Returning // what it was decided by
}

// CommitReturning writes such a sign-in, all of it or nothing: ErrConflict if the attempt is
// spent, or if the connection, the organization, its rules, the person or the account are
// not any more what it was decided by. PostgreSQL does it in one statement, together with
// others who come back at the same time.
func (s *Store) CommitReturning(ctx context.Context, in ReturningSignIn) error {
	if s.gathers(ctx) {
		_, err := s.gathered.commit.do(ctx, &in, func(ctx context.Context) (struct{}, error) { return struct{}{}, s.commitAlone(ctx, &in) })
		return err
	}
	return s.commitInParts(ctx, &in)
}

// commitInParts does it one part after the other, in a transaction. It takes the person before
// the account, as whoever disconnects does, and comes behind the gate when it has both: whoever
// turns a connection off waits for everybody who is there.
func (s *Store) commitInParts(ctx context.Context, in *ReturningSignIn) error {
	return s.InTx(ctx, func(rows Rows) error {
		for _, part := range in.parts(rows.gated()) {
			if err := firstOf(rows.exec(ctx, part.query, part.args...)); err != nil {
				return err
			}
		}
		return nil
	})
}

// The parts of it: each touches one row, or the sign-in is not written. A row is found by
// its primary key: what is compared IS TRUE is no condition of an index, because a plan that
// was made for a small table may walk through a whole organization by one of those.
const (
	returningPerson = `
		UPDATE users SET last_sign_in_at = ?, last_sign_in_with = ?`
	whosePerson = ` WHERE (users.organization_id = ?) IS TRUE AND users.id = ? AND users.active AND users.revision = ? AND ` + lastSignInKey + ` <= ?`
	// The connection as it was read, of an organization that is active and has the rules that it had.
	asRead = `
		FROM connections c JOIN organizations o ON o.id = c.organization_id LEFT JOIN role_rule_sets rs ON rs.organization_id = o.id
		WHERE c.organization_id = ? AND c.id = ? AND c.revision = ? AND c.live_version_id = ? AND c.state = 'enabled' AND o.active
			AND COALESCE(rs.revision, 0) = ?`
	// The address stays: to set it, even to what it is, makes the database ask what a change of it would.
	returningAccount = `
		UPDATE identities SET client_id = ?, hosted_domain = ?, last_used_at = ?, role_facts = ?, groups_unsent = ?`
	whoseAccount = ` WHERE (identities.organization_id = ?) IS TRUE AND identities.id = ? AND (identities.user_id = ?) IS TRUE
			AND identities.subject = ? AND (identities.email = ?) IS TRUE`
	returningSession = `INSERT INTO sessions (` + sessionColumns + `, retired) `
	returningEnds    = `
		UPDATE sessions SET ended_at = ?, end_reason = 'replaced'`
	whichEnds = ` WHERE sessions.id = ? AND (sessions.ended_at IS NULL) IS TRUE AND sessions.held = ?`
)

type part struct {
	query string
	args  []any
}

func (in ReturningSignIn) parts(gated string) []part {
	parts := []part{
		{returningPerson + whosePerson, in.person()},
		{returningAccount + whoseAccount, slices.Concat(in.account(), in.whose())},
		{`INSERT INTO sign_ins (` + signInColumns + `, own_email) SELECT ` + signInValues + `, ?` + asRead + gated + ` ON CONFLICT (id) DO NOTHING`, slices.Concat(in.logged(), in.live())},
	}
	if in.Ends != "" {
		parts = append(parts, part{returningEnds + whichEnds, in.ends()})
	}
	return append(parts, part{returningSession + `VALUES (` + sessionValues + `, '')`, in.Session.values()})
}

// args are those of the statement for one.
func (in ReturningSignIn) args() []any {
	person := in.person()
	return slices.Concat(in.live(), person[argsWhosePerson-argsPerson:], person[:argsWhosePerson-argsPerson], in.account(), in.whose(), in.logged(), in.ends(), in.Session.values())
}

// logged is the row of the log, and whether its address is the person's, see [Store.ownEmail]: it
// is theirs when it is written, because a change of a person is a conflict.
func (in ReturningSignIn) logged() []any {
	return append(in.Row.values(), email.Fold(in.Row.Email) == in.Found.Person.EmailLower)
}

func (in ReturningSignIn) ends() []any {
	if in.Ends == "" {
		return nil
	}
	return []any{At(in.Use.At), in.Ends, in.Found.Held}
}

// endsOrNone is ends, of NULL where there is none.
func (in ReturningSignIn) endsOrNone() []any {
	if in.Ends == "" {
		return make([]any, 3)
	}
	return in.ends()
}

func (in ReturningSignIn) person() []any {
	f := in.Found
	at := At(in.Use.At)
	return []any{at, f.Provider, f.OrganizationID, f.Person.ID, f.Person.Revision, at}
}

func (in ReturningSignIn) live() []any {
	f := in.Found
	return []any{f.OrganizationID, f.ID, f.Revision, f.VersionID, f.RulesRevision}
}

func (in ReturningSignIn) account() []any {
	u := in.Use
	return []any{u.ClientID, u.HostedDomain, At(u.At), u.RoleFacts, u.GroupsUnsent}
}

func (in ReturningSignIn) whose() []any {
	f := in.Found
	return []any{f.OrganizationID, f.Account.ID, f.Person.ID, f.Account.Subject, in.Use.Email}
}
