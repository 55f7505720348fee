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
func fillInBatches(ctx context.Context, db *sqlx.DB, step laterStep, tell Tell) error {
	var position string
	err := db.GetContext(ctx, &position, db.Rebind(`SELECT position FROM later_steps WHERE name = ?`), step.name)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	rows := 0
	for told := time.Now(); ; {
		n, err := fillBatch(ctx, db, step, &position)
		rows += n
		if err != nil || n == 0 {
			return err
		}
		if time.Since(told) >= tellEvery {
			told = time.Now()
			tell(fmt.Sprintf("%d rows", rows))
		}
	}
}

// fillBatch takes the rows after a position, moves it, and says how many they were.
func fillBatch(ctx context.Context, db *sqlx.DB, step laterStep, position *string) (n int, err error) {
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
	if _, err := tx.ExecContext(ctx, tx.Rebind(`UPDATE `+step.table+` SET `+step.set+` WHERE `+step.where+` AND id > ? AND id <= ?`), *position, batch.Last); err != nil {
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
func indexBeside(ctx context.Context, db *sqlx.DB, step laterStep, tell Tell) error {
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
		} else if going != "" {
			tell("the server is still making it: " + going)
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
			if going, err := indexProgress(ctx, db, step.table); err == nil && going != "" {
				tell(going)
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

// indexProgress says how far the server is with an index of a table, or "".
func indexProgress(ctx context.Context, db *sqlx.DB, table string) (string, error) {
	var how string
	err := db.GetContext(ctx, &how, `
		SELECT phase || CASE WHEN blocks_total > 0 THEN ', ' || 100 * blocks_done / blocks_total || ' %' ELSE '' END
		FROM pg_stat_progress_create_index WHERE datname = current_database() AND relid = to_regclass($1) LIMIT 1`, table)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return how, err
}
