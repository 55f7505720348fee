package store

import (
	"context"
)

// Schema says how the tables stand to this program.
type Schema struct {
	Version int64 // of the database; 0 = it was never migrated
	Program int64 // the newest that this program knows
}

// Schema reads the version of the tables and changes nothing.
func (s *Store) Schema(ctx context.Context) (Schema, error) {
	p, err := s.provider(s.db)
	if err != nil {
		return Schema{}, err
	}
	var schema Schema
	for _, m := range p.ListSources() {
		schema.Program = max(schema.Program, m.Version)
	}
	find := `SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'goose_db_version'`
	if s.engine == Postgres {
		find = `SELECT COUNT(*) FROM pg_class WHERE oid = to_regclass('goose_db_version')`
	}
	var tables int
	if err := s.get(ctx, &tables, find); err != nil || tables == 0 {
		return schema, err
	}
	err = s.get(ctx, &schema.Version, `SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version WHERE is_applied`)
	return schema, err
}

// Pending is how many steps this program would make.
func (s Schema) Pending() int64 { return max(0, s.Program-s.Version) }
