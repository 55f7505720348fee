package store

import (
	"cmp"
	"context"
	"time"

	"github.com/jmoiron/sqlx"

	"latchkey/api/store/postgres"
)

// DSN is what the driver gets.
func (s Source) DSN() string { return s.dsn() }

// Impatient is the source with other limits than the usual ones.
func (s Source) Impatient(operation, connect, cancel time.Duration) Source {
	s.limits = postgres.Options{Operation: operation, Connect: connect, Cancel: cancel}
	return s
}

// MigrateTo migrates an empty database as far as an older program did.
func (s *Store) MigrateTo(ctx context.Context, version int64) error {
	p, err := s.provider(s.db)
	if err != nil {
		return err
	}
	_, err = p.UpTo(ctx, version)
	return err
}

// Peek reads one row, as the methods of [Rows] do.
func (r Rows) Peek(ctx context.Context, into any, query string, args ...any) error {
	return r.get(ctx, into, query, args...)
}

// Run runs a statement, as the methods of [Rows] do.
func (r Rows) Run(ctx context.Context, query string) error { return r.execOnce(ctx, query) }

// TellAt tells of a step at these times.
func TellAt(tick <-chan time.Time, tell Tell, step string) (done func()) {
	return tellAt(tick, tell, step)
}

// Beside runs work in a goroutine of its own.
func Beside(work func() error) <-chan error { return beside(work) }

// The queries of PasswordKinds and of AnyPasswordKinds.
const (
	PasswordKindsQuery    = passwordKinds
	AnyPasswordKindsQuery = anyPasswordKinds
)

// Write runs a statement with arguments, as the methods of [Rows] do.
func (r Rows) Write(ctx context.Context, query string, args ...any) error {
	return r.execOnce(ctx, query, args...)
}

// Kept says how many statements are kept prepared.
func (r Rows) Kept() int {
	n := 0
	r.statements.kept.Range(func(any, any) bool { n++; return true })
	return n
}

// Plan reads how SQLite would run a statement.
func (s *Store) Plan(ctx context.Context, into *[]string, query string) error {
	var rows []struct {
		ID, Parent, Notused int
		Detail              string
	}
	err := s.db.SelectContext(ctx, &rows, query)
	for _, r := range rows {
		*into = append(*into, r.Detail)
	}
	return err
}

// EndedAttemptsQuery is the query of a chart.
func EndedAttemptsQuery(organizationID string, days []time.Time) (string, []any) {
	return endedAttempts(organizationID, days)
}

// UserCountQuery is the query of how many people a list has.
func UserCountQuery(organizationID string, q UserQuery, most int) (string, []any) {
	return q.countOf(organizationID, most)
}

// UserPageQuery is the query of the users of a page of a list.
func UserPageQuery(organizationID string, q UserQuery, after UserPlace, most int) (string, []any, error) {
	query, _, args, err := q.pageOf(organizationID, after, most)
	return query, args, err
}

// UserLinesQuery is the query of such a page with all that its lines show.
func UserLinesQuery(organizationID string, q UserQuery, most int) (string, []any, error) {
	return q.linesOf(organizationID, nil, most)
}

// QueriesOfNamed are those of a page and of a count of people who are named, for their plans.
func QueriesOfNamed(organizationID string, q UserQuery, ids []string) (page, count string, ofPage, ofCount []any, err error) {
	q.among = ids
	page, _, ofPage, err = q.pageOf(organizationID, nil, 26)
	count, ofCount = q.countOf(organizationID, 1001)
	return page, count, ofPage, ofCount, err
}

// SignInsAfterQuery is that of SignInsAfter, for its plan.
const SignInsAfterQuery = signInsAfter

// Waiting is how many wait for their turn to write to SQLite.
func (s *Store) Waiting() int { return s.writer.length() }

// UndoAll rolls a transaction back behind its back, as SQLite does when the disk is full.
func (r Rows) UndoAll(ctx context.Context) error {
	_, err := r.tx.ExecContext(ctx, `ROLLBACK`)
	return err
}

// ReturningQueries are those of a sign-in that comes back, for their plans.
func ReturningQueries() map[string]string {
	return map[string]string{
		"read": findReturning, "recognize": recognize, "write": returningAtOnce, "write, in place of a session": replacingAtOnce,
		"recognize several": recognizeAtOnce(4).query, "write several": returningManyAtOnce(4).query,
		"recognize many": recognizeAtOnce(16).query, "write many": returningManyAtOnce(16).query,
	}
}

// Gather serves whoever comes back by the statements for several, also one alone.
func (s *Store) Gather() {
	if s.gathered != nil {
		s.gathered.recognize.least, s.gathered.commit.least = 1, 1
	}
}

// LoseAnswers has the statement for several who come back do its work, and its answer get lost.
func (s *Store) LoseAnswers() {
	s.Gather()
	together := s.gathered.commit.together
	s.gathered.commit.together = func(ctx context.Context, list []*ReturningSignIn) ([]*struct{}, error) {
		_, err := together(ctx, list)
		return nil, cmp.Or(err, context.DeadlineExceeded)
	}
}

// RawSQLite opens a database with what its queries need.
func RawSQLite(dsn string) (*sqlx.DB, error) {
	db, err := sqliteWithWords(dsn)
	return sqlx.NewDb(db, "sqlite"), err
}

// SearchQuery is the query of whom a search finds.
func SearchQuery(organizationID string, q UserQuery) (string, []any) {
	f, _ := q.searchFinder(organizationID)
	return f.ids(), f.args
}

// StatementOf is the statement that a query runs by.
func (r Rows) StatementOf(ctx context.Context, query string) (*sqlx.Stmt, error) {
	return r.statement(ctx, query)
}

// Connections is how many are open at most on a machine of so many cores.
func (s Source) Connections(cores int) int { return s.connections(cores) }
