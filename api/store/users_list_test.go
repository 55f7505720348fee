package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// Spec "People", 2: a page of a list costs what it shows, in each order, the first as the
// thousandth: its rows come from an index in their order, and nothing is sorted.
func TestPagesOfPeopleComeFromAnIndex(t *testing.T) {
	indexes := map[store.UserSort]string{
		store.ByName: "users_name", store.ByEmail: "users_", store.ByRole: "users_role", store.ByState: "users_active",
		store.ByLastSignIn: "users_last_sign_in",
	}
	eachEngine(t, func(t *testing.T, engine store.Engine) {
		source, raw := empty(t, engine)
		storetest.Connect(t, source)
		planFor := planner(t, raw, engine, "enable_seqscan", "enable_bitmapscan")
		for sort, index := range indexes {
			place := sort.PlaceOf(store.UserLine{User: store.User{ID: "usr_1", Name: "Ana", EmailLower: "ana@acme.example", Role: store.Agent}})
			for name, c := range map[string]struct {
				sort  store.UserSort
				after store.UserPlace
			}{"first": {sort, nil}, "deep": {sort, place}, "first, down": {sort.Down(), nil}, "deep, down": {sort.Down(), place}} {
				query, args, err := store.UserPageQuery("o", store.UserQuery{Sort: c.sort}, c.after, 26)
				if err != nil {
					t.Fatal(err)
				}
				plan := planFor(query, args)
				if !strings.Contains(plan, index) || strings.Contains(plan, "Seq Scan") || strings.Contains(plan, "SCAN u\n") ||
					strings.Contains(plan, "Sort") || strings.Contains(plan, "TEMP B-TREE") {
					t.Errorf("%s, by %s:\n%s", name, c.sort, plan)
				}
			}
		}
	})
}

// A filter by role or state goes with the order by name.
func TestPagesOfARoleComeFromAnIndex(t *testing.T) {
	eachEngine(t, func(t *testing.T, engine store.Engine) {
		source, raw := empty(t, engine)
		storetest.Connect(t, source)
		planFor := planner(t, raw, engine, "enable_seqscan", "enable_bitmapscan")
		for index, q := range map[string]store.UserQuery{"users_role": {Role: "desk"}, "users_active": {Active: new(false)}} {
			query, args, err := store.UserPageQuery("o", q, nil, 26)
			if err != nil {
				t.Fatal(err)
			}
			plan := planFor(query, args)
			if strings.Contains(plan, "Seq Scan") || strings.Contains(plan, "Sort") || strings.Contains(plan, "TEMP B-TREE") {
				t.Errorf("%s:\n%s", index, plan)
			}
		}
	})
}

// G1: those who never signed in are counted along the index in which they stand together, no
// further than it was asked for. Beside many organizations PostgreSQL read the index of all
// people of a large one first.
func TestWhoNeverSignedInIsCountedAlongAnIndex(t *testing.T) {
	eachEngine(t, func(t *testing.T, engine store.Engine) {
		source, raw := empty(t, engine)
		storetest.Connect(t, source)
		planFor := planner(t, raw, engine, "enable_seqscan")
		query, args := store.UserCountQuery("o", store.UserQuery{Filter: store.UsersNeverSignedIn, Now: time.UnixMicro(1)}, 1001)
		plan := planFor(query, args)
		if !strings.Contains(plan, "users_last_sign_in") || strings.Contains(plan, "Bitmap Index Scan on users") || strings.Contains(plan, "Sort") ||
			strings.Contains(plan, "TEMP B-TREE") {
			t.Errorf("%s", plan)
		}
	})
}

// G1: who changed the people of a page is looked up by their ids. Beside many organizations
// PostgreSQL takes the large one for one of the usual size, and looked through the names of
// all its people for each line: they stand in an index with the id.
func TestWhoChangedAPersonIsNotLookedForAmongNames(t *testing.T) {
	source, raw := empty(t, store.Postgres)
	storetest.Connect(t, source)
	planFor := planner(t, raw, store.Postgres, "enable_seqscan", "enable_bitmapscan", "enable_indexscan") // an index alone is what is left
	query, args, err := store.UserLinesQuery("o", store.UserQuery{Now: time.UnixMicro(1)}, 26)
	if err != nil {
		t.Fatal(err)
	}
	plan := planFor(query, args)
	if !strings.Contains(plan, "Index Cond: (id = u.changed_by)") {
		t.Errorf("%s", plan)
	}
}

// G1: so it is for every name that is shown beside a row.
func TestNamesBesideRowsAreFoundByID(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	joins, found := regexp.MustCompile(`LEFT JOIN users (\w+) ON (.*)`), 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		for _, join := range joins.FindAllStringSubmatch(string(text), -1) {
			if found++; !strings.HasPrefix(join[2], "("+join[1]+".organization_id = ") || !strings.Contains(join[2], ") IS TRUE AND "+join[1]+".id = ") {
				t.Errorf("%s: %s", file, join[0])
			}
		}
	}
	if found < 15 {
		t.Errorf("%d joins were looked at", found)
	}
}

// planner gives the plan of a query with kinds of scans turned off on PostgreSQL, which would take
// them for tables that are empty.
func planner(t *testing.T, raw *sqlx.DB, engine store.Engine, off ...string) func(query string, args []any) string {
	t.Helper()
	explain := "EXPLAIN QUERY PLAN "
	if engine == store.Postgres {
		raw.SetMaxOpenConns(1) // the settings are those of a connection
		for _, one := range off {
			raw.MustExec(`SET ` + one + ` = off`)
		}
		explain = "EXPLAIN (COSTS off) "
	}
	return func(query string, args []any) string {
		t.Helper()
		return strings.Join(planOf(t, raw, explain+raw.Rebind(query), args), "\n")
	}
}

type selector interface {
	Select(into any, query string, args ...any) error
}

func planOf(t *testing.T, raw selector, query string, args []any) (plan []string) {
	t.Helper()
	if !strings.Contains(query, "QUERY PLAN") {
		if err := raw.Select(&plan, query, args...); err != nil {
			t.Fatal(err)
		}
		return plan
	}
	var rows []struct {
		ID, Parent, Notused int
		Detail              string
	}
	if err := raw.Select(&rows, query, args...); err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		plan = append(plan, fmt.Sprint(r.Detail, "\n"))
	}
	return plan
}

// What an older program has left of sign-ins is the last one of each person.
func TestLastSignInsAreFilled(t *testing.T) {
	eachEngine(t, func(t *testing.T, engine store.Engine) {
		db, source, raw := older(t, engine, 32)
		raw.MustExec(`INSERT INTO organizations (id, code, name, active, contact_text, password_sign_in, session_idle_seconds, session_absolute_seconds, created_at)
			VALUES ('o', 'acme', 'Acme', TRUE, '', TRUE, 1800, 1800, 1)`)
		c := store.NewConnection("o", "google", time.UnixMicro(1))
		if err := db.AddConnection(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		for _, u := range []struct {
			id, password string
			linked, used int
		}{{"password", "50", 0, 0}, {"both", "50", 10, 60}, {"account", "NULL", 10, 10}, {"unused", "NULL", 10, 5}, {"never", "NULL", 0, 0}} {
			raw.MustExec(`INSERT INTO users (id, organization_id, email, email_lower, name, role, active, password_used_at, created_at, updated_at)
				VALUES ('` + u.id + `', 'o', '` + u.id + `', '` + u.id + `', 'A', 'agent', TRUE, ` + u.password + `, 1, 1)`)
			if u.linked > 0 {
				raw.MustExec(raw.Rebind(`INSERT INTO identities (id, organization_id, user_id, connection_id, issuer, subject, client_id, email, hosted_domain, linked_at, last_used_at)
					VALUES (?, 'o', ?, ?, 'i', ?, '', '', '', ?, ?)`), "i"+u.id, u.id, c.ID, u.id, u.linked, u.used)
			}
		}
		storetest.Connect(t, source) // migrates
		if err := db.CatchUp(t.Context(), func(string) {}); err != nil {
			t.Fatal(err)
		}
		lines, err := db.UserLines(t.Context(), "o", store.UserQuery{Sort: store.ByEmail}, nil, 10)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, l := range lines {
			at := int64(0)
			if !l.LastSignInAt.IsZero() {
				at = l.LastSignInAt.UnixMicro()
			}
			got += fmt.Sprint(l.ID, " ", at, " ", l.LastSignInWith, "; ")
		}
		if want := "account 10 google; both 60 google; never 0 ; password 50 password; unused 0 ; "; got != want {
			t.Errorf("%s\n%s", got, want)
		}
	})
}
