package audit_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"latchkey/api/audit"
	"latchkey/api/secret"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

const day = 24 * time.Hour

// world is a database with events, and a hand in it beside the program.
type world struct {
	t      *testing.T
	engine store.Engine
	db     *store.Store
	raw    *sqlx.DB
	ring   *secret.Ring
	now    time.Time
	log    bytes.Buffer
	acme   store.Organization
	globex store.Organization
	events []store.AuditEvent // in the order of their seals
}

func each(t *testing.T, test func(*testing.T, *world)) {
	t.Helper()
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			test(t, newWorld(t, engine))
		})
	}
}

func newWorld(t *testing.T, engine store.Engine) *world {
	t.Helper()
	source, where := storetest.Migrated(t, engine)
	w := &world{t: t, engine: engine, now: time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC), ring: ring(t, "k1")}
	driver := "postgres"
	if engine == store.SQLite {
		driver, where = "sqlite", "file:"+where+"?_pragma=busy_timeout(5000)"
	}
	var err error
	w.raw, err = sqlx.Open(driver, where)
	w.must(err)
	t.Cleanup(func() { _ = w.raw.Close() })
	w.db = storetest.Connect(t, source)
	w.acme, w.globex = w.organization("acme"), w.organization("globex")
	return w
}

func ring(t *testing.T, ids ...string) *secret.Ring {
	t.Helper()
	var entries []string
	for _, id := range ids {
		entries = append(entries, id+":"+base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{id[len(id)-1]}, secret.KeySize)))
	}
	r, err := secret.NewRing(entries)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) organization(code string) store.Organization {
	w.t.Helper()
	o := store.NewOrganization(code, code, w.now)
	w.must(w.db.AddOrganization(w.t.Context(), o))
	return o
}

// does has people change something, a second after each other.
func (w *world) does(many int) {
	w.t.Helper()
	for n := range many {
		w.now = w.now.Add(time.Second)
		o := []store.Organization{w.acme, w.globex}[n%2]
		e := storetest.AuditEvent(o.ID, "operator", "user.changed", "usr_1", w.now)
		e.Detail, e.ActorName, e.SubjectName = fmt.Sprintf(`{"n":"é%d"}`, n), "Ana", "Ben"
		w.must(w.db.AddAuditEvents(w.t.Context(), []store.AuditEvent{e}))
		w.events = append(w.events, e)
	}
}

func (w *world) sealer() *audit.Sealer {
	return &audit.Sealer{Store: w.db, Keys: w.ring, Log: slog.New(slog.NewJSONHandler(&w.log, nil)), Now: func() time.Time { return w.now }}
}

func (w *world) seal() {
	w.t.Helper()
	w.must(w.sealer().Seal(w.t.Context()))
}

// head is the last one that the log has.
func (w *world) head() audit.Head {
	w.t.Helper()
	_, text, _ := strings.Cut(w.log.String()[strings.LastIndex(w.log.String(), `"head":`):], `"head":"`)
	text, _, _ = strings.Cut(text, `"`)
	h, err := audit.ParseHead(text)
	w.must(err)
	return h
}

func (w *world) verifier() audit.Verifier {
	return audit.Verifier{Store: w.db, Keys: w.ring, Now: func() time.Time { return w.now }}
}

func (w *world) verify(heads ...audit.Head) audit.Report {
	w.t.Helper()
	r, err := w.verifier().Whole(w.t.Context(), heads...)
	w.must(err)
	return r
}

// hand does something in the database beside the program.
func (w *world) hand(query string, args ...any) {
	w.t.Helper()
	_, err := w.raw.ExecContext(w.t.Context(), w.raw.Rebind(query), args...)
	w.must(err)
}

// wantsFirst wants the walk to name this first, as link, event or the chain.
func (w *world) wantsFirst(r audit.Report, number int64, event, problem string) {
	w.t.Helper()
	if r.Bad == 0 {
		w.t.Errorf("nothing was found: %+v", r)
		return
	}
	f := r.Findings[0]
	if f.Number != number || f.EventID != event || !strings.Contains(f.Problem, problem) {
		w.t.Errorf("found %q, wanted %q of %d, %s", f, problem, number, event)
	}
}

func (w *world) wantsNothing(r audit.Report) {
	w.t.Helper()
	if r.Bad != 0 {
		w.t.Errorf("found %v", r.Findings)
	}
}

func discard() *slog.Logger { return slog.New(slog.DiscardHandler) }

// kept are the tables that a hand changes.
func kept() []string {
	return []string{"audit_events", "audit_unsealed", "audit_seals", "audit_chain"}
}

// keep copies them, and putBack has them as they were.
func (w *world) keep() {
	w.t.Helper()
	for _, table := range kept() {
		w.hand(`CREATE TABLE was_` + table + ` AS SELECT * FROM ` + table)
	}
}

func (w *world) putBack() {
	w.t.Helper()
	w.hand(`UPDATE organizations SET audit_days = 180`)
	for _, table := range kept() {
		w.hand(`DELETE FROM ` + table)
	}
	w.hand(`INSERT INTO audit_events SELECT * FROM was_audit_events`)
	w.hand(`DELETE FROM audit_unsealed`)
	w.hand(`INSERT INTO audit_seals SELECT * FROM was_audit_seals`)
	w.hand(`INSERT INTO audit_chain SELECT * FROM was_audit_chain`)
}
