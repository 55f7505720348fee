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
		planFor := planner(t, raw, engine, "enable_seqscan", "enable_bitmapscan")
		plan := planFor(store.SignInsAfterQuery, []any{"o", 5, "id", 9, 10})
		if !strings.Contains(plan, "sign_ins_time") || strings.Contains(plan, "Seq Scan") || strings.Contains(plan, "SCAN") ||
			strings.Contains(plan, "Sort") || strings.Contains(plan, "TEMP B-TREE") {
			t.Error(plan)
		}
	})
}
