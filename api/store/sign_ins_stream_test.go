package store_test

import (
	"strings"
	"testing"

	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// An answer of the stream costs what it has, wherever it begins: its rows come from an
// index in their order.
func TestTheStreamComesFromAnIndex(t *testing.T) {
	eachEngine(t, func(t *testing.T, engine store.Engine) {
		source, raw := empty(t, engine)
		storetest.Connect(t, source)
		explain := "EXPLAIN QUERY PLAN "
		if engine == store.Postgres {
			raw.SetMaxOpenConns(1) // the table is empty, so that a scan would be cheaper
			raw.MustExec(`SET enable_seqscan = off`)
			raw.MustExec(`SET enable_bitmapscan = off`)
			explain = "EXPLAIN (COSTS off) "
		}
		plan := strings.Join(planOf(t, raw, explain+raw.Rebind(store.SignInsAfterQuery), []any{"o", 5, "id", 9, 10}), "\n")
		if !strings.Contains(plan, "sign_ins_time") || strings.Contains(plan, "Seq Scan") || strings.Contains(plan, "SCAN") ||
			strings.Contains(plan, "Sort") || strings.Contains(plan, "TEMP B-TREE") {
			t.Error(plan)
		}
	})
}
