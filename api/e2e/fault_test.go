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
	for _, row := range provenFaults() {
		all.Known = append(all.Known, shown{ID: row.id, Tried: row.tried, On: byTests})
	}
	for _, row := range slices.Concat(faultsOfTheDatabase(), faultsOfTheProvider(), faultsOfProcesses(), faultsOfPlaces(), rushes()) {
		all.Known = append(all.Known, shown{ID: row.id, Tried: row.tried, On: row.on})
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
