//go:build fault

package e2e_test

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"latchkey/api/store/storetest"
)

func oneIsKilled(t *testing.T) string {
	d := deploy(t, 2, onPostgres(storetest.Address(t)))
	y, stop := d.crowd(30, d.again)
	time.Sleep(2 * time.Second)
	marked(t, "kill -9")
	d.replicas[0].kill()
	time.Sleep(4 * time.Second)
	stop()
	y.wants(t) // each with a few tries more
	d.replicas = d.replicas[1:]
	d.invariants(t)
	return fmt.Sprintf("%d in, %d not, with tries more", y.in, y.failures())
}

func stoppedUnderLoad(t *testing.T) string {
	d := deploy(t, 2, onPostgres(storetest.Address(t)))
	signed := make([]*user, 200)
	for n := range signed {
		signed[n] = d.person(n)
		must(t, signed[n].visits())
	}
	d.visits.Store(500)
	var turn sync.Map
	refreshes, stopRefreshes := d.crowd(30, func(n int) error {
		u := signed[n%len(signed)]
		if _, busy := turn.LoadOrStore(n%len(signed), true); busy {
			return nil
		}
		defer turn.Delete(n % len(signed))
		a, err := u.ask(http.MethodPost, u.base+"/api/v1/session/token", []byte("{}"))
		if err != nil {
			return plainly(err)
		}
		if a.status != http.StatusOK {
			return said("refresh", a)
		}
		return nil
	})
	y, stop := d.crowd(30, d.visit)
	slowest := time.Duration(0)
	for range 2 {
		time.Sleep(2 * time.Second)
		one := d.replicas[0]
		d.replicas = d.replicas[1:]
		began := time.Now()
		one.stop()
		slowest = max(slowest, time.Since(began))
		d.add("")
		d.balance()
	}
	time.Sleep(time.Second)
	stop()
	stopRefreshes()
	if y.failures()+refreshes.failures() > 0 {
		t.Errorf("sign-ins %v, refreshes %v", y.failed, refreshes.failed)
	}
	if slowest > 15*time.Second {
		t.Errorf("it stopped after %v", slowest)
	}
	d.invariants(t)
	return fmt.Sprintf("%d sign-ins and %d refreshes, 0 dropped; stopped within %d ms", y.in, refreshes.in, slowest.Milliseconds())
}

// threeReplicas: what one of them did is so at the others within a second.
func threeReplicas(t *testing.T) string {
	d := deploy(t, 3, onPostgres(storetest.Address(t)))
	y, stop := d.crowd(20, d.visit)
	time.Sleep(5 * time.Second)
	stop()
	if y.failures() > 0 {
		t.Errorf("sign-ins: %v", y.failed)
	}
	at := func(u *user, n int) *user {
		return &user{base: d.replicas[n%3].url, email: u.email, client: u.client, cookies: u.cookies}
	}

	reused := d.person(visitors - 2)
	must(t, reused.visits())
	stolen := map[string]string{}
	for name, value := range reused.cookies {
		stolen[name] = value
	}
	must(t, at(reused, 0).is())
	must(t, at(reused, 1).is())
	thief := &user{base: d.replicas[2].url, email: reused.email, client: reused.client, cookies: stolen}
	if err := thief.is(); err == nil || !strings.Contains(err.Error(), "session_reused") {
		t.Errorf("a token of two generations ago at another replica: %v", err)
	}
	if err := at(reused, 0).is(); err == nil {
		t.Error("the session goes on")
	}

	slowest := time.Duration(0)
	for n := range 5 {
		u := d.person(visitors - 10 - n)
		must(t, u.visits())
		token := u.token(t)
		for r := range 3 {
			if got := at(u, r).me(token); got != http.StatusOK {
				t.Errorf("before: %d", got)
			}
		}
		_, err := at(u, n).do(http.MethodDelete, d.replicas[n%3].url+"/api/v1/session", nil, http.StatusNoContent)
		must(t, err)
		began := time.Now()
		for r := range 3 {
			for at(u, r).me(token) == http.StatusOK && time.Since(began) < 5*time.Second {
				time.Sleep(5 * time.Millisecond)
			}
		}
		slowest = max(slowest, time.Since(began))
	}
	if slowest > 1100*time.Millisecond {
		t.Errorf("a sign-out reached all after %v", slowest)
	}
	settings := d.settingsReachAll(t)
	keys := map[string]bool{}
	for _, p := range d.replicas {
		res, err := http.Get(p.url + "/.well-known/jwks.json")
		must(t, err)
		text := make([]byte, 1<<16)
		n, _ := res.Body.Read(text)
		_ = res.Body.Close()
		keys[string(text[:n])] = true
	}
	if len(keys) != 1 {
		t.Errorf("%d sets of keys are published", len(keys))
	}
	d.invariants(t)
	return fmt.Sprintf("%d sign-ins over all; a sign-out is everywhere after %d ms, a setting after %d ms", y.in, slowest.Milliseconds(), settings.Milliseconds())
}

// settingsReachAll turns the connection off, and tells how long it took until no replica starts a sign-in.
func (d *deployment) settingsReachAll(t *testing.T) time.Duration {
	t.Helper()
	file := strings.Replace(benchFile(1), "state: enabled", "state: disabled", 1)
	if text, ok := d.i.run("apply", "-f", d.i.file("off.yaml", file)); !ok {
		t.Fatal(text)
	}
	began := time.Now()
	for _, p := range d.replicas {
		for {
			u := newUser(p.url, 1, net.IPv4(127, 0, 0, 1))
			if _, err := u.start(); err != nil {
				break
			}
			if time.Since(began) > 5*time.Second {
				t.Error("a replica never hears of it")
				break
			}
			time.Sleep(5 * time.Millisecond)
		}
	}
	took := time.Since(began)
	if took > 1500*time.Millisecond {
		t.Errorf("a setting reached all after %v", took)
	}
	return took
}
