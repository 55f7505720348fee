package audit_test

import (
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"latchkey/api/secret"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// grants are what docs/operations/audit.md has the owner run, for a role of another name.
func grants(t *testing.T, role string) string {
	t.Helper()
	page, err := os.ReadFile("../../docs/operations/audit.md")
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)```sql\n(GRANT USAGE.*?)```").FindStringSubmatch(string(page))
	if block == nil {
		t.Fatal("the page has no grants")
	}
	return strings.ReplaceAll(block[1], "latchkey_app", role)
}

// J05, ASVS 16.4.2: the program's role of PostgreSQL has INSERT and SELECT alone, as the page says,
// and retention goes on.
func TestJ05ARoleThatCannotChangeTheLog(t *testing.T) {
	_, where := storetest.Migrated(t, store.Postgres)
	owner, err := sqlx.Open("postgres", where)
	if err != nil {
		t.Fatal(err)
	}
	defer owner.Close()
	role := "latchkey_app_" + strings.ToLower(regexp.MustCompile(`\W`).ReplaceAllString(secret.NewID(), ""))
	run := func(query string) {
		t.Helper()
		if _, err := owner.Exec(query); err != nil {
			t.Fatal(err)
		}
	}
	run(`CREATE ROLE ` + role + ` LOGIN PASSWORD 'of-a-test'`)
	defer run(`DROP OWNED BY ` + role + `; DROP ROLE ` + role)
	run(grants(t, role))
	at, err := url.Parse(where)
	if err != nil {
		t.Fatal(err)
	}
	at.User = url.UserPassword(role, "of-a-test")
	source, err := store.URL(at.String())
	if err != nil {
		t.Fatal(err)
	}
	db := storetest.Connect(t, source) // migrates: there is nothing to do
	raw, err := sqlx.Open("postgres", at.String())
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	w := &world{t: t, engine: store.Postgres, db: db, raw: owner, ring: ring(t, "k1"), now: time.Now().Add(-200 * day)}
	w.acme, w.globex = w.organization("acme"), w.organization("globex")
	w.does(4)
	w.now = time.Now()
	w.does(3)
	w.seal()
	for _, query := range []string{
		`UPDATE audit_events SET actor = 'x'`, `DELETE FROM audit_events`, `TRUNCATE audit_events`, `DROP TABLE audit_events`,
		`ALTER TABLE audit_events DISABLE TRIGGER ALL`, `DROP TRIGGER audit_events_queued ON audit_events`,
	} {
		if _, err := raw.Exec(query); err == nil || !strings.Contains(err.Error(), "permission denied") && !strings.Contains(err.Error(), "must be owner") {
			t.Errorf("%s: %v", query, err)
		}
	}
	w.prune()
	if events := w.count(`SELECT COUNT(*) FROM audit_events`); events != 3 {
		t.Errorf("%d events are left", events)
	}
	r := w.verify(w.head())
	w.wantsNothing(r)
	if r.From != 5 || r.Sealed != 3 {
		t.Errorf("%+v", r)
	}
	w.functionTakesNothingYoung(raw)
}

// functionTakesNothingYoung has the role lie to the function as it can: seals that it marks itself, days
// that it writes, tables of its own.
func (w *world) functionTakesNothingYoung(raw *sqlx.DB) {
	w.t.Helper()
	conn, err := raw.Connx(w.t.Context())
	w.must(err)
	defer conn.Close()
	for _, query := range []string{
		`UPDATE audit_seals SET gone = 'x', at = 1`, `UPDATE organizations SET audit_days = 0`,
		`CREATE TEMPORARY TABLE organizations AS SELECT id, -99999 AS audit_days FROM public.organizations`, `SELECT audit_events_prune()`,
	} {
		_, err := conn.ExecContext(w.t.Context(), query)
		w.must(err)
	}
	if events := w.count(`SELECT COUNT(*) FROM audit_events`); events != 3 {
		w.t.Errorf("%d events are left", events)
	}
	w.wantsFirst(w.verify(), 5, w.events[4].ID, "the seal was changed")
}
