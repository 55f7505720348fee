package store_test

import (
	"strings"
	"testing"
	"time"

	"latchkey/api/store"
)

// G1: what is counted already is not read again, also where the log is one organization's alone
// and PostgreSQL would rather read it whole: it is 20,000 rows here, of one attempt a minute.
func TestAChartReadsNoLogThatIsCounted(t *testing.T) {
	source, raw := empty(t, store.Postgres)
	db := opened(t, source)
	if _, err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	c := connectionOf(t, db, "acme")
	raw.MustExec(`INSERT INTO sign_ins (id, organization_id, connection_id, reference, purpose, provider, step, code, reason, proof, expected, received,
			email, user_id, return_to, address, browser, timings, started_at, finished_at, own_email)
		SELECT 's' || n, $1, $2, 'r' || n, 'sign_in', 'google', '', '', '', '', '', '', '', NULL, '/', '203.0.113.24', 'Mozilla/5.0', '{}',
			$3 - n * CAST(60000000 AS BIGINT) - 1, $3 - n * CAST(60000000 AS BIGINT), TRUE
		FROM generate_series(1, 20000) n`, c.OrganizationID, c.ID, now.UnixMicro())
	raw.MustExec(`ANALYZE`)
	if err := db.CountSignIns(t.Context(), c.OrganizationID, now); err != nil {
		t.Fatal(err)
	}
	query, args := store.EndedAttemptsQuery(c.OrganizationID, []time.Time{now.Truncate(24*time.Hour).AddDate(0, 0, -13)})
	plan := planner(t, raw, store.Postgres)(query, args)
	if strings.Contains(plan, "Seq Scan on sign_ins\n") {
		t.Errorf("%s", plan)
	}
}
