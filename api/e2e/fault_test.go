//go:build fault

package e2e_test

import (
	"slices"
	"testing"
)

// breakage is one row: what is broken, and the run, which gives its figure and fails its test where
// the row's bound is not held.
type breakage struct {
	id, tried, on string
	run           func(t *testing.T) (figure string)
}

// TestFault breaks the database, the provider, the network and the process under load, by the ids
// of reliability.md, with the real binary. make fault runs it and prints the table of figures.
func TestFault(t *testing.T) {
	all := &results{Command: "make fault"}
	t.Cleanup(func() { all.end(t) })
	for _, row := range slices.Concat(faultsOfTheDatabase(), faultsOfTheProvider(), faultsOfProcesses(), rushes()) {
		all.row(t, row.id, row.tried, row.on, row.run)
	}
	t.Run("tests", func(t *testing.T) {
		for _, row := range runProven(t, provenFaults()) {
			all.add(row)
			if !row.Passed {
				t.Errorf("%s: %s", row.ID, row.Why)
			}
		}
	})
}

func provenFaults() []proven {
	return []proven{
		{"R05", "many changes of one person at once", "e2e.TestD20Races e2e.TestTwoBrowsersConnectOneAccount e2e.TestTwoPasswordChangesAtOnce"},
		{"R09", "known keys while the provider is away", "e2e.TestR09KnownKeysOutliveTheProvider idp.TestRotationUnderLoadFetchesOnce idp.TestConformance"},
		{"R10", "names that do not resolve, addresses that do not answer", "idp.TestEndpoints"},
		{"R11", "a provider's clock that is wrong by a minute, an hour, a year", "idp.TestIDTokenRefused"},
		{"R23", "our own keys take turns: published before they sign, kept after", "session.TestSigningKeyRotation session.TestRefreshKeyRotation session.TestRotatingAtOnce"},
		{"R26", "an encryption key that is missing or another", "e2e.TestR26MissingEncryptionKey"},
		{"R28", "rows that are damaged", "web/rest.TestL16DamagedRowsAreShown store.TestL16DamagedRowsTakeOnlyThemselvesAway"},
		{"R29", "the answer to a sign-in is lost", "signin.TestL4_ABrowserThatLeaves signin.TestL4_TheDatabaseIsAwayAtTheCommit session.TestLostAnswer"},
		{"R33", "kill -9 in an import, in a delivery of webhooks, in a sign-out that is told", "e2e.TestImportGoesOnAfterAKill e2e.TestWebhooksAreSentAfterAKill e2e.TestLogoutIsToldAfterAKill"},
		{"R34", "a pooler that knows few parameters, and one by transaction", "store.TestL12PoolerThatKnowsFewParameters"},
	}
}
