//go:build fault

package e2e_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// flakyNetwork is R30: 5 people who were here before sign in each second for a minute, each with one try more.
func flakyNetwork(t *testing.T) string {
	c := newCluster(t)
	database, provider := newWire(t, "127.0.0.1:"+c.port), newWire(t, "127.0.0.1:1")
	_, port, _ := strings.Cut(database.address, ":")
	d := deploy(t, 0, func(s map[string]string) {
		onPostgres(c.address(port))(s)
		s["LATCHKEY_DATABASE_CONNECTIONS"] = "64" // each is busy for 200 ms with a statement
	}, played{People: visitors, Tokens: "ES256", Base: "http://" + provider.address})
	provider.leads(strings.TrimPrefix(d.provider, "http://"))
	d.start(1)
	const back = 200 // who were here before: a first sign-in is 11 round trips, one of who comes back is two
	for n := range back {
		must(t, d.visit(n))
	}
	delay := func(there time.Duration) {
		for _, w := range []*wire{database, provider} {
			w.latency.Store(int64(there)) // and back
		}
	}
	delay(100 * time.Millisecond)
	// A first sign-in ends within the 4 s that anybody is let wait.
	first := time.Now()
	must(t, d.person(visitors-1).waits(2))
	links := time.Since(first)
	for _, w := range []*wire{database, provider} {
		w.resets.Store(200)
	}
	y, stop := d.crowd(5, func(n int) error {
		if err := d.visit(n % back); err == nil {
			return nil
		}
		return d.visit(n % back) // one try more
	})
	resets := 0
	for range 60 {
		time.Sleep(time.Second)
		resets += database.resetSome(200) + provider.resetSome(200)
	}
	stop()
	delay(0)
	for _, w := range []*wire{database, provider} {
		w.resets.Store(0)
	}
	for what, n := range y.failed {
		if strings.Contains(what, "500") || what == "WRONG PERSON" {
			t.Errorf("%s, %d times", what, n)
		}
	}
	share := 100 * float64(y.in) / float64(y.in+y.failures())
	if share < 99.9 {
		t.Errorf("%.2f %% got in: %v", share, y.failed)
	}
	d.invariants(t)
	return fmt.Sprintf("%.2f %% of %d in, with one try more, %d connections reset meanwhile; p99 %d ms; a first sign-in takes %d ms", share, y.in+y.failures(), resets, y.p99().Milliseconds(), links.Milliseconds())
}
