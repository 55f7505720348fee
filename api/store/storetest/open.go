package storetest

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"latchkey/api/store"
)

// Engines runs a test once on each engine. open gives a new, migrated database
// that goes when the test ends; opening it twice gives two.
func Engines(t *testing.T, test func(t *testing.T, open func() *store.Store)) {
	t.Helper()
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			test(t, func() *store.Store { return Open(t, engine) })
		})
	}
}

// Open gives a new, migrated database of an engine.
func Open(t testing.TB, engine store.Engine) *store.Store {
	t.Helper()
	source, _ := Migrated(t, engine)
	return open(t, source)
}

// Migrated names a new database without rows, and says where it is: a file, or
// an address. It is a copy of one that this process migrated once: to migrate one
// for each test takes longer than most tests.
func Migrated(t testing.TB, engine store.Engine) (source store.Source, where string) {
	t.Helper()
	if engine == store.SQLite {
		file, err := migratedFile()
		if err != nil {
			t.Fatalf("make a migrated file: %v", err)
		}
		folder := t.TempDir()
		where = filepath.Join(folder, sqliteFile)
		if err := os.WriteFile(where, file, 0o600); err != nil {
			t.Fatal(err)
		}
		return store.File(folder), where
	}
	template, err := migratedDatabase()
	if err != nil {
		t.Fatalf("make a migrated database: %v", err)
	}
	where = copyOf(t, template)
	if source, err = store.URL(where); err != nil {
		t.Fatal(err)
	}
	return source, where
}

// Unusable is how a hash begins that opens nothing.
const Unusable = "unusable"

// sqliteFile is the name of the embedded database in its folder.
const sqliteFile = "latchkey.db"

var migratedFile = sync.OnceValues(func() (file []byte, err error) { //nolint:gochecknoglobals // made once
	folder, err := os.MkdirTemp("", "latchkey")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	if err := migrate(store.File(folder)); err != nil { // closing brings the log into the file
		return nil, err
	}
	return os.ReadFile(filepath.Join(folder, sqliteFile))
})

func migrate(source store.Source) error {
	db, err := store.Open(context.Background(), source)
	if err != nil {
		return err
	}
	_, err = db.Migrate(context.Background())
	return errors.Join(err, db.Close())
}

// Connect opens a source and migrates it; it is closed when the test ends.
func Connect(t testing.TB, source store.Source) *store.Store {
	t.Helper()
	db := open(t, source)
	if _, err := db.Migrate(t.Context()); err != nil {
		t.Fatalf("migrate: %v", err)
	}
	return db
}

func open(t testing.TB, source store.Source) *store.Store {
	t.Helper()
	source.Usable = func(hash string) bool { return !strings.HasPrefix(hash, Unusable) }
	db, err := store.Open(t.Context(), source)
	if err != nil {
		t.Fatalf("open %s: %v", source.Engine, err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close the database: %v", err)
		}
	})
	return db
}

// Source names a new, empty database: opening it again reaches the same one.
func Source(t testing.TB, engine store.Engine) store.Source {
	t.Helper()
	if engine == store.SQLite {
		return store.File(t.TempDir())
	}
	source, err := store.URL(Address(t))
	if err != nil {
		t.Fatal(err)
	}
	return source
}
