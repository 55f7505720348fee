package store_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"

	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// grown is a database of an older program with a large log and many sessions, which
// takes longer for some statements than a request may, and two stores on it: one
// whose statements end before that, and one of nobody's haste.
func grown(t *testing.T) (hasty, db *store.Store, raw *sqlx.DB) {
	t.Helper()
	address := storetest.Address(t)
	source, err := store.URL(address)
	if err != nil {
		t.Fatal(err)
	}
	old := opened(t, source)
	if err := old.MigrateTo(t.Context(), 3); err != nil {
		t.Fatal(err)
	}
	raw, err = sqlx.Open("postgres", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = raw.Close() })
	for _, fill := range []string{
		`INSERT INTO organizations VALUES ('o', 'acme', 'Acme', TRUE, '', TRUE, 1800, 1800, 1)`,
		`INSERT INTO users VALUES ('u', 'o', NULL, 'a@b.example', 'a@b.example', 'A', 'super_admin', TRUE, 'h', 1, 1)`,
		`INSERT INTO sign_ins SELECT n::text, 'o', 'R', 'sign_in', 'google', NULL, NULL, 'commit', '', '', 'strong', '', '', 'a@b.example',
			'u', '/', '', '', '{}', n, n FROM generate_series(1, 21000) n`,
		`INSERT INTO sessions SELECT n::text, 'o', 'u', NULL, NULL, 'sso', 'google', '', 1, '', '', n, n, n, n, NULL, '', '', ''
			FROM generate_series(1, 21000) n`,
		`CREATE FUNCTION slow() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
			IF current_query() ~ 'ADD COLUMN time_zone|sign_ins_user ON' THEN PERFORM pg_sleep(0.3); END IF; END $$`,
		`CREATE EVENT TRIGGER slow ON ddl_command_start EXECUTE FUNCTION slow()`,
	} {
		if _, err := raw.Exec(fill); err != nil {
			t.Fatal(err)
		}
	}
	if source, err = store.URL(address + "&statement_timeout=250"); err != nil {
		t.Fatal(err)
	}
	return opened(t, source), old, raw
}

// L13: tables that take longer than the limit of a statement are migrated all the
// same. What they need is left for later, beside the program, and reported of.
func TestL13LargeTablesAreMigratedBesideTheProgram(t *testing.T) {
	hasty, db, raw := grown(t)
	if n, err := hasty.Migrate(t.Context()); n < 3 || err != nil {
		t.Fatalf("%d steps, %v", n, err)
	}
	left, err := db.Left(t.Context())
	if got := strings.Join(left, " "); got != "sign_ins_strangers sign_ins_account sign_ins_email sign_ins_user sessions_began sessions_identity sign_ins_refused" || err != nil {
		t.Errorf("left for later: %s, %v", got, err)
	}
	if _, err := db.OrganizationByCode(t.Context(), "acme"); err != nil {
		t.Errorf("the program works meanwhile: %v", err)
	}
	// Broken off: in the first batch, and in the middle of an index.
	ctx, stop := context.WithCancel(t.Context())
	err = hasty.CatchUp(ctx, func(progress string) {
		if strings.Contains(progress, "sessions_began") {
			stop()
		}
	})
	if !errors.Is(err, context.Canceled) && !store.Unavailable(err) {
		t.Errorf("broken off: %v", err)
	}
	for _, breaks := range []string{
		`UPDATE pg_index SET indisvalid = FALSE WHERE indexrelid = 'sign_ins_user'::regclass`,
		`DELETE FROM later_steps WHERE name = 'sign_ins_user'`,
		`INSERT INTO later_steps VALUES ('sessions_began', '20500', FALSE) ON CONFLICT (name) DO UPDATE SET position = '20500'`,
	} {
		if _, err := raw.Exec(breaks); err != nil {
			t.Fatal(err)
		}
	}
	var reported []string
	var done, total int64 // of the rows: an index of these is made before its progress is asked for
	if err := hasty.CatchUpCounting(t.Context(), func(progress string) { reported = append(reported, progress) }, func(n, of int64) {
		if of > 0 {
			done, total = n, of
		}
	}); err != nil {
		t.Fatal(err)
	}
	if done == 0 || done > total {
		t.Errorf("counted %d of %d", done, total)
	}
	if len(reported) == 0 || !strings.HasPrefix(reported[0], "sign_ins_user, 1 of 4: begun") {
		t.Errorf("got %q", reported)
	}
	var valid, before, after int
	if err := errors.Join(
		raw.Get(&valid, `SELECT COUNT(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indisvalid
			AND c.relname IN ('sign_ins_strangers', 'sign_ins_account', 'sign_ins_user', 'sessions_identity', 'sign_ins_refused')`),
		raw.Get(&before, `SELECT COUNT(*) FROM sessions WHERE began_at IS NULL AND id <= '20500'`),
		raw.Get(&after, `SELECT COUNT(*) FROM sessions WHERE began_at = authenticated_at AND id > '20500'`),
	); err != nil || valid != 5 || before == 0 || before+after != 21000 {
		t.Errorf("%d indexes; %d sessions before the place where it went on, %d after; %v", valid, before, after, err)
	}
	if left, err := db.Left(t.Context()); len(left) != 0 || err != nil {
		t.Errorf("left: %v, %v", left, err)
	}
}
