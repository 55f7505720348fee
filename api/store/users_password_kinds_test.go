package store_test

import (
	"fmt"
	"strings"
	"testing"

	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// S7: each try reads the kinds, so it must never read everybody; nor does doctor (G1).
func TestS7_KindsAreReadFromTheirIndex(t *testing.T) {
	kindsComeFrom(t, "users_password_kind", store.PasswordKindsQuery, "o", "o", 8)
	kindsComeFrom(t, "users_any_password_kind", store.AnyPasswordKindsQuery, 8)
}

func kindsComeFrom(t *testing.T, index, query string, args ...any) {
	t.Helper()
	eachEngine(t, func(t *testing.T, engine store.Engine) {
		source, raw := empty(t, engine)
		storetest.Connect(t, source)
		explain, query := "EXPLAIN QUERY PLAN ", query
		if engine == store.Postgres {
			// The table is empty, so that a scan would be cheaper.
			raw.SetMaxOpenConns(1)
			raw.MustExec(`SET enable_seqscan = off`)
			raw.MustExec(`SET enable_sort = off`)
			raw.MustExec(`SET enable_bitmapscan = off`)
			explain = "EXPLAIN "
			query = strings.NewReplacer("= ?", "= 'o'", "< ?", "< 8").Replace(query)
		}
		args := args[:strings.Count(query, "?")]
		rows, err := raw.Queryx(explain+query, args...)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		var plan []string
		for rows.Next() {
			line, err := rows.SliceScan()
			if err != nil {
				t.Fatal(err)
			}
			for i := range line {
				if text, ok := line[i].([]byte); ok {
					line[i] = string(text)
				}
			}
			plan = append(plan, fmt.Sprint(line...))
		}
		text := strings.Join(plan, "\n")
		// PostgreSQL does not print the plan of the second step.
		if !strings.Contains(text, index) || strings.Contains(strings.ReplaceAll(text, "SCAN users USING INDEX", ""), "SCAN users") || strings.Contains(text, "Seq Scan") {
			t.Errorf("plan:\n%s", text)
		}
	})
}
