package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
)

// Count hears how far a later step is: rows or blocks of all there are, or 0 of 0 where
// nobody knows.
type Count func(done, total int64)

// CatchUp makes the later steps that Migrate left because their table is large.
// The program serves meanwhile. One replica at a time does it; what was broken off
// goes on where it was.
func (s *Store) CatchUp(ctx context.Context, tell Tell) error {
	return s.CatchUpCounting(ctx, tell, func(int64, int64) {})
}

// CatchUpCounting is CatchUp that also counts.
func (s *Store) CatchUpCounting(ctx context.Context, tell Tell, count Count) (err error) {
	db, err := s.patient(ctx, 0) // it keeps nobody out of a table
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if left, err := laterLeft(ctx, db); err != nil || len(left) == 0 {
		return err
	}
	release, err := s.holdMigrations(ctx, db, laterLock, tell)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	left, err := laterLeft(ctx, db) // another one may just have made them
	if err != nil {
		return err
	}
	for n, step := range left {
		begun := time.Now()
		saying := func(how string) { tell(fmt.Sprintf("%s, %d of %d: %s", step.name, n+1, len(left), how)) }
		count(0, 0)
		saying("begun")
		if err := s.makeLater(ctx, db, step, true, hearing{saying, count}); err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
		saying("done in " + time.Since(begun).Round(time.Millisecond).String())
	}
	return nil
}

// Left lists the later steps that are still to be made.
func (s *Store) Left(ctx context.Context) ([]string, error) {
	left, err := laterLeft(ctx, s.db)
	names := make([]string, len(left))
	for i, step := range left {
		names[i] = step.name
	}
	return names, err
}

func laterLeft(ctx context.Context, db *sqlx.DB) ([]laterStep, error) {
	var done []string
	if err := db.SelectContext(ctx, &done, `SELECT name FROM later_steps WHERE done`); err != nil {
		return nil, fmt.Errorf("read which steps are done: %w", err)
	}
	made := map[string]bool{}
	for _, name := range done {
		made[name] = true
	}
	var left []laterStep
	for _, step := range laterSteps() {
		if !made[step.name] {
			left = append(left, step)
		}
	}
	return left, nil
}

// laterAtOnce makes the later steps that take no time: those of small tables, and
// of an embedded database, which nobody else uses.
func (s *Store) laterAtOnce(ctx context.Context, db *sqlx.DB) error {
	left, err := laterLeft(ctx, db)
	if err != nil {
		return err
	}
	for _, step := range left {
		small, err := s.isSmall(ctx, db, step.table)
		if err != nil {
			return err
		}
		if !small {
			continue
		}
		if err := s.makeLater(ctx, db, step, false, hearing{func(string) {}, func(int64, int64) {}}); err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
	}
	return nil
}

func (s *Store) isSmall(ctx context.Context, db *sqlx.DB, table string) (bool, error) {
	if s.engine == SQLite {
		return true, nil
	}
	var rows int
	err := db.GetContext(ctx, &rows, fmt.Sprintf(`SELECT COUNT(*) FROM (SELECT 1 FROM %s LIMIT %d) few`, table, smallTable+1))
	return rows <= smallTable, err
}

// hearing is whoever wants to know how a step goes.
type hearing struct {
	tell  Tell
	count Count
}

// makeLater makes one step and puts it on record.
func (s *Store) makeLater(ctx context.Context, db *sqlx.DB, step laterStep, beside bool, to hearing) error {
	var err error
	switch {
	case step.index == "":
		err = fillInBatches(ctx, db, step, s.engine, to)
	case beside:
		err = indexBeside(ctx, db, step, to)
	default:
		_, err = db.ExecContext(ctx, `CREATE INDEX IF NOT EXISTS `+step.name+` ON `+step.table+` `+s.engine.indexed(step.index))
	}
	if err != nil {
		return err
	}
	return remember(ctx, db, step, "", true)
}

// remember puts on record how far a step is.
func remember(ctx context.Context, db sqlx.ExtContext, step laterStep, position string, done bool) error {
	_, err := db.ExecContext(ctx, db.Rebind(`
		INSERT INTO later_steps (name, position, done) VALUES (?, ?, ?)
		ON CONFLICT (name) DO UPDATE SET position = excluded.position, done = excluded.done`), step.name, position, done)
	return err
}
