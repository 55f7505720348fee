package store

import (
	"context"
	"slices"
	"strings"
	"time"
)

// How long somebody who comes back waits for others on PostgreSQL until one statement more
// runs, how many run at most, and how long somebody waits longer than they have time who is
// being written: see [gather].
const (
	returningPatience = 25 * time.Millisecond
	returningRoom     = 8
	returningGrace    = 400 * time.Millisecond
)

// sizes are how many people one statement serves: there is one statement for each, because
// what is not filled costs, too.
func sizes() []int { return []int{4, 8, 16} }

// gathered is how PostgreSQL serves several who come back at the same time; nil on SQLite,
// where those who write share a commit ([writer]).
type gathered struct {
	recognize *gather[recognition, Returning]
	commit    *gather[*ReturningSignIn, struct{}] // it is large, and nobody changes it
}

func newGathered(rows Rows) *gathered {
	var recognize, commit []given
	for _, size := range sizes() {
		recognize, commit = append(recognize, recognizeAtOnce(size)), append(commit, returningManyAtOnce(size))
	}
	return &gathered{
		recognize: &gather[recognition, Returning]{
			least: 2, most: slices.Max(sizes()), patience: returningPatience, room: returningRoom,
			together: func(ctx context.Context, list []recognition) ([]*Returning, error) {
				return rows.recognizeMany(ctx, recognize, list)
			},
			apart: func(_, _ recognition) bool { return false },
		},
		commit: &gather[*ReturningSignIn, struct{}]{
			least: 2, most: slices.Max(sizes()), patience: returningPatience, room: returningRoom, grace: returningGrace,
			together: func(ctx context.Context, list []*ReturningSignIn) ([]*struct{}, error) {
				return rows.commitMany(ctx, commit, list)
			},
			// A statement changes a row once.
			apart: func(a, b *ReturningSignIn) bool {
				return a.Found.Person.ID == b.Found.Person.ID || a.Row.ID == b.Row.ID || a.Ends != "" && a.Ends == b.Ends
			},
		},
	}
}

// gathers says whether what is asked may be served together with others: not in a transaction.
func (s *Store) gathers(ctx context.Context) bool {
	return s.gathered != nil && s.within(ctx).tx == nil
}

// recognition is what [Store.Recognize] is asked with.
type recognition struct {
	account ProviderAccount
	session string
}

func (r recognition) args() []any {
	a := r.account
	return []any{a.TenantID, a.ObjectID, r.session, a.ConnectionID, a.Issuer, a.Subject, a.OrganizationID}
}

func (r Rows) recognizeMany(ctx context.Context, by []given, list []recognition) ([]*Returning, error) {
	rows := make([][]any, len(list))
	for n, one := range list {
		rows[n] = append([]any{n}, one.args()...)
	}
	var found []struct {
		N int `db:"n"`
		Returning
	}
	q := smallest(by, len(rows))
	if err := r.list(ctx, &found, q.query, q.args(rows)...); err != nil {
		return nil, err
	}
	served := make([]*Returning, len(list))
	for _, one := range found {
		served[one.N] = &one.Returning
	}
	return served, nil
}

func (r Rows) commitMany(ctx context.Context, by []given, list []*ReturningSignIn) ([]*struct{}, error) {
	rows := make([][]any, len(list))
	for n, in := range list {
		rows[n] = slices.Concat(in.live(), in.person(), in.account(), in.whose(), in.logged(), in.endsOrNone(), in.Session.values())
	}
	var sessions []string
	q := smallest(by, len(rows))
	if err := r.list(ctx, &sessions, q.query, q.args(rows)...); err != nil {
		return nil, err
	}
	if len(sessions) > 0 {
		r.written()
	}
	served := make([]*struct{}, len(list))
	for n, in := range list {
		if slices.Contains(sessions, in.Session.ID) {
			served[n] = &struct{}{}
		}
	}
	return served, nil
}

// recognizeAtOnce is [recognize] for several.
func recognizeAtOnce(most int) given {
	q := given{rows: most, types: strings.Fields(`BIGINT` + strings.Repeat(` TEXT`, 7))}
	q.query = `WITH ` + q.table() + ` SELECT given.a0 AS n, found.* FROM given CROSS JOIN LATERAL (` + q.of("given", recognize, 1) + `) found`
	return q
}

// The first of the arguments of a sign-in that each part of the statement has.
const (
	argsLive        = 0
	argsPerson      = 5
	argsWhosePerson = argsPerson + 2
	argsAccount     = argsPerson + 6
	argsWhose       = argsAccount + 5
	argsLogged      = argsWhose + 5
	argsEnds        = argsLogged + 23
	argsWhichEnds   = argsEnds + 1
	argsSession     = argsEnds + 3
)

// returningManyAtOnce is [returningAtOnce] for several, made of the same parts. It writes those
// of whom everything is as it was read, and says which sessions began; nothing is undone,
// because nothing is written before all of it is known: the rows of a person and of their
// account are locked first, and who waits for somebody else is left to be served alone.
func returningManyAtOnce(most int) given {
	const locked = ` FOR NO KEY UPDATE SKIP LOCKED`
	q := given{rows: most, types: strings.Fields(
		`TEXT TEXT BIGINT TEXT BIGINT ` + // live
			`BIGINT TEXT TEXT TEXT BIGINT BIGINT ` + // person
			`TEXT TEXT BIGINT TEXT BOOLEAN TEXT TEXT TEXT TEXT TEXT ` + // account
			strings.Repeat(`TEXT `, 20) + `BIGINT BIGINT BOOLEAN ` + // logged
			`BIGINT TEXT BIGINT ` + // ends
			strings.Repeat(`TEXT `, 8) + `BIGINT TEXT ` + strings.Repeat(`BIGINT `, 6) + `TEXT TEXT TEXT BOOLEAN`)}
	q.query = `
	WITH ` + q.table() + `,
	ready AS (SELECT given.* FROM given
		CROSS JOIN LATERAL (SELECT 1` + q.of("given", asRead, argsLive) + behindGate + ` OFFSET 0) live
		CROSS JOIN LATERAL (SELECT 1 FROM users` + q.of("given", whosePerson, argsWhosePerson) + locked + `) person
		CROSS JOIN LATERAL (SELECT 1 FROM identities` + q.of("given", whoseAccount, argsWhose) + locked + `) account
		LEFT JOIN LATERAL (SELECT 1 AS one FROM sessions` + q.of("given", whichEnds, argsWhichEnds) + locked + `) ends ON TRUE
		WHERE ends.one = 1 OR ` + q.of("given", `?`, argsWhichEnds) + ` IS NULL),
	spent AS (INSERT INTO sign_ins (` + signInColumns + `, own_email) SELECT ` + q.of("ready", signInValues+`, ?`, argsLogged) + ` FROM ready
		ON CONFLICT (id) DO NOTHING RETURNING sign_ins.id),
	good AS (SELECT ready.* FROM ready JOIN spent ON spent.id = ` + q.of("ready", `?`, argsLogged) + `),
	person AS (` + q.of("good", returningPerson, argsPerson) + ` FROM good WHERE users.id = ` + q.of("good", `?`, argsWhosePerson+1) + `),
	account AS (` + q.of("good", returningAccount, argsAccount) + ` FROM good WHERE identities.id = ` + q.of("good", `?`, argsWhose+1) + `),
	ended AS (` + q.of("good", returningEnds, argsEnds) + ` FROM good WHERE sessions.id = ` + q.of("good", `?`, argsWhichEnds) + `)
	` + returningSession + ` SELECT ` + q.of("good", sessionValues, argsSession) + `, '' FROM good RETURNING sessions.id`
	return q
}
