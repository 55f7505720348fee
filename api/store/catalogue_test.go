package store_test

import (
	"maps"
	"slices"
	"testing"

	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// What each engine says of its tables, in one form. SQLite lets a key of text
// be NULL, so keys count as not null.
const (
	sqliteColumns = `
		SELECT m.name || '.' || c.name AS name, lower(c.type) AS kind, c."notnull" = 0 AND c.pk = 0 AS optional
		FROM sqlite_master m JOIN pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'goose_%'`
	postgresColumns = `
		SELECT table_name || '.' || column_name AS name, lower(data_type) AS kind, is_nullable = 'YES' AS optional
		FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'goose_%'`
	sqliteIndexes   = `SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND name NOT LIKE 'goose_%' ORDER BY name`
	postgresIndexes = `
		SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname = 'public' AND c.relname NOT LIKE 'goose_%'
			AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = c.oid) ORDER BY c.relname`
)

type column struct {
	Name     string `db:"name"`
	Kind     string `db:"kind"`
	Optional bool   `db:"optional"`
}

func TestBothEnginesEndWithTheSameTables(t *testing.T) {
	sqlite, sqliteNames := catalogue(t, store.SQLite, sqliteColumns, sqliteIndexes)
	postgres, postgresNames := catalogue(t, store.Postgres, postgresColumns, postgresIndexes)
	if len(sqlite) < 100 {
		t.Fatalf("only %d columns were found", len(sqlite))
	}
	for _, name := range slices.Sorted(maps.Keys(sqlite)) {
		if sqlite[name] != postgres[name] {
			t.Errorf("SQLite has %+v, PostgreSQL %+v", sqlite[name], postgres[name])
		}
		delete(postgres, name)
	}
	for name := range postgres {
		t.Errorf("only PostgreSQL has %s", name)
	}
	if !slices.Equal(sqliteNames, postgresNames) || len(sqliteNames) == 0 {
		t.Errorf("indexes differ:\n%v\n%v", sqliteNames, postgresNames)
	}
}

func catalogue(t *testing.T, engine store.Engine, columns, indexes string) (map[string]column, []string) {
	t.Helper()
	source, raw := empty(t, engine)
	storetest.Connect(t, source)
	var list []column
	if err := raw.Select(&list, columns); err != nil {
		t.Fatal(err)
	}
	by := map[string]column{}
	for _, c := range list {
		by[c.Name] = c
	}
	var names []string
	if err := raw.Select(&names, indexes); err != nil {
		t.Fatal(err)
	}
	return by, names
}
