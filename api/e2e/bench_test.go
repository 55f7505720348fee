package e2e_test

import (
	"net"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// benchUsers sign in at once, each from an address of their own.
const benchUsers = 64

// BenchmarkSignIn measures complete sign-ins, start to callback, with
// everything on: the product, the provider, the database and the people are
// separate processes, and only the product's CPU is counted. The database must
// wait for its disk. BENCH_TOKENS names the algorithm of the provider's tokens.
func BenchmarkSignIn(b *testing.B) {
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		b.Run(string(engine), func(b *testing.B) { benchmarkSignIn(b, engine) })
	}
}

func benchmarkSignIn(b *testing.B, engine store.Engine) {
	p := benchProduct(b, engine, played{Tokens: os.Getenv("BENCH_TOKENS"), People: benchUsers})
	users := make([]*user, benchUsers)
	for n := range users {
		users[n] = newUser(p.url, n, net.IPv4(127, 0, 1, byte(1+n)))
	}
	all := func(n int) (took []time.Duration, failed int64) {
		var left, failures atomic.Int64
		left.Store(int64(n))
		var mu sync.Mutex
		var wait sync.WaitGroup
		for _, u := range users {
			wait.Go(func() {
				for left.Add(-1) >= 0 {
					began := time.Now()
					if err := u.signIn(); err != nil {
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
	all(4 * benchUsers) // everybody is linked, all caches are warm
	cpu, commits, began := p.cpu(), commitsOf(b, p.i), time.Now()
	b.ResetTimer()
	took, failed := all(b.N)
	b.StopTimer()
	elapsed := time.Since(began)
	slices.Sort(took)
	n, r := float64(b.N), report{b: b, row: "sign-ins, " + string(engine)}
	r.add(n/elapsed.Seconds(), "sign-ins/s")
	r.add(milliseconds(p.cpu()-cpu)/n, "cpu-ms/sign-in")
	r.add(milliseconds(took[len(took)/2]), "p50-ms")
	r.add(milliseconds(took[len(took)*99/100]), "p99-ms")
	if engine == store.Postgres {
		r.add(float64(commitsOf(b, p.i)-commits)/n, "transactions/sign-in")
	}
	r.add(float64(p.memory("VmRSS"))/1024, "rss-MB")
	r.add(float64(failed), "errors")
	b.ReportMetric(0, "ns/op")
	p.stop()
}

// benchProduct starts the product with an organization that a provider knows. A server
// must wait for its disk.
func benchProduct(b *testing.B, engine store.Engine, how played) *process {
	b.Helper()
	i := newInstall(b)
	if engine == store.Postgres {
		i.settings["LATCHKEY_DATABASE_URL"] = storetest.Address(b)
		i.settings["LATCHKEY_ENCRYPTION_KEYS"] = newKey("k1")
		mustBeDurable(b, i.settings["LATCHKEY_DATABASE_URL"])
	}
	provider := i.providerProcess(how)
	i.settings["ACME_SECRET"] = clientSecret
	if text, ok := i.run("apply", "-f", i.file("acme.yaml", benchFile(how.People))); !ok {
		b.Fatal(text)
	}
	p := i.serveToFile()
	i.registerClient(provider, newUser(p.url, 0, net.IPv4(127, 0, 0, 1)))
	return p
}

func mustBeDurable(b *testing.B, address string) {
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

// commitsOf counts the transactions of the install's database, those that only
// read with them.
func commitsOf(b *testing.B, i *install) int64 {
	b.Helper()
	address := i.settings["LATCHKEY_DATABASE_URL"]
	if address == "" {
		return 0
	}
	time.Sleep(1200 * time.Millisecond) // PostgreSQL reports its counters every second
	db, err := sqlx.Connect("postgres", address)
	must(b, err)
	defer db.Close()
	var n int64
	must(b, db.Get(&n, "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()"))
	return n
}
