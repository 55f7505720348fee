//go:build attack

package e2e_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"testing"

	"latchkey/api/store"
)

// TestAttack tries the rows of attacks (security), of faults that were found, and the negatives of
// the OpenID Provider, by their ids: against the real binary over TLS on both engines, and, where a
// clock or a part alone is needed, by tests. make attack runs it, prints the table, and fails with any row.
func TestAttack(t *testing.T) {
	all := &results{Command: "make attack"}
	t.Cleanup(func() { all.end(t) })
	for _, row := range slices.Concat(provenAttacks(), foundFaults(t)) {
		all.Known = append(all.Known, shown{ID: row.id, Tried: row.tried, On: byTests})
	}
	for _, row := range measured() {
		all.Known = append(all.Known, shown{ID: row.id, Tried: row.tried, On: apart})
	}
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		all.Known = append(all.Known, shown{ID: "J01", Tried: lookForSecrets, On: string(engine)})
		for _, row := range attacks() {
			all.Known = append(all.Known, shown{ID: row.id, Tried: row.tried, On: string(engine)})
		}
		t.Run(string(engine), func(t *testing.T) {
			s := newSiege(t, engine)
			for _, row := range attacks() {
				all.row(t, row.id, row.tried, string(engine), func(t *testing.T) string {
					a := s.world(t)
					row.try(a)
					a.book.balances(t)
					return a.figure
				})
			}
			all.row(t, "J01", lookForSecrets, string(engine), func(t *testing.T) string {
				s.secretsAreKept(t)
				return fmt.Sprint(len(s.secrets.list), " secrets")
			})
			s.p.stop()
		})
	}
	t.Run("tests", func(t *testing.T) {
		for _, row := range measured() {
			all.add(shown{ID: row.id, Tried: row.tried, On: apart, By: row.tests})
		}
		for _, row := range runProven(t, slices.Concat(provenAttacks(), foundFaults(t))) {
			all.add(row)
			if !row.Passed {
				t.Errorf("%s: %s", row.ID, row.Why)
			}
		}
	})
}

const lookForSecrets = "look for every secret, code and token that was seen, in the database and the log"

func attacks() []attack {
	return slices.Concat(attacksOnTheRequest(), attacksOnTheCallback(), attacksByTokens(), attacksByLinking(), attacksOnSettings(), attacksByWebhooks(), attacksOnSessions(), attacksOnTheAPI(), attacksOnTheProvider(), attacksOnPages(), attacksByCrowds(), attacksOnWhatIsKept())
}

// foundFaults are the rows of faults.md: their tests carry the id in their names.
func foundFaults(t *testing.T) (rows []proven) {
	t.Helper()
	tests := testsNamed(t, regexp.MustCompile(`^[SLOFI][1-9]\d?$`))
	maps.Copy(tests, foundElsewhere())
	for _, id := range knownIDs(t)["found"] {
		if tests[id] != "" {
			rows = append(rows, proven{id, "as found in dbb0102", tests[id]})
		}
	}
	return rows
}
