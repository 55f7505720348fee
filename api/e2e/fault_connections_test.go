//go:build fault

package e2e_test

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"
)

// descriptors are the files and connections that a process has open.
func (p *process) descriptors() int {
	list, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", p.cmd.Process.Pid))
	must(p.i.t, err)
	return len(list)
}

// descriptorsBack wants the descriptors back to about what they were.
func descriptorsBack(t *testing.T, p *process, before int) {
	t.Helper()
	now := 0
	for range 100 {
		if now = p.descriptors(); now <= before+20 {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Errorf("%d descriptors, %d before", now, before)
}

func connectionsAreTaken(t *testing.T) string {
	c := newCluster(t, "max_connections=20", "superuser_reserved_connections=0")
	d := deploy(t, 1, onPostgres(c.address(c.port)))
	must(t, c.stop("fast")) // its connections are gone, and somebody else is faster
	must(t, c.start())
	db := c.open()
	defer db.Close()
	var held []*sqlx.Conn
	take := func() {
		for {
			conn, err := db.Connx(t.Context())
			if err != nil {
				return
			}
			held = append(held, conn)
		}
	}
	take()
	for range 20 { // what the product still has
		if _, err := held[0].ExecContext(t.Context(), "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND application_name LIKE 'latchkey%'"); err != nil {
			t.Fatal(err)
		}
		take()
	}
	slowest, busy := time.Duration(0), 0
	for n := range 20 {
		u, began := d.person(n), time.Now()
		a, err := u.ask(http.MethodGet, u.base+"/api/v1/organizations/acme/sign-in", nil)
		if err == nil && a.status == http.StatusServiceUnavailable { // the balancer's, once it is not ready
			a, err = (&user{base: d.replicas[0].url, client: u.client, cookies: map[string]string{}}).ask(http.MethodGet, d.replicas[0].url+"/api/v1/organizations/acme/sign-in", nil)
		}
		must(t, err)
		slowest = max(slowest, time.Since(began))
		if a.status == http.StatusServiceUnavailable && a.header.Get("Retry-After") != "" {
			busy++
		} else if a.status != http.StatusOK {
			t.Errorf("%d %s", a.status, a.body)
		}
	}
	for path, want := range map[string]int{"/healthz": 200, "/.well-known/jwks.json": 200, "/readyz": 503} {
		res, err := http.Get(d.replicas[0].url + path)
		must(t, err)
		_ = res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("%s: %d, want %d", path, res.StatusCode, want)
		}
	}
	for _, conn := range held {
		_ = conn.Close()
	}
	_ = db.Close()
	again := untilSignedIn(t, d)
	if slowest > 4*time.Second || again > 3*time.Second {
		t.Errorf("an answer took %v, well after %v", slowest, again)
	}
	d.invariants(t)
	return fmt.Sprintf("%d connections held, %d of 20 answers 503 within %d ms; well after %d ms", len(held), busy, slowest.Milliseconds(), again.Milliseconds())
}

// behindWire is a deployment whose database is behind a wire, and that has been used.
func behindWire(t *testing.T) (*deployment, *wire, *cluster) {
	t.Helper()
	c := newCluster(t)
	w := newWire(t, "127.0.0.1:"+c.port)
	_, port, _ := strings.Cut(w.address, ":")
	d := deploy(t, 1, onPostgres(c.address(port)))
	_, warm := d.crowd(20, d.visit)
	time.Sleep(2 * time.Second)
	warm()
	return d, w, c
}

func connectionsGoSilent(t *testing.T) string {
	d, w, _ := behindWire(t)
	y, stop := d.crowd(20, d.quick)
	time.Sleep(time.Second)
	marked(t, "silence")
	w.deafen()
	began := time.Now()
	time.Sleep(100 * time.Millisecond)
	untilSignedIn(t, d)
	well := time.Since(began)
	time.Sleep(2 * time.Second)
	stop()
	y.wants(t, excused...)
	if well > 6*time.Second {
		t.Errorf("well after %v", well)
	}
	d.invariants(t)
	return fmt.Sprintf("%d in, %d not; well after %d ms", y.in, y.failures(), well.Milliseconds())
}

// quick is a visit of which no request may take longer than the database is waited for.
func (d *deployment) quick(n int) error {
	u, began := d.person(n), time.Now()
	defer u.client.CloseIdleConnections()
	u.client.Timeout = 5 * time.Second
	if err := u.waits(0); err != nil {
		if strings.Contains(err.Error(), "Client.Timeout") || time.Since(began) > 15*time.Second {
			return fmt.Errorf("a request took %v", time.Since(began).Round(time.Second))
		}
		return err
	}
	return nil
}

func proxyCloses(t *testing.T) string {
	d, w, c := behindWire(t)
	y, stop := d.crowd(20, d.quick)
	time.Sleep(time.Second)
	marked(t, "closes")
	w.leads("127.0.0.1:1") // nobody listens there
	time.Sleep(5 * time.Second)
	w.leads("127.0.0.1:" + c.port)
	marked(t, "opens")
	well := untilSignedIn(t, d)
	time.Sleep(time.Second)
	stop()
	y.wants(t, excused...)
	if well > 2*time.Second {
		t.Errorf("well after %v", well)
	}
	d.invariants(t)
	return fmt.Sprintf("%d in, %d not; well after %d ms", y.in, y.failures(), well.Milliseconds())
}
