package store_test

import (
	"errors"
	"testing"

	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// Looking at a database that nobody migrated says so, and migrates nothing.
func TestSchemaOfANewDatabase(t *testing.T) {
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		db, err := store.Open(t.Context(), storetest.Source(t, engine))
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			s, err := db.Schema(t.Context())
			if err != nil || s.Version != 0 || s.Program < 3 || s.Pending() != s.Program {
				t.Errorf("%s: %+v, %v", engine, s, err)
			}
		}
		n, err := db.Migrate(t.Context())
		s, unread := db.Schema(t.Context())
		if err := errors.Join(err, unread); err != nil || n == 0 || s.Version != s.Program || s.Pending() != 0 {
			t.Errorf("%s: %d steps, %+v, %v", engine, n, s, err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
}
