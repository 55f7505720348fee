package store

import (
	"context"
	"database/sql"
	"fmt"
)

// DryRun runs work on a database as it is now, in one transaction that writes
// nothing and locks nothing: what work writes is taken for written, and is not
// found again when it is read.
func (s *Store) DryRun(ctx context.Context, work func(Rows) error) error {
	tx, err := s.db.BeginTxx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // there is nothing to lose
	return work(Rows{statements: s.statements, tx: tx, noted: &transaction{}, dryRun: true})
}
