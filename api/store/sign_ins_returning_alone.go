package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/lib/pq"

	"latchkey/api/store/postgres"
)

// returningAtOnce is all of them. What one finds depends on what the one before it touched,
// so they run in this order. They see the database as it was when the statement began, but
// for rows that they wait for: where one of those is not as it was, the division by zero
// undoes what was done before. Whoever turns the connection off waits, and then finds the
// session ([Rows.EndSessionsThrough]): so nothing is done for a person whom somebody holds.
const (
	returningAtOnce = returningParts + returningSession + `
	SELECT ` + sessionValues + `, CASE 1 / CASE WHEN spent.id IS NULL THEN 0 ELSE 1 END WHEN 1 THEN '' END
	FROM person LEFT JOIN spent ON TRUE`

	replacingAtOnce = returningParts + `, ended AS (` + returningEnds + ` FROM spent` + whichEnds + ` RETURNING sessions.id)
	` + returningSession + `
	SELECT ` + sessionValues + `, CASE 1 / CASE WHEN ended.id IS NULL THEN 0 ELSE 1 END WHEN 1 THEN '' END
	FROM person LEFT JOIN ended ON TRUE`

	returningParts = `
	WITH live AS (SELECT c.id` + asRead + behindGate + `),
	free AS (SELECT users.id FROM users` + whosePerson + ` FOR NO KEY UPDATE SKIP LOCKED),
	person AS (` + returningPerson + ` FROM live, free WHERE users.id = free.id
		RETURNING users.id),
	account AS (` + returningAccount + ` FROM person` + whoseAccount + ` AND identities.user_id = person.id
		RETURNING identities.id),
	spent AS (INSERT INTO sign_ins (` + signInColumns + `, own_email) SELECT ` + signInValues + `, ? FROM account
		ON CONFLICT (id) DO NOTHING RETURNING sign_ins.id)
	`
)

// undone names what returningAtOnce reports when it undoes itself.
func undone(err error) error {
	if e, ok := errors.AsType[*pq.Error](err); ok && e.Code == "22012" {
		return fmt.Errorf("%w: a row was changed meanwhile", ErrConflict)
	}
	return err
}

// commitAlone is [Store.CommitReturning] for one. Of what is lost on the way, or cut off while
// it serves several, nobody knows whether it was done. So whoever asks again and finds their
// own session is in, as nobody else can have made it: they would be told that their attempt is
// spent, and have a session in their list that no browser has.
func (s *Store) commitAlone(ctx context.Context, in *ReturningSignIn) error {
	err := s.commitOnce(ctx, in)
	if _, lost := errors.AsType[*postgres.Away](err); lost {
		err = s.commitOnce(ctx, in)
	}
	if !errors.Is(err, ErrConflict) {
		return err
	}
	var began bool
	asked := s.get(ctx, &began, `SELECT EXISTS (SELECT 1 FROM sessions WHERE id = ? AND refresh_hash = ?)`, in.Session.ID, in.Session.RefreshHash)
	if asked == nil && began {
		return nil
	}
	return err
}

// commitOnce does it in one statement, or in the parts of it where the person is held by somebody
// else, or anything is not as it was: these wait for them without keeping those waiting who
// turn a connection off, and everybody else who signs in with them.
func (s *Store) commitOnce(ctx context.Context, in *ReturningSignIn) error {
	query := returningAtOnce
	if in.Ends != "" {
		query = replacingAtOnce
	}
	err := undone(firstOf(s.exec(ctx, query, in.args()...)))
	if errors.Is(err, ErrConflict) {
		return s.commitInParts(ctx, in)
	}
	return err
}
