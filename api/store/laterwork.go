package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"latchkey/api/fault"
)

// fillInBatches goes through a table by its ids, a transaction a batch, and notes
// after each how far it came.
func fillInBatches(ctx context.Context, db *sqlx.DB, step laterStep, engine Engine, to hearing) error {
	var position string
	err := db.GetContext(ctx, &position, db.Rebind(`SELECT position FROM later_steps WHERE name = ?`), step.name)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	rows, total, err := rowsOf(ctx, db, step.table, position, engine)
	if err != nil {
		return err
	}
	for lastTold := time.Now(); ; {
		n, err := fillBatch(ctx, db, step, engine, &position)
		rows += int64(n)
		if err != nil || n == 0 {
			return err
		}
		to.count(rows, max(rows, total))
		if time.Since(lastTold) >= tellEvery {
			lastTold = time.Now()
			to.tell(fmt.Sprintf("%d rows", rows))
		}
	}
}

// rowsOf says how many rows of a table are up to a position, and about how many there
// are: to count all of a large one would take long.
func rowsOf(ctx context.Context, db *sqlx.DB, table, position string, engine Engine) (before, total int64, err error) {
	if position != "" {
		if err := db.GetContext(ctx, &before, db.Rebind(`SELECT COUNT(*) FROM `+table+` WHERE id <= ?`), position); err != nil {
			return 0, 0, err
		}
	}
	if engine == Postgres {
		err = db.GetContext(ctx, &total, `SELECT CAST(GREATEST(reltuples, 0) AS BIGINT) FROM pg_class WHERE oid = to_regclass($1)`, table)
	}
	return before, total, err
}

// fillBatch takes the rows after a position, moves it, and says how many they were.
func fillBatch(ctx context.Context, db *sqlx.DB, step laterStep, engine Engine, position *string) (n int, err error) {
	tx, err := db.BeginTxx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, ignoreDone(tx.Rollback())) }()
	var batch struct {
		N    int    `db:"n"`
		Last string `db:"last"`
	}
	part := fmt.Sprintf(`(SELECT id FROM %s WHERE id > ? ORDER BY id LIMIT %d)`, step.table, laterBatch)
	if err := tx.GetContext(ctx, &batch, tx.Rebind(`SELECT COUNT(*) AS n, COALESCE(MAX(id), '') AS last FROM `+part+` part`), *position); err != nil {
		return 0, err
	}
	if batch.N == 0 {
		return 0, nil
	}
	if _, err := tx.ExecContext(ctx, tx.Rebind(step.batch(engine)), *position, batch.Last); err != nil {
		return 0, err
	}
	if err := remember(ctx, tx, step, batch.Last, false); err != nil {
		return 0, err
	}
	*position = batch.Last
	return batch.N, tx.Commit()
}

// indexBeside makes an index while others write to its table (PostgreSQL). One that
// was broken off is in the catalogue and serves nobody: it is dropped first; one that
// the server still makes, for a program that is gone, is waited for.
func indexBeside(ctx context.Context, db *sqlx.DB, step laterStep, to hearing) error {
	for {
		valid, made, err := indexState(ctx, db, step.name)
		if err != nil || valid {
			return err
		}
		if !made {
			break
		}
		if going, err := indexProgress(ctx, db, step.table); err != nil {
			return err
		} else if going.Phase != "" {
			to.count(going.Done, going.Total)
			to.tell("the server is still making it: " + going.String())
			if err := pause(ctx, time.Second); err != nil {
				return err
			}
			continue
		}
		if _, err := db.ExecContext(ctx, `DROP INDEX CONCURRENTLY IF EXISTS `+step.name); err != nil {
			return err
		}
	}
	done := beside(func() error {
		_, err := db.ExecContext(ctx, `CREATE INDEX CONCURRENTLY IF NOT EXISTS `+step.name+` ON `+step.table+` `+step.index)
		return err
	})
	tick := time.NewTicker(tellEvery)
	defer tick.Stop()
	for {
		select {
		case err := <-done:
			return err
		case <-tick.C:
			if going, err := indexProgress(ctx, db, step.table); err == nil && going.Phase != "" {
				to.count(going.Done, going.Total)
				to.tell(going.String())
			}
		}
	}
}

// beside runs work in a goroutine of its own, and gives how it ended.
func beside(work func() error) <-chan error {
	done := make(chan error, 1)
	go func() { done <- fault.Calmly(work) }()
	return done
}

func indexState(ctx context.Context, db *sqlx.DB, name string) (valid, made bool, err error) {
	err = db.GetContext(ctx, &valid, `SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass($1)`, name)
	if errors.Is(err, sql.ErrNoRows) {
		return false, false, nil
	}
	return valid, err == nil, err
}

// indexGoing is how far the server is with an index: blocks of a phase.
type indexGoing struct {
	Phase string `db:"phase"` // "": it makes none
	Done  int64  `db:"blocks_done"`
	Total int64  `db:"blocks_total"`
}

// String tells the operator how far the index is.
func (g indexGoing) String() string {
	if g.Total == 0 {
		return g.Phase
	}
	return fmt.Sprintf("%s, %d %%", g.Phase, 100*g.Done/g.Total)
}

// indexProgress says how far the server is with an index of a table.
func indexProgress(ctx context.Context, db *sqlx.DB, table string) (indexGoing, error) {
	var going indexGoing
	err := db.GetContext(ctx, &going, `
		SELECT phase, COALESCE(blocks_done, 0) AS blocks_done, COALESCE(blocks_total, 0) AS blocks_total
		FROM pg_stat_progress_create_index WHERE datname = current_database() AND relid = to_regclass($1) LIMIT 1`, table)
	if errors.Is(err, sql.ErrNoRows) {
		return indexGoing{}, nil
	}
	return going, err
}
