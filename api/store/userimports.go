package store

import (
	"context"
	"time"
)

// ImportState is where an import of people stands.
type ImportState string

// The states of an import. One that is received is nobody's yet: if its sender goes away it
// never was.
const (
	ImportReceiving ImportState = "receiving"
	ImportWaiting   ImportState = "waiting"
	ImportRunning   ImportState = "running"
	ImportFinished  ImportState = "finished"
	ImportCancelled ImportState = "cancelled"
	ImportFailed    ImportState = "failed"
)

// UserImport is a file of people that is imported, how far it came, and what came of it.
type UserImport struct {
	ID                string      `db:"id"`
	OrganizationID    string      `db:"organization_id"`
	State             ImportState `db:"state"`
	Problem           string      `db:"problem"` // why it failed: a code; "" else
	FileName          string      `db:"file_name"`
	UnknownColumns    Strings     `db:"unknown_columns"` // which were not read
	DryRun            bool        `db:"dry_run"`         // nothing of people is written
	DeactivateMissing bool        `db:"deactivate_missing"`
	Invite            bool        `db:"invite"`      // whoever is added
	Service           bool        `db:"service"`     // a machine sent it
	Confirmed         bool        `db:"confirmed"`   // who sent it had just confirmed who they are
	Total             int64       `db:"total"`       // rows of the file
	Done              int64       `db:"done"`        // of these
	Next              int64       `db:"next"`        // the chunk that comes next
	Added             int64       `db:"added"`       // this and the next three are what came of the rows that are done
	Changed           int64       `db:"changed"`     //
	Same              int64       `db:"same"`        //
	Wrong             int64       `db:"wrong"`       //
	FirstWrong        string      `db:"first_wrong"` // JSON: the first of them
	Missing           *int64      `db:"missing"`     // active people who are not in the file; nil: nobody asked, or not yet
	Ceiling           *int64      `db:"ceiling"`     // so many of them may be deactivated, or none is
	Deactivated       int64       `db:"deactivated"` // of them
	CreatedBy         string      `db:"created_by"`  // a user's id or a service's
	CreatedAt         Time        `db:"created_at"`
	StartedAt         Time        `db:"started_at"`
	FinishedAt        Time        `db:"finished_at"`
	DueAt             Time        `db:"due_at"` // when a process may take it; zero: it is over
	Tries             int64       `db:"tries"`  // how often one did
}

const userImportColumns = `id, organization_id, state, problem, file_name, unknown_columns, dry_run, deactivate_missing, invite, service,
	confirmed, total, done, next, added, changed, same, wrong, first_wrong, missing, ceiling, deactivated, created_by, created_at,
	started_at, finished_at, due_at, tries`

// ImportLine is an import as it is shown.
type ImportLine struct {
	UserImport
	CreatedByName string `db:"created_by_name"`
}

// ImportChunk are rows of a file, as package people writes and reads them.
type ImportChunk struct {
	Number int64  `db:"number"`
	Rows   string `db:"rows_json"`
}

// importQueue are the imports that are to be done. Each chunk that is done prolongs the lease.
func importQueue() queue {
	return queue{name: "user_import", table: "user_imports", due: "due_at", since: "created_at", tries: "tries"}
}

// AddUserImport writes a new import.
func (r Rows) AddUserImport(ctx context.Context, i UserImport) error {
	return r.insert(ctx, `
		INSERT INTO user_imports (`+userImportColumns+`)
		VALUES (:id, :organization_id, :state, :problem, :file_name, :unknown_columns, :dry_run, :deactivate_missing, :invite, :service,
			:confirmed, :total, :done, :next, :added, :changed, :same, :wrong, :first_wrong, :missing, :ceiling, :deactivated, :created_by,
			:created_at, :started_at, :finished_at, :due_at, :tries)`, i)
}

// AddImportChunk writes rows of an import.
func (r Rows) AddImportChunk(ctx context.Context, importID string, c ImportChunk) error {
	_, err := r.exec(ctx, `INSERT INTO user_import_chunks (import_id, number, rows_json) VALUES (?, ?, ?)`, importID, c.Number, c.Rows)
	return err
}

// ImportReceived lets an import begin whose file is here.
func (r Rows) ImportReceived(ctx context.Context, i UserImport, now time.Time) error {
	return one(r.exec(ctx, `
		UPDATE user_imports SET state = 'waiting', total = ?, unknown_columns = ?, due_at = ? WHERE id = ? AND state = 'receiving'`,
		i.Total, i.UnknownColumns, At(now), i.ID))
}

// DropImport takes an import back that never began.
func (r Rows) DropImport(ctx context.Context, id string) error {
	if err := r.dropImportChunks(ctx, id); err != nil {
		return err
	}
	_, err := r.exec(ctx, `DELETE FROM user_imports WHERE id = ? AND state = 'receiving'`, id)
	return err
}

func (r Rows) dropImportChunks(ctx context.Context, id string) error {
	_, err := r.exec(ctx, `DELETE FROM user_import_chunks WHERE import_id = ?`, id)
	return err
}

// TakeImports leases imports that are to be done.
func (r Rows) TakeImports(ctx context.Context, now, until time.Time, most int) ([]UserImport, error) {
	return takeDue[UserImport](ctx, r, importQueue(), lease{now, until, most},
		`SELECT `+userImportColumns+` FROM user_imports WHERE id IN (?) ORDER BY created_at, id`)
}

// GiveImportBack lets another process go on at once with a leased import; it is no try.
func (r Rows) GiveImportBack(ctx context.Context, i UserImport, now time.Time) error {
	_, err := r.exec(ctx, `UPDATE user_imports SET due_at = ?, tries = tries - 1 WHERE id = ? AND tries = ? AND due_at IS NOT NULL`,
		At(now), i.ID, i.Tries)
	return err
}

// RetryImport gives a leased import the time of its next try.
func (r Rows) RetryImport(ctx context.Context, i UserImport, at time.Time) error {
	_, err := r.exec(ctx, `UPDATE user_imports SET due_at = ? WHERE id = ? AND tries = ? AND due_at IS NOT NULL`, At(at), i.ID, i.Tries)
	return err
}

// AdvanceImport writes how far a leased import is, with until when the lease holds, or that it is
// over (a zero DueAt). It comes in the transaction of what was done: ErrNotFound, and all
// of that is undone, if it was cancelled, or another process has taken it over and went on from was.
func (r Rows) AdvanceImport(ctx context.Context, was, is UserImport) error {
	return one(r.exec(ctx, `
		UPDATE user_imports
		SET state = ?, problem = ?, done = ?, next = ?, added = ?, changed = ?, same = ?, wrong = ?, first_wrong = ?, missing = ?,
			ceiling = ?, deactivated = ?, started_at = ?, finished_at = ?, due_at = ?
		WHERE id = ? AND tries = ? AND next = ? AND done = ? AND deactivated = ? AND due_at IS NOT NULL`,
		is.State, is.Problem, is.Done, is.Next, is.Added, is.Changed, is.Same, is.Wrong, is.FirstWrong, is.Missing,
		is.Ceiling, is.Deactivated, is.StartedAt, is.FinishedAt, is.DueAt,
		was.ID, was.Tries, was.Next, was.Done, was.Deactivated))
}

// ForgetImportedFile deletes the file of an import that is over.
func (r Rows) ForgetImportedFile(ctx context.Context, id string) error {
	return r.dropImportChunks(ctx, id)
}

// CancelImport ends an import that is not over, and gives it as it was; ErrNotFound if it is.
func (r Rows) CancelImport(ctx context.Context, organizationID, id string, now time.Time) (UserImport, error) {
	var i UserImport
	err := r.take(ctx, &i, `
		UPDATE user_imports SET state = 'cancelled', finished_at = ?, due_at = NULL
		WHERE organization_id = ? AND id = ? AND state IN ('waiting', 'running')
		RETURNING `+userImportColumns, At(now), organizationID, id)
	if err != nil {
		return i, err
	}
	return i, r.dropImportChunks(ctx, id)
}

// ImportChunks reads the chunks of an import from a number on and below another one, in their order.
func (r Rows) ImportChunks(ctx context.Context, importID string, from, below int64, most int) ([]ImportChunk, error) {
	var list []ImportChunk
	err := r.list(ctx, &list, `
		SELECT number, rows_json FROM user_import_chunks WHERE import_id = ? AND number >= ? AND number < ? ORDER BY number LIMIT ?`,
		importID, from, below, most)
	return list, err
}

// AddImportReport writes what came of a chunk.
func (r Rows) AddImportReport(ctx context.Context, importID string, number int64, lines string) error {
	_, err := r.exec(ctx, `INSERT INTO user_import_reports (import_id, number, lines) VALUES (?, ?, ?)`, importID, number, lines)
	return err
}

// ImportReport reads what came of the chunk with the lowest number after another one;
// ErrNotFound after the last.
func (r Rows) ImportReport(ctx context.Context, importID string, after int64) (number int64, lines string, err error) {
	var found struct {
		Number int64  `db:"number"`
		Lines  string `db:"lines"`
	}
	err = r.get(ctx, &found, `
		SELECT number, lines FROM user_import_reports WHERE import_id = ? AND number > ? ORDER BY number LIMIT 1`, importID, after)
	return found.Number, found.Lines, err
}

const importLines = `
	SELECT i.id, i.organization_id, i.state, i.problem, i.file_name, i.unknown_columns, i.dry_run, i.deactivate_missing, i.invite,
		i.service, i.confirmed, i.total, i.done, i.next, i.added, i.changed, i.same, i.wrong, i.first_wrong, i.missing, i.ceiling,
		i.deactivated, i.created_by, i.created_at, i.started_at, i.finished_at, i.due_at, i.tries,
		COALESCE(u.name, c.name, '') AS created_by_name
	FROM user_imports i
	LEFT JOIN users u ON (u.organization_id = i.organization_id) IS TRUE AND u.id = i.created_by
	LEFT JOIN clients c ON c.organization_id = i.organization_id AND c.id = i.created_by
	WHERE i.organization_id = ? AND i.state <> 'receiving'`

// UserImport reads an import of an organization.
func (r Rows) UserImport(ctx context.Context, organizationID, id string) (ImportLine, error) {
	var i ImportLine
	err := r.get(ctx, &i, importLines+` AND i.id = ?`, organizationID, id)
	return i, err
}

// UserImports lists the imports of an organization, the newest first.
func (r Rows) UserImports(ctx context.Context, organizationID string, most int) ([]ImportLine, error) {
	var list []ImportLine
	err := r.list(ctx, &list, importLines+` ORDER BY i.created_at DESC, i.id LIMIT ?`, organizationID, most)
	return list, err
}

// CountOpenImports counts the imports of an organization that are not over.
func (r Rows) CountOpenImports(ctx context.Context, organizationID string) (int64, error) {
	var n int64
	err := r.get(ctx, &n, `
		SELECT COUNT(*) FROM user_imports WHERE organization_id = ? AND state IN ('receiving', 'waiting', 'running')`, organizationID)
	return n, err
}

// How long an import is kept, and how long its sender may take to send it.
const (
	ImportsKept    = 30 * 24 * time.Hour
	importReceives = time.Hour
)

// pruneImports deletes old imports, and those whose sender went away.
func (s *Store) pruneImports(ctx context.Context, now time.Time) error {
	const old = `(created_at <= ? OR state = 'receiving' AND created_at <= ?) AND due_at IS NULL`
	for _, query := range []string{
		`DELETE FROM user_import_chunks WHERE import_id IN (SELECT id FROM user_imports WHERE ` + old + `)`,
		`DELETE FROM user_import_reports WHERE import_id IN (SELECT id FROM user_imports WHERE ` + old + `)`,
		`DELETE FROM user_imports WHERE ` + old,
	} {
		if _, err := s.exec(ctx, query, At(now.Add(-ImportsKept)), At(now.Add(-importReceives))); err != nil {
			return err
		}
	}
	return nil
}
