package storetest

import (
	"context"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/jmoiron/sqlx"

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
	if engine != store.SQLite {
		return Connect(t, Source(t, engine))
	}
	file, err := migrated()
	if err != nil {
		t.Fatalf("make a migrated file: %v", err)
	}
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, sqliteFile), file, 0o600); err != nil {
		t.Fatal(err)
	}
	return Connect(t, store.File(folder))
}

// sqliteFile is the name of the embedded database in its folder.
const sqliteFile = "latchkey.db"

// migrated is an embedded database without rows, made once per run: to migrate
// one for each test takes longer than most tests.
var migrated = sync.OnceValues(func() (file []byte, err error) { //nolint:gochecknoglobals // made once
	folder, err := os.MkdirTemp("", "latchkey")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	db, err := store.Open(context.Background(), store.File(folder))
	if err != nil {
		return nil, err
	}
	_, err = db.Migrate(context.Background())
	if err := errors.Join(err, db.Close()); err != nil { // closing brings the log into the file
		return nil, err
	}
	return os.ReadFile(filepath.Join(folder, sqliteFile))
})

// Connect opens a source and migrates it; it is closed when the test ends.
func Connect(t testing.TB, source store.Source) *store.Store {
	t.Helper()
	db, err := store.Open(t.Context(), source)
	if err != nil {
		t.Fatalf("open %s: %v", source.Engine, err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close the database: %v", err)
		}
	})
	if _, err := db.Migrate(t.Context()); err != nil {
		t.Fatalf("migrate: %v", err)
	}
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

// creating is held while a database is made: PostgreSQL copies one template at
// a time.
var creating sync.Mutex //nolint:gochecknoglobals // one server per run

// Address makes an empty PostgreSQL database and gives its address.
func Address(t testing.TB) string {
	t.Helper()
	server := os.Getenv("TEST_DATABASE_URL")
	if server == "" {
		t.Fatal("this test needs PostgreSQL: set TEST_DATABASE_URL, or run make test, which starts one")
	}
	name := "t_" + strings.ToLower(strings.NewReplacer("-", "a", "_", "b").Replace(store.NewID()))
	admin, err := sqlx.ConnectContext(t.Context(), "postgres", server)
	if err != nil {
		t.Fatalf("reach PostgreSQL: %v", err)
	}
	creating.Lock()
	_, err = admin.ExecContext(t.Context(), "CREATE DATABASE "+name)
	creating.Unlock()
	if err != nil {
		t.Fatalf("make a database: %v", err)
	}
	t.Cleanup(func() {
		if _, err := admin.Exec("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)"); err != nil { // the test context is over
			t.Errorf("drop the database: %v", err)
		}
		if err := admin.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal("TEST_DATABASE_URL is no address")
	}
	u.Path = "/" + name
	return u.String()
}
