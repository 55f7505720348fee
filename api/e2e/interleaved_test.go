package e2e_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"latchkey/api/apply"
	"latchkey/api/idp/idptest"
	"latchkey/api/store"
)

// Of the walk that many take at once: how many, and how far.
const (
	walkers   = 6
	walkSteps = 16
	pool      = 8  // people who are there from the beginning
	addresses = 40 // that all of them are about, in several spellings
)

// walkSeed is the seed of the dice: TEST_SEED gives one again that a test printed.
func walkSeed(t *testing.T) uint64 {
	t.Helper()
	seed := rand.Uint64()
	if given := os.Getenv("TEST_SEED"); given != "" {
		var err error
		seed, err = strconv.ParseUint(given, 10, 64)
		must(t, err)
	}
	t.Logf("TEST_SEED=%d", seed)
	return seed
}

// throng is an organization that many change at once: people by the API, a file, a bulk
// change, a sign-in, and another process.
type throng struct {
	*world
	id string // of acme
	// outcomes counts how what was done ended.
	mu       sync.Mutex
	outcomes map[string]int
}

// Issue "Roles, people at scale, and events": whatever interleaving of API, import, bulk
// actions and sign-in keeps e-mail addresses unique in any spelling, somebody who can manage
// the organization at every moment, and a feed that has no gap and changes no order, from
// which the table of people can be made; webhooks and the log tell the same.
func TestManyWritersKeepPeopleAndFeed(t *testing.T) {
	t.Parallel()
	seed := walkSeed(t)
	enginesPlainly(t, func(t *testing.T, w *world) {
		c := newThrong(w)
		siem := w.machine("acme", "events:read", "log:read").office(t, w, "acme")
		hook := newHooked(t)
		hook.answers(failsNowAndThen())
		_, secret := w.office(t, "acme", "sofia@acme.example").hook(hook.url)
		_, begun := siem.events("latest")
		readers := c.readers(begun)

		over := make(chan struct{})
		var watchers, writers sync.WaitGroup
		for _, r := range readers {
			watchers.Go(func() { r.follow(over) })
		}
		watchers.Go(func() { c.watch(over) })
		for _, job := range c.jobs() {
			watchers.Go(func() { c.work(over, job) })
		}
		for who := range walkers {
			dice := rand.New(rand.NewPCG(seed, uint64(who)))
			walker := &walker{throng: c, Rand: dice, crm: w.machine("acme", "users:read", "users:write").office(t, w, "acme")}
			writers.Go(walker.walk)
		}
		writers.Wait()
		close(over)
		watchers.Wait()
		hook.answersStatus(http.StatusNoContent)
		c.drain()
		if t.Failed() {
			return
		}
		t.Log(c.tally())
		all := c.wantOneFeed(siem, readers)
		c.wantPeopleOf(all)
		c.wantDelivered(siem, hook, secret, begun)
		c.wantLog(siem)
		c.wantSomebodyIn()
	})
}

// enginesPlainly is engines without TLS, and with connections for all walkers: most of what
// the detector of races would look at else is their handshakes.
func enginesPlainly(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			w := newWorld(t, setting{engine: engine, plain: true})
			w.client.Transport.(*answerChecker).next.(*http.Transport).MaxIdleConnsPerHost = 4 * walkers
			test(t, w)
		})
	}
}

func newThrong(w *world) *throng {
	w.t.Helper()
	o, err := w.store.OrganizationByCode(w.t.Context(), "acme")
	must(w.t, err)
	c := &throng{world: w, id: o.ID, outcomes: map[string]int{}}
	d := &apply.Document{Organizations: []apply.Organization{{Code: "acme"}}}
	hash := everybodysHash()
	for n := range addresses {
		email, role := poolName(n)+"@acme.example", store.Agent
		must(w.t, w.provider.AddPerson(idptest.Person{
			Provider: idptest.Google, Subject: "throng-" + email, Email: email, Name: email, HostedDomain: "acme.example", EmailVerified: true,
		}))
		if n < pool/2 {
			role = store.SuperAdmin
		}
		if n < pool {
			d.Organizations[0].People = append(d.Organizations[0].People, apply.Person{Email: email, Name: &email, Role: &role, PasswordHash: &hash})
		}
	}
	w.apply(d)
	w.addRole("desk", "log:read")
	var asked atomic.Int64
	groups := []string{"desk", "heads", "nobody", "desk"}
	w.provider.Script(func(s *idptest.Script) {
		s.MutateClaims = func(claims map[string]any) { claims["groups"] = []any{groups[asked.Add(1)%int64(len(groups))]} }
	})
	return c
}

func poolName(n int) string { return fmt.Sprint("p", n) }

// tally lists what was done, and how it ended.
func (c *throng) tally() string {
	var lines []string
	for _, outcome := range slices.Sorted(maps.Keys(c.outcomes)) {
		lines = append(lines, fmt.Sprint(c.outcomes[outcome], " ", outcome))
	}
	return strings.Join(lines, "; ")
}

// failsNowAndThen is how the webhook answers: every fifth call is for nothing.
func failsNowAndThen() func(http.ResponseWriter) {
	var calls atomic.Int64
	return func(rw http.ResponseWriter) {
		if calls.Add(1)%5 == 0 {
			rw.WriteHeader(http.StatusInternalServerError)
		}
	}
}

// jobs are what the product does beside requests.
func (c *throng) jobs() []func(context.Context) error {
	return []func(context.Context) error{c.app.People.RunImports, c.app.People.RunBulk, c.app.Webhooks.Send}
}

// work does one of them all the time.
func (c *throng) work(over <-chan struct{}, job func(context.Context) error) {
	for {
		select {
		case <-over:
			return
		case <-time.After(10 * time.Millisecond):
			c.unlessBusy(job(c.t.Context()))
		}
	}
}

// unlessBusy ends the test at an error, but for that of a machine that has too much to do. Two
// who wait for each other are no such thing.
func (c *throng) unlessBusy(err error) {
	c.t.Helper()
	if !store.Unavailable(err) || strings.Contains(err.Error(), "deadlock") {
		must(c.t, err)
	}
}

// drain ends all that was begun, and sends what did not arrive.
func (c *throng) drain() {
	c.t.Helper()
	for range 20 {
		for _, job := range c.jobs() {
			c.unlessBusy(job(c.t.Context()))
		}
		if c.count("SELECT count(*) FROM webhook_deliveries WHERE state = 'waiting'") == 0 {
			return
		}
		c.clock.add(6 * time.Minute)
	}
	c.t.Error("webhooks wait on")
}
