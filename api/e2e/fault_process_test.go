//go:build fault

package e2e_test

import (
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

func faultsOfProcesses() []breakage {
	return []breakage{
		{"R13", "kill -9 in a migration from the version before, at 25 moments", "sqlite", func(t *testing.T) string { return killedMigrations(t, store.SQLite) }},
		{"R13", "kill -9 in a migration from the version before, at 25 moments", "postgres", func(t *testing.T) string { return killedMigrations(t, store.Postgres) }},
		{"R13", "kill -9 in a migration of a million sign-ins, at 12 moments", "sqlite", func(t *testing.T) string { return killedLargeMigration(t, store.SQLite) }},
		{"R13", "kill -9 in a migration of a million sign-ins, at 12 moments", "postgres", func(t *testing.T) string { return killedLargeMigration(t, store.Postgres) }},
		{"R14", "eight replicas start on a database of the version before, three times", "postgres", eightMigrate},
		{"R15", "rolling upgrade from an older version and back, under 20 sign-ins a second", "postgres", rollingUpgrade},
		{"R16", "kill -9 of one of two replicas under 30 sign-ins a second", "postgres", oneIsKilled},
		{"R17", "one of two replicas after the other is stopped, under 30 sign-ins and 30 refreshes a second", "postgres", stoppedUnderLoad},
		{"R20", "descriptors run out: 128 of them, 400 clients", "sqlite", fewDescriptors},
		{"R24", "another encryption key, replica by replica, under 20 sign-ins a second", "postgres", anotherKeyUnderLoad},
		{"R31", "kill -9 in the middle of sign-ins, ten times", "sqlite", func(t *testing.T) string { return killedSignIns(t, nil) }},
		{"R31", "kill -9 in the middle of sign-ins, ten times", "postgres", func(t *testing.T) string { return killedSignIns(t, onPostgres(storetest.Address(t))) }},
		{"R32", "three replicas behind a balancer, one PostgreSQL", "postgres", threeReplicas},
	}
}

// before is a database of the version before, as its dump has it.
func before(t *testing.T, engine store.Engine) *install {
	t.Helper()
	i := newInstall(t)
	i.settings["LATCHKEY_ENCRYPTION_KEYS"] = newKey("k1")
	dumps, err := filepath.Glob("testdata/databases/*." + string(engine) + ".sql")
	must(t, err)
	text, err := os.ReadFile(dumps[len(dumps)-1])
	must(t, err)
	if engine == store.Postgres {
		i.settings["LATCHKEY_DATABASE_URL"] = storetest.Address(t)
	} else {
		file, err := os.Create(filepath.Join(i.settings["LATCHKEY_DATA_DIR"], "latchkey.db"))
		must(t, err)
		must(t, file.Close())
	}
	db := i.database()
	_, err = db.ExecContext(t.Context(), string(text))
	must(t, err)
	must(t, db.Close())
	return i
}

func killedMigrations(t *testing.T, engine store.Engine) string {
	whole := before(t, engine)
	_, err := binary() // its making is no part of it
	must(t, err)
	began := time.Now()
	text, ok := whole.run("migrate")
	if !ok {
		t.Fatal(text)
	}
	takes := time.Since(began)
	want := whole.schema(t, engine)
	killed := 0
	for range 25 {
		i := before(t, engine)
		for n := 0; ; n++ {
			cmd := i.command("migrate")
			must(t, cmd.Start())
			done := make(chan error, 1)
			go func() { done <- cmd.Wait() }()
			select {
			case err := <-done:
				if err != nil {
					t.Fatalf("after %d kills: %v", n, err)
				}
			case <-time.After(time.Duration(rand.Int64N(int64(takes)))):
				_ = cmd.Process.Kill()
				<-done
				if killed++; n < 5 {
					continue
				}
				if text, ok := i.run("migrate"); !ok {
					t.Fatal(text)
				}
			}
			break
		}
		if got := i.schema(t, engine); got != want {
			t.Fatalf("the schema is\n%s\nand not\n%s", got, want)
		}
	}
	return fmt.Sprintf("%d kills, a migration takes %d ms; always the same schema, nothing by hand", killed, takes.Milliseconds())
}

// killedLargeMigration kills the program again and again while it migrates a million rows, which goes on
// from where it was; then what a small database has is there, and every row.
func killedLargeMigration(t *testing.T, engine store.Engine) string {
	small := before(t, engine)
	if text, ok := small.run("migrate"); !ok {
		t.Fatal(text)
	}
	want := small.schema(t, engine)
	i := before(t, engine)
	i.aMillionSignIns(t, engine)
	rows := i.counts("SELECT count(*) FROM sign_ins")
	killed := 0
	for range 12 {
		cmd := i.command("migrate")
		must(t, cmd.Start())
		done := make(chan error, 1)
		go func() { done <- cmd.Wait() }()
		select {
		case err := <-done:
			must(t, err)
		case <-time.After(rand.N(time.Second)):
			_ = cmd.Process.Kill()
			<-done
			killed++
		}
	}
	began := time.Now()
	if text, err := i.command("migrate").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	took := time.Since(began)
	if got := i.schema(t, engine); got != want {
		t.Errorf("the schema is\n%s\nand not\n%s", got, want)
	}
	if n := i.counts("SELECT count(*) FROM sign_ins"); n != rows || killed == 0 {
		t.Errorf("%d rows of %d, %d kills", int(n), int(rows), killed)
	}
	return fmt.Sprintf("%d kills, then done in %d ms; %d rows, the same schema", killed, took.Milliseconds(), int(rows))
}

// schema is every table, column and index.
func (i *install) schema(t *testing.T, engine store.Engine) string {
	t.Helper()
	query := "SELECT COALESCE(sql, name) FROM sqlite_master ORDER BY name"
	if engine == store.Postgres {
		query = `SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable FROM information_schema.columns WHERE table_schema = 'public'
			UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1`
	}
	db := i.database()
	defer db.Close()
	var lines []string
	must(t, db.Select(&lines, query))
	return strings.Join(lines, "\n")
}

func eightMigrate(t *testing.T) string {
	slowest := time.Duration(0)
	for range 3 {
		i := before(t, store.Postgres)
		var all []*process
		began := time.Now()
		for range 8 {
			one := newInstall(t)
			for name, value := range i.settings {
				if name != "LATCHKEY_DATA_DIR" {
					one.settings[name] = value
				}
			}
			one.settings["LATCHKEY_PUBLIC_URL"] = "http://localhost:1"
			all = append(all, one.launch())
		}
		for _, p := range all {
			p.ready()
		}
		slowest = max(slowest, time.Since(began))
		for _, p := range all {
			if strings.Contains(p.log.String(), `"level":"ERROR"`) {
				t.Errorf("%.600s", p.log)
			}
			p.kill()
		}
	}
	if slowest > 30*time.Second {
		t.Errorf("ready after %v", slowest)
	}
	return fmt.Sprintf("all ready within %d ms, 0 crashes", slowest.Milliseconds())
}

// olderBinary builds the version before: LATCHKEY_BEFORE names its commit.
func olderBinary(t *testing.T) string {
	t.Helper()
	commit := os.Getenv("LATCHKEY_BEFORE")
	if commit == "" {
		t.Fatal("LATCHKEY_BEFORE names the commit of the version before: the changelog has none")
	}
	tree := filepath.Join(t.TempDir(), "before")
	if text, err := exec.CommandContext(t.Context(), "git", "worktree", "add", "--detach", tree, commit).CombinedOutput(); err != nil {
		t.Fatalf("%s", text)
	}
	t.Cleanup(func() { _ = exec.Command("git", "worktree", "remove", "--force", tree).Run() })
	path := filepath.Join(buildFolder, "latchkey-before")
	build := exec.CommandContext(t.Context(), "go", "build", "-buildvcs=false", "-trimpath", "-tags", "nomsgpack", "-o", path, "./api")
	build.Dir, build.Env = tree, append(os.Environ(), "CGO_ENABLED=0")
	if text, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%s", text)
	}
	return path
}

func rollingUpgrade(t *testing.T) string {
	older := olderBinary(t)
	c := newCluster(t)
	// The older one makes its tables first.
	i := newInstall(t)
	i.settings["LATCHKEY_DATABASE_URL"], i.settings["LATCHKEY_ENCRYPTION_KEYS"] = c.address(c.port), newKey("k1")
	cmd := i.command("migrate")
	cmd.Path, cmd.Args[0] = older, older
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s", text)
	}
	d := deployOlder(t, older, onPostgres(c.address(c.port)))
	y, stop := d.crowd(20, d.visit)
	time.Sleep(2 * time.Second)
	for _, to := range []string{"", older} { // up, and back
		for range 2 {
			one := d.replicas[0]
			d.replicas = d.replicas[1:]
			d.add(to)
			d.balance()
			marked(t, "a replica is replaced")
			one.stop()
			time.Sleep(2 * time.Second)
		}
	}
	stop()
	if y.failures() > 0 {
		t.Errorf("%v", y.failed)
	}
	d.invariants(t)
	return fmt.Sprintf("%d in, %d not", y.in, y.failures())
}

// deployOlder is a deployment of two replicas of an older binary, whose file it applied itself.
func deployOlder(t *testing.T, older string, edit func(map[string]string)) *deployment {
	t.Helper()
	d := deployWith(t, older, edit, played{People: visitors, Tokens: "ES256"})
	d.add(older)
	d.add(older)
	d.balance()
	d.i.registerClient(d.provider, newUser(d.front.url, 0, net.IPv4(127, 0, 0, 1)))
	return d
}

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

func fewDescriptors(t *testing.T) string {
	d := deploy(t, 0, nil)
	one := newInstall(t)
	for name, value := range d.i.settings {
		one.settings[name] = value
	}
	one.settings["LATCHKEY_LISTEN"] = freeAddress(t)
	path, err := binary()
	must(t, err)
	p := &process{i: one, cmd: one.command("serve"), url: "http://" + one.settings["LATCHKEY_LISTEN"], out: &logBook{}, log: &logBook{}, exited: make(chan error, 1)}
	p.cmd.Path, p.cmd.Args = "/bin/sh", []string{"sh", "-c", "ulimit -n 128; exec " + path + " serve"}
	p.cmd.Stdout, p.cmd.Stderr = p.out, p.log
	must(t, p.cmd.Start())
	go func() { p.exited <- p.cmd.Wait() }()
	t.Cleanup(func() { _ = p.cmd.Process.Kill() })
	p.ready()
	d.replicas = []*process{p}
	d.balance()
	d.i.registerClient(d.provider, newUser(d.front.url, 0, net.IPv4(127, 0, 0, 1)))
	must(t, d.visit(1))
	var open []net.Conn
	for range 400 {
		conn, err := net.DialTimeout("tcp", strings.TrimPrefix(p.url, "http://"), time.Second)
		if err != nil {
			break
		}
		_, _ = conn.Write([]byte("GET / HTTP/1.1\r\nHost: x\r\n"))
		open = append(open, conn)
	}
	time.Sleep(2 * time.Second)
	for _, conn := range open {
		_ = conn.Close()
	}
	took := untilSignedIn(t, d)
	select {
	case err := <-p.exited:
		t.Fatalf("it ended: %v\n%s", err, p.log)
	default:
	}
	if took > 5*time.Second {
		t.Errorf("well after %v", took)
	}
	d.invariants(t)
	return fmt.Sprintf("%d clients; well after %d ms", len(open), took.Milliseconds())
}

func anotherKeyUnderLoad(t *testing.T) string {
	d := deploy(t, 2, onPostgres(storetest.Address(t)))
	y, stop := d.crowd(20, d.visit)
	time.Sleep(2 * time.Second)
	d.i.settings["LATCHKEY_ENCRYPTION_KEYS"] = newKey("n2") + "," + newKey("k1")
	for range 2 {
		one := d.replicas[0]
		d.replicas = d.replicas[1:]
		d.add("")
		d.balance()
		one.stop()
		time.Sleep(4 * time.Second)
	}
	stop()
	if y.failures() > 0 {
		t.Errorf("%v", y.failed)
	}
	d.invariants(t)
	return fmt.Sprintf("%d in, %d not", y.in, y.failures())
}

func killedSignIns(t *testing.T, edit func(map[string]string)) string {
	d := deploy(t, 1, edit)
	y, stop := d.crowd(30, d.again)
	slowest := time.Duration(0)
	for range 10 {
		time.Sleep(time.Second + time.Duration(rand.Int64N(int64(time.Second))))
		old := d.replicas[0]
		marked(t, "kill -9")
		must(t, old.cmd.Process.Signal(syscall.SIGKILL))
		<-old.exited
		d.replicas = nil
		killed := time.Now()
		d.add("")
		slowest = max(slowest, time.Since(killed))
		d.balance()
	}
	stop()
	y.wants(t, excused...)
	d.invariants(t)
	if y.failures() > 0 {
		return fmt.Sprintf("%d in, not %v, with tries more; ready again within %d ms", y.in, y.failed, slowest.Milliseconds())
	}
	return fmt.Sprintf("%d in, 0 not, with tries more; ready again within %d ms", y.in, slowest.Milliseconds())
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
