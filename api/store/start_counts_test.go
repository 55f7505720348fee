package store_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"latchkey/api/store"
)

// S8: the step that orders the counts for their readers keeps them, and makes one
// number of what was counted for providers that nobody has.
func TestS8CountsAreKept(t *testing.T) {
	eachEngine(t, func(t *testing.T, engine store.Engine) {
		source, raw := empty(t, engine)
		db, err := store.Open(t.Context(), source)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if _, err := db.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		o := store.NewOrganization("acme", "Acme", time.Now())
		o.ID = "o"
		for _, err := range []error{db.AddOrganization(t.Context(), o), db.AddConnection(t.Context(), store.NewConnection("o", "okta", time.Now()))} {
			if err != nil {
				t.Fatal(err)
			}
		}
		step, err := os.ReadFile("migrations/00010_start_counts.sql")
		if err != nil {
			t.Fatal(err)
		}
		for _, statement := range append([]string{
			`DROP TABLE start_counts`,
			`CREATE TABLE start_counts (organization_id TEXT, provider TEXT, day TEXT, outcome TEXT, n BIGINT, PRIMARY KEY (organization_id, provider, day, outcome))`,
			`INSERT INTO start_counts VALUES ('o', 'google', '2026-05-04T10', 'started', 1), ('o', 'okta', '2026-05-04', 'started', 2),
				('o', 'made-up-1', '2026-05-04', 'sso_not_configured', 3), ('o', 'made-up-2', '2026-05-04', 'sso_not_configured', 4)`,
		}, strings.Split(string(step), ";\n")...) {
			if _, err := raw.Exec(statement); err != nil {
				t.Fatalf("%s: %v", statement, err)
			}
		}
		var got []string
		if err := raw.Select(&got, `SELECT day || ' ' || provider || ' ' || outcome || ' ' || CAST(n AS TEXT) FROM start_counts ORDER BY n`); err != nil {
			t.Fatal(err)
		}
		want := "2026-05-04T10 google started 1|2026-05-04 okta started 2|2026-05-04  sso_not_configured 7"
		if strings.Join(got, "|") != want {
			t.Errorf("kept %q", got)
		}
	})
}
