package e2e_test

import (
	"cmp"
	"fmt"
	"net"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"latchkey/api/store"
)

// benchUsers sign in at once, each from an address of their own.
const benchUsers = 64

// BenchmarkSignIn measures complete sign-ins, start to callback, with everything on, beside
// those of the least program that does the whole job, in the same run: the product, the
// provider, the database and the people are separate processes, and only the product's CPU
// and the database's are counted. The database must wait for its disk. BENCH_TOKENS names
// the algorithm of the provider's tokens; by default their signatures cost it next to
// nothing, as those of a provider on other machines.
func BenchmarkSignIn(b *testing.B) {
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		b.Run(string(engine), func(b *testing.B) { benchmarkSignIn(b, engine) })
	}
}

func benchmarkSignIn(b *testing.B, engine store.Engine) {
	p := benchProduct(b, engine, played{Tokens: cmp.Or(os.Getenv("BENCH_TOKENS"), cheapTokens), People: benchUsers})
	least := p.i.leastProcess(engine, strings.TrimSuffix(p.i.settings["LATCHKEY_GOOGLE_ISSUER"], "/google"))
	for _, many := range []int{16, benchUsers} {
		for what, of := range map[string]*process{"product": p, "least": least} {
			b.Run(fmt.Sprintf("%s/%d", what, many), func(b *testing.B) {
				users := benchPeople(of)[:many]
				crowd(b, users, 4*benchUsers, (*user).signIn) // everybody is linked, all caches are warm
				measure(b, of, users, "sign-in", fmt.Sprintf("%s, %d at once, %s", engine, many, what), (*user).signIn)
			})
		}
	}
	p.stop()
}

func benchPeople(p *process) []*user {
	users := make([]*user, benchUsers)
	for n := range users {
		users[n] = newUser(p.url, n, net.IPv4(127, 0, 1, byte(1+n)))
	}
	return users
}

// crowd lets people do something n times in all, all of them at once.
func crowd(b *testing.B, users []*user, n int, do func(*user) error) (took []time.Duration, failed int64) {
	b.Helper()
	var left, failures atomic.Int64
	left.Store(int64(n))
	var mu sync.Mutex
	var wait sync.WaitGroup
	for _, u := range users {
		wait.Go(func() {
			for left.Add(-1) >= 0 {
				began := time.Now()
				if err := do(u); err != nil {
					failures.Add(1)
					b.Error(err)
				}
				mu.Lock()
				took = append(took, time.Since(began))
				mu.Unlock()
			}
		})
	}
	wait.Wait()
	return took, failures.Load()
}

// measure lets people do one thing b.N times, and reports what it took and what it cost.
func measure(b *testing.B, p *process, users []*user, thing, how string, do func(*user) error) {
	b.Helper()
	server := func() time.Duration { return 0 }
	if p.i.settings["LATCHKEY_DATABASE_URL"] != "" {
		server = func() time.Duration { return serverCPU(b) }
	}
	cpu, database, before, began := p.cpu(), server(), p.spent(), time.Now()
	b.ResetTimer()
	took, failed := crowd(b, users, b.N, do)
	b.StopTimer()
	elapsed, after := time.Since(began), p.spent()
	slices.Sort(took)
	n, r := float64(b.N), report{b: b, row: thing + "s, " + how}
	r.add(n/elapsed.Seconds(), thing+"s/s")
	r.add(milliseconds(p.cpu()-cpu)/n, "cpu-ms/"+thing)
	if now := server(); now > 0 {
		r.add(milliseconds(now-database)/n, "database-cpu-ms/"+thing)
	}
	r.add(milliseconds(took[len(took)/2]), "p50-ms")
	r.add(milliseconds(took[len(took)*99/100]), "p99-ms")
	if after != (spent{}) {
		r.add(float64(after.Statements-before.Statements)/n, "statements/"+thing)
		r.add(float64(after.Commits-before.Commits)/n, "commits/"+thing)
		r.add(float64(after.allocations-before.allocations)/n, "allocations/"+thing)
	}
	r.add(float64(p.memory("VmRSS"))/1024, "rss-MB")
	r.add(float64(failed), "errors")
	b.ReportMetric(0, "ns/op")
}

// benchProduct starts the product with an organization that a provider knows. A server
// must wait for its disk. More are texts for the operator's file.
func benchProduct(b *testing.B, engine store.Engine, how played, more ...string) *process {
	b.Helper()
	i := newInstallOn(b, engine)
	if engine == store.Postgres {
		mustBeDurable(b, i.settings["LATCHKEY_DATABASE_URL"])
	}
	provider := i.providerProcess(how)
	i.settings["ACME_SECRET"], i.settings["CRM_SECRET"] = clientSecret, crmSecret
	i.settings["LATCHKEY_METRICS_LISTEN"] = freeAddress(b)
	if text, ok := i.run("apply", "-f", i.file("acme.yaml", benchFile(how.People)+strings.Join(more, ""))); !ok {
		b.Fatal(text)
	}
	p := i.serveToFile()
	i.registerClient(provider, newUser(p.url, 0, net.IPv4(127, 0, 0, 1)))
	return p
}

func mustBeDurable(b testing.TB, address string) {
	b.Helper()
	db, err := sqlx.Connect("postgres", address)
	must(b, err)
	defer db.Close()
	for _, name := range []string{"fsync", "synchronous_commit", "full_page_writes"} {
		var value string
		must(b, db.Get(&value, "SHOW "+name))
		if value != "on" {
			b.Fatalf("this server has %s=%s: figures would mean nothing", name, value)
		}
	}
}
