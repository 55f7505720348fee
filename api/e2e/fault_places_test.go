//go:build fault

package e2e_test

import (
	"cmp"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

func faultsOfPlaces() []breakage {
	return []breakage{
		{"R19", "nothing can be written but to the database: a read-only file system, and a full device as the log", "postgres", readOnlyPlace},
		{"R27", "a soak: 20 sign-ins and 100 refreshes a second, a replica replaced or the database cut every ten seconds; SOAK=2h for a night", "postgres", soak},
		{"R34", "PgBouncer by session, 20 sign-ins a second, and it restarts", "postgres", func(t *testing.T) string { return pooled(t, "session") }},
		{"R34", "PgBouncer by transaction, 20 sign-ins a second, and it restarts", "postgres", func(t *testing.T) string { return pooled(t, "transaction") }},
		{"G4", "latchkey apply of 10,000 people, and again without a change", "sqlite", appliesPeople},
		{"G5", "latchkey apply of 10,000 organizations", "sqlite", appliesOrganizations},
		{"G3", "latchkey doctor on 10,000 organizations: a summary", "sqlite", doctorOfMany},
	}
}

// readOnlyPlace starts the binary where all file systems are read-only but those of the kernel.
func readOnlyPlace(t *testing.T) string {
	d := deploy(t, 0, onPostgres(storetest.Address(t)), played{People: 400, Tokens: "ES256"})
	one := newInstall(t)
	one.settings["LATCHKEY_LISTEN"] = freeAddress(t)
	for name, value := range d.i.settings {
		if name != "LATCHKEY_DATA_DIR" && name != "LATCHKEY_LISTEN" {
			one.settings[name] = value
		}
	}
	path, err := binary()
	must(t, err)
	p := &process{i: one, cmd: one.command("serve"), url: "http://" + one.settings["LATCHKEY_LISTEN"], out: &logBook{}, log: &logBook{}, exited: make(chan error, 1)}
	script := `for place in $(awk '$5 !~ "^/(proc|sys|dev)(/|$)" || $5 == "/dev/shm" {print $5}' /proc/self/mountinfo); do mount -o remount,bind,ro "$place" 2>/dev/null; done
		touch "$LATCHKEY_DATA_DIR/x" 2>/dev/null && exit 77; exec ` + path + ` serve 2>/dev/full`
	p.cmd.Path, p.cmd.Args = "/usr/bin/unshare", []string{"unshare", "--mount", "sh", "-c", script}
	p.cmd.Stdout, p.cmd.Stderr = p.out, p.log
	must(t, p.cmd.Start())
	go func() { p.exited <- p.cmd.Wait() }()
	t.Cleanup(func() { _ = p.cmd.Process.Kill() })
	for range 200 {
		if p.cmd.ProcessState != nil && p.cmd.ProcessState.ExitCode() == 77 {
			t.Fatal("a read-only file system needs root")
		}
		if res, err := http.Get(p.url + "/readyz"); err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				break
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	d.replicas = []*process{p}
	d.balance()
	d.i.registerClient(d.provider, newUser(d.front.url, 0, net.IPv4(127, 0, 0, 1)))
	in := 0
	for n := range 20 {
		if err := d.visit(n); err != nil {
			t.Error(err)
		} else {
			in++
		}
	}
	d.invariants(t)
	return fmt.Sprintf("%d of 20 in", in)
}

// soak goes on for SOAK; what grows from its first third to its end is held.
func soak(t *testing.T) string {
	span, err := time.ParseDuration(cmp.Or(os.Getenv("SOAK"), "60s"))
	must(t, err)
	c := newCluster(t)
	w := newWire(t, "127.0.0.1:"+c.port)
	_, port, _ := strings.Cut(w.address, ":")
	d := deploy(t, 2, onPostgres(c.address(port)))
	herd := make([]*user, 100)
	for n := range herd {
		herd[n] = d.person(visitors - 1 - n)
		must(t, herd[n].visits())
	}
	stays := d.replicas[1] // the other one is replaced
	y, stop := d.crowd(20, d.again)
	next := make(chan int, len(herd))
	for n := range herd {
		next <- n
	}
	refreshes, stopRefreshes := d.crowd(100, func(int) error {
		n := <-next
		defer func() { next <- n }()
		a, err := herd[n].ask(http.MethodPost, herd[n].base+"/api/v1/session/token", []byte("{}"))
		if err != nil {
			return plainly(err)
		}
		if a.status != http.StatusOK {
			return said("refresh", a)
		}
		return nil
	})
	began, memory, files := time.Now(), int64(0), 0
	for n := 0; time.Since(began) < span; n++ {
		time.Sleep(min(10*time.Second, span/6))
		if memory == 0 && time.Since(began) > span/3 {
			memory, files = stays.memory("VmRSS"), stays.descriptors()
		}
		if n%2 == 0 {
			marked(t, "the database is cut off")
			w.cut()
			continue
		}
		marked(t, "kill -9")
		d.replicas[0].kill()
		d.replicas = []*process{stays}
		d.add("")
		d.replicas = []*process{d.replicas[1], stays}
		d.balance()
	}
	stop()
	stopRefreshes()
	time.Sleep(2 * time.Second)
	d.front.forget()
	y.wants(t, excused...)
	refreshes.wants(t, excused...)
	descriptorsBack(t, stays, files)
	grown := 100 * float64(stays.memory("VmRSS")-memory) / float64(memory)
	if grown > 25 {
		t.Errorf("memory grew by %.0f %%", grown)
	}
	d.invariants(t)
	return fmt.Sprintf("%v: %d sign-ins (%d not, with tries more), %d refreshes (%d not); memory %+.0f %% from a third of it on", span, y.in, y.failures(), refreshes.in, refreshes.failures(), grown)
}

// pooled is a deployment behind PgBouncer, which is restarted under load.
func pooled(t *testing.T, mode string) string {
	program, err := exec.LookPath("pgbouncer")
	if err != nil {
		t.Fatal("there is no PgBouncer: apt-get install pgbouncer")
	}
	c := newCluster(t)
	_, port, err := net.SplitHostPort(freeAddress(t))
	must(t, err)
	c.write("pgbouncer.ini", fmt.Sprintf("[databases]\npostgres = host=127.0.0.1 port=%s user=postgres\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = %s\nunix_socket_dir =\nauth_type = any\npool_mode = %s\nmax_client_conn = 200\ndefault_pool_size = 20\nserver_login_retry = 1\nlogfile = %s\n",
		c.port, port, mode, filepath.Join(c.folder, "pgbouncer.log")))
	var running *exec.Cmd
	start := func() {
		running = exec.Command(program, filepath.Join(c.data, "pgbouncer.ini"))
		if os.Getuid() == 0 {
			running.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		}
		must(t, running.Start())
		for range 100 {
			conn, err := net.Dial("tcp", "127.0.0.1:"+port)
			if err == nil {
				_ = conn.Close()
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
		t.Fatal("PgBouncer does not start")
	}
	start()
	t.Cleanup(func() { _ = running.Process.Kill() })
	d := deploy(t, 2, onPostgres(c.address(port)))
	y, stop := d.crowd(20, d.again)
	time.Sleep(4 * time.Second)
	marked(t, "PgBouncer restarts")
	must(t, running.Process.Kill())
	_ = running.Wait()
	start()
	again := untilSignedIn(t, d)
	time.Sleep(4 * time.Second)
	stop()
	y.wants(t, excused...)
	if again > 3*time.Second {
		t.Errorf("well after %v", again)
	}
	d.invariants(t)
	return fmt.Sprintf("%d in, %d not, with tries more; well %d ms after it is back", y.in, y.failures(), again.Milliseconds())
}

func appliesPeople(t *testing.T) string {
	i := ofAnyProvider(t)
	path := i.file("people.yaml", benchFile(10_000))
	took := []time.Duration{i.applies(path), i.applies(path)}
	if took[0] > 6*time.Second || took[1] > 4*time.Second {
		t.Errorf("%v", took)
	}
	return fmt.Sprintf("%d ms of CPU, again %d ms", took[0].Milliseconds(), took[1].Milliseconds())
}

// ofAnyProvider takes client ids that are not Google's.
func ofAnyProvider(t *testing.T) *install {
	t.Helper()
	i := newInstall(t)
	i.settings["ACME_SECRET"], i.settings["LATCHKEY_GOOGLE_ISSUER"], i.settings["LATCHKEY_OUTBOUND_ALLOW"] = clientSecret, "http://127.0.0.1:1/google", "127.0.0.1/32"
	return i
}

// applies is the CPU's time that latchkey apply of a file takes: what else the machine does is no part of it.
func (i *install) applies(path string) time.Duration {
	i.t.Helper()
	cmd := i.command("apply", "-f", path)
	if text, err := cmd.CombinedOutput(); err != nil { // which may take longer than others
		i.t.Fatalf("%v: %.2000s", err, text)
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
}

func appliesOrganizations(t *testing.T) string {
	_, took := ofManyOrganizations(t)
	if took > 20*time.Second {
		t.Errorf("%v", took)
	}
	return fmt.Sprintf("%d ms of CPU", took.Milliseconds())
}

// ofManyOrganizations has 10,000, and says what it cost to apply them.
func ofManyOrganizations(t *testing.T) (*install, time.Duration) {
	t.Helper()
	i := ofAnyProvider(t)
	text := &strings.Builder{}
	text.WriteString("organizations:\n")
	for n := range 10_000 {
		fmt.Fprintf(text, "  - {code: o%d, name: Organization %d, connections: [{provider: google, state: enabled, clientId: google-%d, secret: {env: ACME_SECRET}}], people: [{email: anna@o%d.example, role: super_admin}]}\n", n, n, n, n)
	}
	return i, i.applies(i.file("organizations.yaml", text.String()))
}

func doctorOfMany(t *testing.T) string {
	i, _ := ofManyOrganizations(t)
	began := time.Now()
	text, _ := i.command("doctor").CombinedOutput() // it finds fault with what is not up
	lines := strings.Count(string(text), "\n")
	if lines > 120 {
		t.Errorf("%d lines", lines)
	}
	return fmt.Sprintf("%d lines in %d ms", lines, time.Since(began).Milliseconds())
}

// aMillionSignIns fills the log of a database of the version before, whatever its columns are.
func (i *install) aMillionSignIns(t *testing.T, engine store.Engine) {
	t.Helper()
	db := i.database()
	defer db.Close()
	var columns []string
	query := "SELECT name FROM pragma_table_info('sign_ins')"
	if engine == store.Postgres {
		query = "SELECT column_name FROM information_schema.columns WHERE table_name = 'sign_ins' AND table_schema = 'public'"
	}
	must(t, db.Select(&columns, query))
	values := make([]string, len(columns))
	for n, name := range columns {
		if values[n] = "s." + name; name == "id" {
			values[n] = "'row_' || n.n"
		}
	}
	_, err := db.ExecContext(t.Context(), "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 1000000) INSERT INTO sign_ins ("+strings.Join(columns, ", ")+
		") SELECT "+strings.Join(values, ", ")+" FROM n CROSS JOIN (SELECT * FROM sign_ins LIMIT 1) s")
	must(t, err)
}
