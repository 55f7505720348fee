package store

import (
	"context"
	"database/sql"
	"fmt"
	"os"
)

// Existing is the source for commands that make no database: the embedded one
// must be there.
func (s Source) Existing() Source { s.mode = "rw"; return s }

// Reading is the source for commands that write nothing at all.
func (s Source) Reading() Source { s.mode = "ro"; return s }

// fileQuery is how the embedded database is opened.
func (s Source) fileQuery(busy string) map[string][]string {
	q := map[string][]string{
		"_txlock": {"immediate"},
		"_pragma": {"busy_timeout(" + busy + ")", "journal_mode(WAL)", "foreign_keys(1)", "synchronous(FULL)"},
	}
	switch s.mode {
	case "rw":
		q["mode"] = []string{"rw"}
	case "ro":
		q = map[string][]string{"mode": {"ro"}, "_pragma": {"busy_timeout(" + busy + ")"}}
		if _, err := os.Stat(s.location + "-wal"); err != nil {
			q["immutable"] = []string{"1"} // nobody has it open: or the files of a reader would be made beside it
		}
	}
	return q
}

// Imagine runs work on a database as it is now, in one transaction that writes
// nothing and locks nothing: what work writes is taken for written, and is not
// found again when it is read.
func (s *Store) Imagine(ctx context.Context, work func(Rows) error) error {
	tx, err := s.db.BeginTxx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // there is nothing to lose
	missed := []string{}
	return work(Rows{statements: s.statements, tx: tx, missed: &missed, imagined: true})
}
