//go:build fault

package e2e_test

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
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
