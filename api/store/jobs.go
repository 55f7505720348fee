package store

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"
)

// JobNote is what is known of a job, over all processes that run it. A zero time is
// one that is not known, or not to be.
type JobNote struct {
	Name        string `db:"name"`
	RanAt       Time   `db:"ran_at"` // when a run last ended
	Took        int64  `db:"took"`   // microseconds
	SucceededAt Time   `db:"succeeded_at"`
	FailedAt    Time   `db:"failed_at"`
	Problem     string `db:"problem"` // of the last failure: a code, never what an error says
	NextAt      Time   `db:"next_at"`
	Step        string `db:"step"` // of long work, with how much of how much is done; Total 0: nothing is under way
	Done        int64  `db:"done"`
	Total       int64  `db:"total"`
	ProgressAt  Time   `db:"progress_at"` // when that was said
}

const jobColumns = `name, ran_at, took, succeeded_at, failed_at, problem, next_at, step, done, total, progress_at`

// NoteJobs writes what a process knows of its jobs, in one statement. The latest
// success and the latest failure stay, whichever process had it; progress stays until
// whoever makes some says another.
func (r Rows) NoteJobs(ctx context.Context, notes []JobNote) error {
	if len(notes) == 0 {
		return nil
	}
	bound, args, err := sqlx.Named(`
		INSERT INTO jobs (`+jobColumns+`)
		VALUES (:name, :ran_at, :took, :succeeded_at, :failed_at, :problem, :next_at, :step, :done, :total, :progress_at)
		ON CONFLICT (name) DO UPDATE SET
			ran_at = CASE WHEN `+older("ran_at")+` THEN jobs.ran_at ELSE excluded.ran_at END,
			took = CASE WHEN `+older("ran_at")+` THEN jobs.took ELSE excluded.took END,
			succeeded_at = CASE WHEN `+older("succeeded_at")+` THEN jobs.succeeded_at ELSE excluded.succeeded_at END,
			failed_at = CASE WHEN `+older("failed_at")+` THEN jobs.failed_at ELSE excluded.failed_at END,
			problem = CASE WHEN `+older("failed_at")+` THEN jobs.problem ELSE excluded.problem END,
			next_at = excluded.next_at,
			step = CASE WHEN `+older("progress_at")+` THEN jobs.step ELSE excluded.step END,
			done = CASE WHEN `+older("progress_at")+` THEN jobs.done ELSE excluded.done END,
			total = CASE WHEN `+older("progress_at")+` THEN jobs.total ELSE excluded.total END,
			progress_at = CASE WHEN `+older("progress_at")+` THEN jobs.progress_at ELSE excluded.progress_at END`, notes)
	if err != nil {
		return fmt.Errorf("bind: %w", err)
	}
	return r.execOnce(ctx, bound, args...)
}

// older is the SQL condition that the column's new value is older than the stored one, or missing.
func older(column string) string {
	return `(excluded.` + column + ` IS NULL OR excluded.` + column + ` < jobs.` + column + `)`
}

// ForgetJobs forgets the jobs that a program does not have any more.
func (r Rows) ForgetJobs(ctx context.Context, names []string) error {
	bound, args, err := sqlx.In(`DELETE FROM jobs WHERE name NOT IN (?)`, names)
	if err != nil {
		return fmt.Errorf("bind: %w", err)
	}
	return r.execOnce(ctx, bound, args...)
}

// Jobs lists what is known of all jobs, by name.
func (r Rows) Jobs(ctx context.Context) ([]JobNote, error) {
	var notes []JobNote
	err := r.list(ctx, &notes, `SELECT `+jobColumns+` FROM jobs ORDER BY name`)
	return notes, err
}
