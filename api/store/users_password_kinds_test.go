package store_test

import (
	"fmt"
	"strings"
	"testing"

	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// S7: each try reads the kinds, so it must never read everybody.
func TestS7_KindsAreReadFromTheirIndex(t *testing.T) {
	eachEngine(t, func(t *testing.T, engine store.Engine) {
		source, raw := empty(t, engine)
		storetest.Connect(t, source)
		explain, query := "EXPLAIN QUERY PLAN ", store.PasswordKindsQuery
		if engine == store.Postgres {
			// The table is empty, so that a scan would be cheaper.
			raw.SetMaxOpenConns(1)
			raw.MustExec(`SET enable_seqscan = off`)
			raw.MustExec(`SET enable_sort = off`)
			raw.MustExec(`SET enable_bitmapscan = off`)
			explain = "EXPLAIN "
			query = strings.NewReplacer("= ?", "= 'o'", "< ?", "< 8").Replace(query)
		}
		args := []any{"o", "o", 8}[:strings.Count(query, "?")]
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
		if !strings.Contains(text, "users_password_kind") || strings.Contains(text, "SCAN users") || strings.Contains(text, "Seq Scan") {
			t.Errorf("plan:\n%s", text)
		}
	})
}
