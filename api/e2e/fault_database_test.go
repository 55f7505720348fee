//go:build fault

package e2e_test

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"
)

func faultsOfTheDatabase() []breakage {
	return []breakage{
		{"R01", "PostgreSQL restarts at once, ten times, under 20 sign-ins a second", "postgres", databaseRestarts},
		{"R02", "failover to a standby that was promoted, under 20 sign-ins a second", "postgres", databaseFailsOver},
		{"R03", "PostgreSQL hangs for ten seconds (SIGSTOP)", "postgres", databaseHangs},
		{"R04", "all connections of the server are taken", "postgres", connectionsAreTaken},
		{"L10", "all connections to PostgreSQL go silent, as by a firewall that forgot them; new ones work", "postgres", connectionsGoSilent},
		{"L11", "a proxy before PostgreSQL that accepts and closes, for five seconds", "postgres", proxyCloses},
		{"R18", "the disk is full (16 MB of memory as the data folder)", "sqlite", diskIsFull},
		{"R25", "restored from a backup: signed out stays out, and everybody signs in again", "postgres", restored},
		{"R30", "200 ms to the database and to the provider, 2 % of the connections reset as they are made and 2 % of the open ones each second", "postgres", flakyNetwork},
	}
}

// readiness watches /readyz of a replica, and tells how long it took to say no, and yes again.
type readiness struct {
	stop chan struct{}
	done chan struct{}
	no   time.Time // first refusal
	yes  time.Time // first yes after it
	slow time.Duration
}

func watch(p *process) *readiness {
	r := &readiness{stop: make(chan struct{}), done: make(chan struct{})}
	client := http.Client{Timeout: 3 * time.Second}
	go func() {
		defer close(r.done)
		for {
			select {
			case <-r.stop:
				return
			case <-time.After(20 * time.Millisecond):
			}
			began := time.Now()
			res, err := client.Get(p.url + "/readyz")
			r.slow = max(r.slow, time.Since(began))
			ok := err == nil && res.StatusCode == http.StatusOK
			if err == nil {
				_ = res.Body.Close()
			}
			if !ok && r.no.IsZero() {
				r.no = time.Now()
			}
			if ok && !r.no.IsZero() && r.yes.IsZero() {
				r.yes = time.Now()
			}
		}
	}()
	return r
}

func (r *readiness) end() { close(r.stop); <-r.done }

func databaseRestarts(t *testing.T) string {
	c := newCluster(t)
	d := deploy(t, 1, onPostgres(c.address(c.port)))
	y, stop := d.crowd(20, d.again)
	slowest, unready := time.Duration(0), time.Duration(0)
	for range 10 {
		time.Sleep(time.Second)
		r := watch(d.replicas[0])
		began := time.Now()
		marked(t, "stopped")
		must(t, c.stop("immediate"))
		time.Sleep(time.Second)
		r.end()
		if r.no.IsZero() {
			t.Error("/readyz never said no")
		}
		unready = max(unready, r.no.Sub(began))
		must(t, c.start())
		marked(t, "started")
		slowest = max(slowest, untilSignedIn(t, d))
	}
	stop()
	y.wants(t, excused...)
	if slowest > 2*time.Second || unready > time.Second {
		t.Errorf("the first sign-in after %v, readiness after %v", slowest, unready)
	}
	d.invariants(t)
	return fmt.Sprintf("%d in, %d not; not ready after %d ms; first sign-in %d ms after the database is up", y.in, y.failures(), unready.Milliseconds(), slowest.Milliseconds())
}

// untilSignedIn is how long it takes until somebody gets in.
func untilSignedIn(t *testing.T, d *deployment) time.Duration {
	t.Helper()
	began := time.Now()
	for time.Since(began) < 30*time.Second {
		if d.visit(int(d.visits.Add(1)%visitors)) == nil {
			return time.Since(began)
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Error("nobody gets in for 30 seconds")
	return time.Since(began)
}

func databaseFailsOver(t *testing.T) string {
	settings := []string{"wal_level=replica", "max_wal_senders=5", "hot_standby=on", "synchronous_standby_names=*"}
	c := newCluster(t, append(settings[:3:3], "synchronous_standby_names=")...)
	w := newWire(t, "127.0.0.1:"+c.port)
	_, port, _ := strings.Cut(w.address, ":")
	d := deploy(t, 1, onPostgres(c.address(port)))
	standby := c.standby()
	db := c.open()
	_, err := db.ExecContext(t.Context(), "ALTER SYSTEM SET synchronous_standby_names = '*'") // what was answered must be there afterwards
	must(t, err)
	_, err = db.ExecContext(t.Context(), "SELECT pg_reload_conf()")
	must(t, err)
	must(t, db.Close())
	kept := d.person(visitors - 1)
	must(t, kept.visits())
	y, stop := d.crowd(20, d.again)
	time.Sleep(3 * time.Second)
	r := watch(d.replicas[0])
	marked(t, "the primary stops")
	must(t, c.stop("immediate"))
	w.leads("127.0.0.1:" + standby.port) // read-only for a while
	time.Sleep(2 * time.Second)
	must(t, standby.run("pg_ctl", "-D", standby.data, "-w", "promote"))
	marked(t, "the standby is promoted")
	standbyDB := standby.open()
	_, err = standbyDB.ExecContext(t.Context(), "ALTER SYSTEM SET synchronous_standby_names = ''")
	must(t, err)
	_, err = standbyDB.ExecContext(t.Context(), "SELECT pg_reload_conf()")
	must(t, err)
	must(t, standbyDB.Close())
	took := untilSignedIn(t, d)
	time.Sleep(2 * time.Second)
	stop()
	r.end()
	if err := kept.is(); err != nil {
		t.Errorf("a session from before: %v", err)
	}
	y.wants(t, excused...)
	if took > 2*time.Second || r.no.IsZero() {
		t.Errorf("the first sign-in after %v, not ready at %v", took, r.no)
	}
	d.i.settings["LATCHKEY_DATABASE_URL"] = standby.address(standby.port)
	d.invariants(t)
	return fmt.Sprintf("%d in, %d not; first sign-in %d ms after the promotion", y.in, y.failures(), took.Milliseconds())
}

func databaseHangs(t *testing.T) string {
	c := newCluster(t)
	d := deploy(t, 1, onPostgres(c.address(c.port)))
	_, warm := d.crowd(20, d.visit)
	time.Sleep(3 * time.Second)
	warm()
	d.front.forget()
	time.Sleep(time.Second)
	files := d.replicas[0].descriptors()
	y, stop := d.crowd(20, func(n int) error {
		u, began := d.person(n), time.Now()
		_, err := u.start()
		if took := time.Since(began); took > 4500*time.Millisecond {
			return fmt.Errorf("a request took %v", took.Round(time.Second))
		}
		if err != nil {
			return plainly(err)
		}
		return nil
	})
	time.Sleep(time.Second)
	r := watch(d.replicas[0])
	began := time.Now()
	c.signal(syscall.SIGSTOP)
	time.Sleep(10 * time.Second)
	c.signal(syscall.SIGCONT)
	again := untilSignedIn(t, d)
	time.Sleep(2 * time.Second)
	stop()
	r.end()
	y.wants(t, excused...)
	if r.no.IsZero() || r.no.Sub(began) > 3*time.Second || r.slow > 1500*time.Millisecond || again > 2*time.Second {
		t.Errorf("not ready after %v, /readyz took %v, well after %v", r.no.Sub(began), r.slow, again)
	}
	d.front.forget()
	descriptorsBack(t, d.replicas[0], files)
	d.invariants(t)
	return fmt.Sprintf("p99 %d ms; not ready after %d ms, /readyz within %d ms; well %d ms after it goes on", y.p99().Milliseconds(), r.no.Sub(began).Milliseconds(), r.slow.Milliseconds(), again.Milliseconds())
}

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

func diskIsFull(t *testing.T) string {
	folder := filepath.Join(t.TempDir(), "data")
	must(t, os.Mkdir(folder, 0o700))
	if text, err := exec.CommandContext(t.Context(), "mount", "-t", "tmpfs", "-o", "size=16m,mode=0700", "tmpfs", folder).CombinedOutput(); err != nil {
		t.Fatalf("a file system of 16 MB needs root: %s", text)
	}
	t.Cleanup(func() { _ = exec.Command("umount", "-l", folder).Run() })
	d := deploy(t, 1, func(s map[string]string) { s["LATCHKEY_DATA_DIR"] = folder }, played{People: 400, Tokens: "ES256"})
	kept := d.person(1)
	must(t, kept.visits())
	filler, err := os.Create(filepath.Join(folder, "filler"))
	must(t, err)
	for chunk := make([]byte, 4<<10); err == nil; {
		_, err = filler.Write(chunk)
	}
	_ = filler.Close()
	outcomes := map[string]int{}
	for n := 10; n < 60; n++ {
		if err := d.person(n).waits(0); err != nil {
			outcomes[err.Error()]++
		} else {
			outcomes["in"]++
		}
	}
	for what := range outcomes {
		if strings.Contains(what, "500") || what == "WRONG PERSON" {
			t.Errorf("%s, %d times", what, outcomes[what])
		}
	}
	if outcomes["in"] == 50 {
		t.Error("the disk was not full")
	}
	for _, path := range []string{"/healthz", "/.well-known/jwks.json", "/o/acme/sign-in"} {
		res, err := http.Get(d.replicas[0].url + path)
		must(t, err)
		_ = res.Body.Close()
		if res.StatusCode != http.StatusOK {
			t.Errorf("%s: %d", path, res.StatusCode)
		}
	}
	must(t, os.Remove(filler.Name()))
	took := untilSignedIn(t, d)
	if err := kept.is(); err != nil {
		t.Errorf("a session from before: %v", err)
	}
	if took > 3*time.Second {
		t.Errorf("well after %v", took)
	}
	d.invariants(t)
	return fmt.Sprintf("%v; well %d ms after there is room", outcomes, took.Milliseconds())
}

func restored(t *testing.T) string {
	c := newCluster(t)
	d := deploy(t, 1, onPostgres(c.address(c.port)))
	out, stays := d.person(1), d.person(2)
	must(t, out.visits())
	must(t, stays.visits())
	p := d.replicas[0]
	p.stop()
	must(t, c.stop("fast"))
	backup := filepath.Join(c.folder, "backup")
	copyFolder(t, c.data, backup)
	must(t, c.start())
	d.replicas = nil
	d.add("")
	d.balance()
	_, err := out.do(http.MethodDelete, out.base+"/api/v1/session", nil, http.StatusNoContent)
	must(t, err)
	cookies := map[string]string{}
	for name, value := range stays.cookies {
		cookies[name] = value
	}
	must(t, stays.is())
	must(t, stays.is()) // two generations on: an old backup takes them for reuse
	for n := 3; n < 20; n++ {
		must(t, d.visit(n))
	}
	d.replicas[0].stop()
	must(t, c.stop("immediate"))
	began := time.Now()
	must(t, os.RemoveAll(c.data))
	must(t, os.Mkdir(c.data, 0o700))
	must(t, os.Chown(c.data, ownerOf(c), ownerOf(c)))
	copyFolder(t, backup, c.data)
	must(t, c.start())
	text, ok := d.i.run("restored")
	if !ok || !strings.Contains(text, "sessions ended") {
		t.Errorf("latchkey restored: %s", text)
	}
	d.replicas = nil
	d.add("")
	d.balance()
	must(t, d.visit(30))
	took := time.Since(began)
	for name, u := range map[string]*user{"signed out after the backup": out, "who stayed": stays} {
		if err := u.is(); err == nil {
			t.Errorf("%s: alive", name)
		}
	}
	if n := d.count("SELECT count(*) FROM audit_events WHERE action = 'session.reused'"); n != 0 {
		t.Errorf("%d people are called thieves", n)
	}
	must(t, stays.visits())
	d.invariants(t)
	ended := regexp.MustCompile(`\d+ sessions ended`).FindString(text)
	return fmt.Sprintf("back after %d ms; %s, nobody is called a thief", took.Milliseconds(), ended)
}

func ownerOf(*cluster) int {
	if os.Getuid() == 0 {
		return nobody
	}
	return os.Getuid()
}
