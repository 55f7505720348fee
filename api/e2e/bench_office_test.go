package e2e_test

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"latchkey/api/store"
)

// morning is when everybody of an office comes, behind one address.
type morning struct {
	name   string
	people int           // who come within a minute
	answer time.Duration // of the provider
}

// BenchmarkOffice measures L1: everybody of an office signs in within a minute,
// from one address, for the first time and up to the first access token. All must
// get in. BENCH_WINDOW shortens the minute, and fewer come then. Each comes once,
// whatever b.N is.
func BenchmarkOffice(b *testing.B) {
	window, err := time.ParseDuration(cmp.Or(os.Getenv("BENCH_WINDOW"), "1m"))
	must(b, err)
	for _, o := range []morning{{"500 at 300 ms", 500, 300 * time.Millisecond}, {"2000 at 800 ms", 2000, 800 * time.Millisecond}} {
		for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
			seen := &arrivals{refused: map[string]int{}}
			b.Run(o.name+"/"+string(engine), func(b *testing.B) {
				if seen.run == 0 {
					seen.run = window
					o.fill(b, engine, seen)
				}
				seen.report(b, o, engine)
			})
		}
	}
}

// arrivals are what became of everybody.
type arrivals struct {
	run time.Duration // they came within

	mu      sync.Mutex
	took    []time.Duration // those who got in
	refused map[string]int  // by code
	waited  int             // pages that go on by themselves
	memory  int64           // of the product at the end, in KB
}

// fill lets everybody come, one after another at the same distance.
func (o morning) fill(b *testing.B, engine store.Engine, seen *arrivals) {
	b.Helper()
	people := max(1, int(float64(o.people)*seen.run.Minutes()))
	p := benchProduct(b, engine, played{People: people, Answer: o.answer})
	distance := seen.run / time.Duration(people)
	var wait sync.WaitGroup
	for begun, n := time.Now(), 0; n < people; n++ {
		time.Sleep(time.Until(begun.Add(time.Duration(n) * distance)))
		wait.Go(func() { seen.note(newUser(p.url, n, net.IPv4(127, 0, 0, 1)).comeIn()) })
	}
	wait.Wait()
	seen.memory = p.memory("VmRSS")
	p.stop()
}

func (a *arrivals) note(took time.Duration, pages int, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.waited += pages
	if err != nil {
		a.refused[err.Error()]++
		return
	}
	a.took = append(a.took, took)
}

// report tells how it went, and fails the benchmark where anybody was refused.
func (a *arrivals) report(b *testing.B, o morning, engine store.Engine) {
	b.Helper()
	slices.Sort(a.took)
	in, out, busy := len(a.took), 0, 0
	for code, n := range a.refused {
		b.Errorf("%d: %s", n, code)
		out += n
		if strings.Contains(code, "busy") {
			busy += n
		}
	}
	r := report{b: b, row: "an office of " + o.name + " in " + a.run.String() + ", " + string(engine), once: true}
	r.add(float64(in), "in")
	r.add(float64(out), "refused")
	r.add(float64(busy), "busy")
	r.add(float64(a.waited), "waiting-pages")
	if in > 0 {
		r.add(milliseconds(a.took[in/2]), "p50-ms")
		r.add(milliseconds(a.took[in*99/100]), "p99-ms")
	}
	r.add(float64(a.memory)/1024, "rss-MB")
	b.ReportMetric(0, "ns/op")
}

// comeIn is a first sign-in up to the first access token, as a browser does it:
// a page that goes on by itself is come back to. The error is the code of a refusal.
func (u *user) comeIn() (took time.Duration, pages int, err error) {
	defer u.client.CloseIdleConnections()
	began := time.Now()
	callback, err := u.leave()
	if err != nil {
		return 0, 0, err
	}
	a, err := u.ask(http.MethodGet, callback, nil)
	for err == nil && a.status == http.StatusServiceUnavailable {
		pages++
		after, wrong := time.ParseDuration(a.header.Get("Refresh") + "s")
		if wrong != nil {
			return 0, pages, fmt.Errorf("503 and no page that goes on: %w", wrong)
		}
		time.Sleep(after)
		a, err = u.ask(http.MethodGet, callback, nil)
	}
	if err == nil {
		err = u.finish(a)
	}
	return time.Since(began), pages, err
}

// finish takes the callback's answer, and with it the first token.
func (u *user) finish(a answer) error {
	to, err := url.Parse(a.header.Get("Location"))
	if err != nil {
		return err
	}
	if reason := to.Query().Get("reason"); reason != "" {
		return errors.New(reason)
	}
	if to.Path != "/" {
		return fmt.Errorf("%d, sent to %q", a.status, to.Path)
	}
	_, err = u.do(http.MethodPost, u.base+"/api/v1/session/token", nil, http.StatusOK)
	return err
}
