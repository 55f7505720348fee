package store_test

import (
	"errors"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// empty is a new database of an engine, and a connection to it beside the store.
func empty(t *testing.T, engine store.Engine) (store.Source, *sqlx.DB) {
	t.Helper()
	var (
		source store.Source
		raw    *sqlx.DB
		err    error
	)
	if engine == store.SQLite {
		source = store.File(t.TempDir())
		raw, err = store.RawSQLite(source.DSN())
	} else {
		address := storetest.Address(t)
		var wrong error
		source, wrong = store.URL(address)
		raw, err = sqlx.Open("postgres", address)
		err = errors.Join(err, wrong)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = raw.Close() })
	return source, raw
}

func eachEngine(t *testing.T, test func(*testing.T, store.Engine)) {
	t.Helper()
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) { test(t, engine) })
	}
}

// R14: eight replicas that start at once on an empty database all find it
// migrated, and the steps were taken once.
func TestManyMigrateAtOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, engine store.Engine) {
		source, raw := empty(t, engine)
		const replicas = 8
		steps := make(chan int, replicas)
		var all sync.WaitGroup
		for range replicas {
			all.Go(func() {
				db, err := store.Open(t.Context(), source)
				if err != nil {
					t.Errorf("open: %v", err)
					return
				}
				defer db.Close()
				n, err := db.Migrate(t.Context())
				if err != nil {
					t.Errorf("migrate: %v", err)
				}
				steps <- n
			})
		}
		all.Wait()
		close(steps)
		taken := 0
		for n := range steps {
			taken += n
		}
		var rows int
		if err := raw.Get(&rows, `SELECT COUNT(*) FROM goose_db_version WHERE version_id > 0`); err != nil {
			t.Fatal(err)
		}
		if taken != rows || rows == 0 {
			t.Errorf("%d steps were taken, %d are on record", taken, rows)
		}
	})
}

func TestMigratingAgainDoesNothing(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
		db := open() // migrated once already
		if n, err := db.Migrate(t.Context()); n != 0 || err != nil {
			t.Errorf("took %d steps more, %v", n, err)
		}
		if want := t.Name()[strings.LastIndex(t.Name(), "/")+1:]; string(db.Engine()) != want {
			t.Errorf("engine %s, want %s", db.Engine(), want)
		}
	})
}

// R15: an older program starts on what a newer one has migrated, and serves it.
func TestNewerSchemaIsServed(t *testing.T) {
	eachEngine(t, func(t *testing.T, engine store.Engine) {
		source, raw := empty(t, engine)
		storetest.Connect(t, source)
		for _, newer := range []string{
			`INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, TRUE)`,
			`ALTER TABLE organizations ADD COLUMN of_the_future TEXT`,
		} {
			if _, err := raw.Exec(newer); err != nil {
				t.Fatal(err)
			}
		}
		older := storetest.Connect(t, source) // migrates too
		o := store.NewOrganization("acme", "Acme", time.Now())
		if err := older.AddOrganization(t.Context(), o); err != nil {
			t.Error(err)
		}
		if got, err := older.OrganizationByCode(t.Context(), "acme"); err != nil || got != o {
			t.Errorf("read %v, %v", got, err)
		}
	})
}

// older is a database as an older program left it, migrated up to a version, and the store on it.
func older(t *testing.T, engine store.Engine, version int64) (*store.Store, store.Source, *sqlx.DB) {
	t.Helper()
	source, raw := empty(t, engine)
	db := opened(t, source)
	if err := db.MigrateTo(t.Context(), version); err != nil {
		t.Fatal(err)
	}
	return db, source, raw
}

// Versions from before they had numbers are numbered in the order in which they
// were made, each connection for itself; two of one moment by their id.
func TestOldVersionsAreNumbered(t *testing.T) {
	eachEngine(t, func(t *testing.T, engine store.Engine) {
		db, source, raw := older(t, engine, 2)
		for _, old := range []string{
			`INSERT INTO organizations VALUES ('o', 'acme', 'Acme', TRUE, '', TRUE, 1800, 1800, 1)`,
			`INSERT INTO connections SELECT column1, 'o', column1, 'enabled', 'automatic', 'ask', FALSE, '["acme.example"]',
				NULL, 'ok', NULL, '', FALSE, NULL, 0, NULL, 1, 1 FROM (VALUES ('google'), ('microsoft')) AS c`,
			`INSERT INTO connection_versions SELECT column1, 'o', column2, '', '', '', '', 'retired', column3, 'operator'
				FROM (VALUES ('z', 'google', 10), ('b', 'google', 30), ('a', 'google', 30), ('m', 'microsoft', 20), ('c', 'google', 40)) AS v`,
			`INSERT INTO users VALUES ('u', 'o', NULL, 'a@b.example', 'a@b.example', 'A', 'super_admin', TRUE, 'h', 1, 1)`,
		} {
			if _, err := raw.Exec(old); err != nil {
				t.Fatal(err)
			}
		}
		storetest.Connect(t, source) // migrates
		for connection, want := range map[string]string{"google": "c4 b3 a2 z1", "microsoft": "m1"} {
			versions, err := db.VersionsOf(t.Context(), "o", connection)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, v := range versions {
				got = append(got, v.ID+strconv.FormatInt(v.Number, 10))
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%s: %v, want %s", connection, got, want)
			}
		}
		o, err := db.OrganizationByCode(t.Context(), "acme")
		if err != nil || o.LogDays != store.DefaultLogDays || o.Revision != 1 || o.ChangedBy != store.ActorOperator || !o.PasswordsOpen(time.Now()) {
			t.Errorf("organization %+v, %v", o, err)
		}
		if can, err := db.SuperAdminCanSignIn(t.Context(), "o"); !can || err != nil {
			t.Errorf("the old password may be used: %v, %v", can, err)
		}
	})
}

// O4: whoever changed their password before there was a column for it finds when,
// in the audit log, unless they were given another one since.
func TestO4_OldPasswordsFindWhenTheyWereChanged(t *testing.T) {
	eachEngine(t, func(t *testing.T, engine store.Engine) {
		db, source, raw := older(t, engine, 11)
		for _, old := range []string{
			`INSERT INTO organizations (id, code, name, active, contact_text, password_sign_in, session_idle_seconds, session_absolute_seconds, created_at)
				VALUES ('o', 'acme', 'Acme', TRUE, '', TRUE, 1800, 1800, 1)`,
			`INSERT INTO users (id, organization_id, email, email_lower, name, role, active, password_hash, created_at, updated_at)
				SELECT column1, 'o', column1, column1, 'A', 'agent', TRUE, column2, 1, 1
				FROM (VALUES ('changed', 'h'), ('reset', 'h'), ('given', 'h'), ('never', 'h'), ('none', NULL)) AS u`,
			`INSERT INTO audit_events (id, organization_id, at, actor, action, subject, detail)
				SELECT column1, 'o', column2, column3, column4, column3, column5 FROM (VALUES
				('1', 10, 'changed', 'user.password_changed', '{}'), ('2', 30, 'changed', 'user.password_changed', '{}'),
				('3', 20, 'changed', 'user.changed', '{"password_hash":"changed"}'), ('4', 40, 'changed', 'user.changed', '{"name":["A","B"]}'),
				('5', 10, 'reset', 'user.password_changed', '{}'), ('6', 20, 'reset', 'user.password_reset', '{}'),
				('7', 10, 'given', 'user.password_changed', '{}'), ('8', 20, 'given', 'user.changed', '{"password_hash":"changed"}'),
				('9', 10, 'none', 'user.password_changed', '{}')) AS e`,
		} {
			if _, err := raw.Exec(old); err != nil {
				t.Fatal(err)
			}
		}
		storetest.Connect(t, source) // migrates
		for id, want := range map[string]int64{"changed": 30, "reset": 20, "given": 0, "never": 0, "none": 0} {
			u, err := db.UserByID(t.Context(), "o", id)
			if err != nil {
				t.Fatal(err)
			}
			if at := u.PasswordChangedAt; at.IsZero() != (want == 0) || want != 0 && at.UnixMicro() != want {
				t.Errorf("%s: %v, want %d", id, at, want)
			}
		}
	})
}
