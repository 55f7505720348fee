package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"latchkey/api/store"
)

// newWork counts the statements and commits of this process. Divided by the number of sign-ins they
// say what one sign-in costs the database. Reading the metrics asks the database nothing.
func newWork(work func() store.Work) []prometheus.Collector {
	counter := func(name, help string, of func(store.Work) int64) prometheus.Collector {
		return prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "latchkey_database_" + name, Help: help}, func() float64 {
			return float64(of(work()))
		})
	}
	return []prometheus.Collector{
		counter("statements_total", "Statements that this process ran, BEGIN and COMMIT apart.",
			func(w store.Work) int64 { return w.Statements }),
		counter("commits_total", "Commits of this process that wait for the database's disk: transactions that write, and statements that write alone.",
			func(w store.Work) int64 { return w.Commits }),
	}
}
