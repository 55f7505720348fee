package e2e_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"

	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// A database of an earlier version becomes one of this version and keeps all it had:
// every row with every value, what is sealed opens, and people sign in. Its dumps
// stand in testdata/databases, which says how the next one is made.
func TestDatabasesOfEarlierVersionsKeepEverything(t *testing.T) {
	t.Parallel()
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		dumps, err := filepath.Glob("testdata/databases/*." + string(engine) + ".sql")
		must(t, err)
		if len(dumps) == 0 {
			t.Errorf("no dump of %s", engine)
		}
		for _, dump := range dumps {
			t.Run(filepath.Base(dump), func(t *testing.T) {
				t.Parallel()
				w := &world{t: t, clock: &clock{}, log: &logBook{}}
				w.load(engine, dump)
				t.Cleanup(func() { w.checkLog() })
				before := w.snapshot(engine)
				if len(before) < 20 {
					t.Errorf("only %d tables", len(before))
				}
				_, err := w.store.Migrate(t.Context())
				must(t, err)
				must(t, w.store.CatchUp(t.Context(), func(string) {}))
				for table, rows := range before {
					w.wantRows(engine, table, rows)
				}
				w.wantInUse()
			})
		}
	}
}

// load makes the database of a dump.
func (w *world) load(engine store.Engine, dump string) {
	w.t.Helper()
	text, err := os.ReadFile(dump)
	must(w.t, err)
	var source store.Source
	driver, address := "sqlite", ""
	if engine == store.SQLite {
		folder := w.t.TempDir()
		source, address = store.File(folder), "file:"+filepath.Join(folder, "latchkey.db")+"?_pragma=busy_timeout(5000)"
	} else {
		driver, address = "postgres", storetest.Address(w.t)
		source, err = store.URL(address)
		must(w.t, err)
	}
	w.store, err = store.Open(w.t.Context(), source)
	must(w.t, err)
	w.t.Cleanup(func() { _ = w.store.Close() })
	w.raw, err = sqlx.Open(driver, address)
	must(w.t, err)
	w.t.Cleanup(func() { _ = w.raw.Close() })
	_, err = w.raw.ExecContext(w.t.Context(), string(text))
	must(w.t, err)
}

// tableRows are the rows of a table, a line each, and which columns they have.
type tableRows struct {
	columns []string
	lines   []string
}

func (w *world) snapshot(engine store.Engine) map[string]tableRows {
	w.t.Helper()
	all := map[string]tableRows{}
	for _, table := range w.tables(engine) {
		columns := w.columns(table)
		all[table] = tableRows{columns, w.lines(engine, table, columns)}
	}
	return all
}

func (w *world) lines(engine store.Engine, table string, columns []string) []string {
	w.t.Helper()
	var lines []string
	for _, row := range w.literals(engine, table, columns) {
		lines = append(lines, strings.Join(row, ", "))
	}
	return lines
}

// wantRows wants a table to have the rows that it had, in the columns that it had.
func (w *world) wantRows(engine store.Engine, table string, had tableRows) {
	w.t.Helper()
	if len(had.lines) == 0 {
		w.t.Errorf("%s: the dump has no rows", table)
	}
	has := w.lines(engine, table, had.columns)
	for _, line := range had.lines {
		i := slices.Index(has, line)
		if i < 0 {
			w.t.Errorf("%s lost %s (%s)", table, line, strings.Join(had.columns, ", "))
			continue
		}
		has = slices.Delete(has, i, i+1)
	}
	if len(has) > 0 && table != "goose_db_version" && table != "later_steps" {
		w.t.Errorf("%s got rows: %s", table, fmt.Sprint(has))
	}
}

// wantInUse starts this version on the database: the ring opens what was sealed, and
// somebody signs in by password.
func (w *world) wantInUse() {
	w.t.Helper()
	w.startProvider()
	w.startProduct(setting{generic: true})
	w.secrets.add(clientSecret, everybodysPassword)
	l := w.live("acme", "google")
	opened, err := w.ring.OpenRow(l.Version().SecretPlace(), l.SecretSealed)
	if err != nil || string(opened) != clientSecret {
		w.t.Errorf("the secret of acme's google does not open: %v", err)
	}
	b := w.browser()
	b.password("acme", "maya@acme.example", everybodysPassword).want(200, "")
	b.me(b.token()).want(200, "")
}
