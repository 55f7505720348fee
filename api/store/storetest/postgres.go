package storetest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// errNoServer says what a test that needs PostgreSQL wants.
var errNoServer = errors.New("this test needs PostgreSQL: set TEST_DATABASE_URL, or run make test, which starts one")

// Address makes an empty PostgreSQL database and gives its address.
func Address(t testing.TB) string {
	t.Helper()
	return copyOf(t, "template1")
}

// creating is held while a database is made: PostgreSQL copies one template at
// a time.
var creating sync.Mutex //nolint:gochecknoglobals // one server per run

// copyOf makes a database like template, which goes when the test ends.
func copyOf(t testing.TB, template string) string {
	t.Helper()
	admin, err := server(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	name := "t_" + randomName()
	creating.Lock()
	_, err = admin.ExecContext(t.Context(), "CREATE DATABASE "+name+" TEMPLATE "+template+byFiles(t.Context(), admin))
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
	return at(name)
}

// byFiles makes a server that can copy the files of a template, instead of writing
// all of it to its log first: that takes a third of the time. PostgreSQL 15 is the
// first that has to be told.
func byFiles(ctx context.Context, admin *sqlx.DB) string {
	var version int
	if err := admin.GetContext(ctx, &version, "SELECT current_setting('server_version_num')::int"); err != nil || version < 150000 {
		return ""
	}
	return " STRATEGY FILE_COPY"
}

// templates is what the names of migrated databases begin with; the time of
// making follows.
const templates = "latchkey_template_"

// migratedDatabase is the name of this process's migrated database. Nobody can
// say when the last test of a process is over, so the next run drops it.
var migratedDatabase = sync.OnceValues(func() (name string, err error) { //nolint:gochecknoglobals // made once
	ctx := context.Background()
	admin, err := server(ctx)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, admin.Close()) }()
	if err := dropOld(ctx, admin); err != nil {
		return "", err
	}
	name = fmt.Sprintf("%s%010d_%s", templates, time.Now().Unix(), randomName())
	if _, err := admin.ExecContext(ctx, "CREATE DATABASE "+name); err != nil {
		return "", err
	}
	source, err := store.URL(at(name))
	if err != nil {
		return "", err
	}
	return name, migrate(source)
})

// dropOld drops the migrated databases of runs that are long over.
func dropOld(ctx context.Context, admin *sqlx.DB) error {
	var old []string
	hourAgo := fmt.Sprintf("%s%010d", templates, time.Now().Add(-time.Hour).Unix())
	err := admin.SelectContext(ctx, &old,
		"SELECT datname FROM pg_database WHERE starts_with(datname, $1) AND datname < $2", templates, hourAgo)
	for _, name := range old {
		_, dropped := admin.ExecContext(ctx, "DROP DATABASE IF EXISTS "+name)
		err = errors.Join(err, dropped)
	}
	return err
}

// server connects to the server of the tests.
func server(ctx context.Context) (*sqlx.DB, error) {
	address := os.Getenv("TEST_DATABASE_URL")
	if address == "" {
		return nil, errNoServer
	}
	admin, err := sqlx.ConnectContext(ctx, "postgres", address)
	if err != nil {
		return nil, fmt.Errorf("reach PostgreSQL: %w", err)
	}
	return admin, nil
}

// at is the address of a database of the server, which has answered before.
func at(name string) string {
	u, err := url.Parse(os.Getenv("TEST_DATABASE_URL"))
	if err != nil {
		return ""
	}
	u.Path = "/" + name
	return u.String()
}

func randomName() string {
	return strings.ToLower(strings.NewReplacer("-", "a", "_", "b").Replace(secret.NewID()))
}
