package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"latchkey/api/store"
)

// newWork shows what this process asks of its database: against sign-ins it says what one
// of them costs there. It asks nothing itself.
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
