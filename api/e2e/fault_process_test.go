//go:build fault

package e2e_test

import (
	"fmt"
	"math/rand/v2"
	"net"
	"strings"
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
