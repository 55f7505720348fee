package e2e_test

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"latchkey/api/store"
)

// BenchmarkManySignIns lets 64 people sign in BENCH_SIGN_INS times in all on each engine, once
// whatever b.N is: none may fail. 100,000 take one to three minutes an engine on two cores.
// It is left out where the variable is not set.
func BenchmarkManySignIns(b *testing.B) {
	asked := os.Getenv("BENCH_SIGN_INS")
	if asked == "" {
		b.Skip("BENCH_SIGN_INS says how many")
	}
	many, err := strconv.Atoi(asked)
	must(b, err)
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		done := false
		b.Run(string(engine), func(b *testing.B) {
			if !done {
				done = true
				manySignIns(b, engine, many)
			}
		})
	}
}

func manySignIns(b *testing.B, engine store.Engine, many int) {
	p := benchProduct(b, engine, played{Tokens: cheapTokens, People: benchUsers})
	users := benchPeople(p)
	commits, began := p.spent().Commits, time.Now()
	took, failed := crowd(b, users, many, (*user).signIn)
	elapsed := time.Since(began)
	const together = 16 // at most so many share a commit
	if engine == store.Postgres && p.spent().Commits-commits < int64(many/together) {
		b.Errorf("%d commits", p.spent().Commits-commits)
	}
	slices.Sort(took)
	r := report{b: b, row: fmt.Sprintf("%d sign-ins, %s, %d at once", many, engine, benchUsers), once: true}
	r.add(float64(many)/elapsed.Seconds(), "sign-ins/s")
	r.add(milliseconds(took[len(took)/2]), "p50-ms")
	r.add(milliseconds(took[len(took)*99/100]), "p99-ms")
	r.add(milliseconds(took[len(took)-1]), "slowest-ms")
	r.add(float64(p.memory("VmHWM"))/1024, "peak-rss-MB")
	r.add(float64(failed), "errors")
	b.ReportMetric(0, "ns/op")
	p.stop()
}
