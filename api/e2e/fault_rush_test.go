//go:build fault

package e2e_test

import (
	"cmp"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"latchkey/api/store/storetest"
)

func rushes() []breakage {
	return []breakage{
		{"R21", "the morning: 2,000 people in a minute, each from an address of their own", "postgres", func(t *testing.T) string { return morningRush(t, false) }},
		{"R21", "the morning: 2,000 people in a minute, all behind one address", "postgres", func(t *testing.T) string { return morningRush(t, true) }},
		{"R22", "5,000 sessions refresh within ten seconds", "postgres", refreshHerd},
	}
}

// window is how long the morning is: FAULT_WINDOW shortens it, and fewer come then.
func window(t *testing.T) time.Duration {
	t.Helper()
	d, err := time.ParseDuration(cmp.Or(os.Getenv("FAULT_WINDOW"), "1m"))
	must(t, err)
	return d
}

func morningRush(t *testing.T, oneAddress bool) string {
	const answer = 50 * time.Millisecond // of the provider, twice in a sign-in
	d := deploy(t, 1, onPostgres(storetest.Address(t)), played{People: visitors, Tokens: "RS256", Answer: answer})
	span := window(t)
	people := int(2_000 * span.Minutes())
	y := &tally{failed: map[string]int{}}
	var all sync.WaitGroup
	began := time.Now()
	for n := range people {
		time.Sleep(time.Until(began.Add(time.Duration(n) * span / time.Duration(people))))
		all.Go(func() {
			u := d.person(n)
			if oneAddress {
				u = newUser(d.front.url, n, net.IPv4(127, 0, 0, 9))
			}
			defer u.client.CloseIdleConnections()
			at := time.Now()
			y.note(at, u.visits())
		})
	}
	all.Wait()
	if y.failures() > 0 {
		t.Errorf("%v", y.failed)
	}
	beyond := y.p99() - 2*answer
	if beyond > time.Second {
		t.Errorf("p99 is %v beyond the provider's time", beyond)
	}
	d.invariants(t)
	return fmt.Sprintf("%d of %d in; p99 of a whole sign-in %d ms beyond the provider's", y.in, people, beyond.Milliseconds())
}

func refreshHerd(t *testing.T) string {
	const sessions, within = 5_000, 10 * time.Second
	d := deploy(t, 1, onPostgres(storetest.Address(t)))
	users := make([]*user, sessions)
	var all sync.WaitGroup
	places := make(chan struct{}, 32)
	for n := range users {
		users[n] = d.person(n % visitors)
		users[n].client.Transport.(*http.Transport).DisableKeepAlives = true
		all.Go(func() {
			places <- struct{}{}
			defer func() { <-places }()
			callback, err := users[n].leave()
			if err == nil {
				_, err = users[n].do(http.MethodGet, callback, nil, http.StatusSeeOther)
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	y := &tally{failed: map[string]int{}}
	began := time.Now()
	for n := range users {
		time.Sleep(time.Until(began.Add(time.Duration(n) * within / sessions)))
		all.Go(func() {
			at := time.Now()
			a, err := users[n].ask(http.MethodPost, users[n].base+"/api/v1/session/token", []byte("{}"))
			if err == nil && a.status != http.StatusOK {
				err = said("refresh", a)
			}
			y.note(at, err)
		})
	}
	all.Wait()
	if y.failures() > 0 {
		t.Errorf("%v", y.failed)
	}
	for what := range y.failed {
		if strings.Contains(what, "session_reused") {
			t.Errorf("false alarms: %s", what)
		}
	}
	if p := y.p99(); p > 250*time.Millisecond {
		t.Errorf("p99 %v", p)
	}
	if n := d.count("SELECT count(*) FROM audit_events WHERE action = 'session.reused'"); n != 0 {
		t.Errorf("%d false alarms", n)
	}
	return fmt.Sprintf("%d of %d, 0 false alarms; p99 %d ms", y.in, sessions, y.p99().Milliseconds())
}
