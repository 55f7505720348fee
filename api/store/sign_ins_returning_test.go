package store_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// However large an organization is, who comes back is found by keys that name one row: the
// plan that PostgreSQL makes once, for whatever is asked, scans no table and walks through
// no organization.
func TestWhoComesBackIsFoundByKeys(t *testing.T) {
	source, raw := empty(t, store.Postgres)
	storetest.Connect(t, source)
	raw.SetMaxOpenConns(1)
	raw.MustExec(`SET plan_cache_mode = force_generic_plan`)
	one := []string{
		"users_pkey", "users_organization_id_id_key", "identities_pkey", "identities_connection_id_issuer_subject_key", "identities_object",
		"sessions_pkey", "sign_ins_pkey", "connections_pkey", "connections_organization_id_id_key", "connection_versions_pkey", "organizations_pkey",
		"role_rule_sets_pkey", "grants_session", "deployment_pkey",
		"connection_versions_organization_id_connection_id_id_key", "connection_versions_connection_id_number_key", // a connection has few
		"identities_connection_id_user_id_key", // of an empty table alone, where it costs what the other one of the connection does
	}
	for what, query := range store.ReturningQueries() {
		raw.MustExec(`PREPARE asked AS ` + raw.Rebind(query))
		nulls := strings.TrimSuffix(strings.Repeat("NULL, ", strings.Count(query, "?")), ", ")
		var lines []string
		if err := raw.Select(&lines, `EXPLAIN (COSTS off) EXECUTE asked (`+nulls+`)`); err != nil {
			t.Fatal(err)
		}
		plan := strings.Join(lines, "\n")
		if strings.Contains(plan, "Seq Scan") {
			t.Errorf("%s scans a table:\n%s", what, plan)
		}
		for _, by := range regexp.MustCompile(`(?:Scan using|Index Scan on) (\w+)`).FindAllStringSubmatch(plan, -1) {
			if !slices.Contains(one, by[1]) {
				t.Errorf("%s goes by %s:\n%s", what, by[1], plan)
			}
		}
		raw.MustExec(`DEALLOCATE asked`)
	}
}
