package e2e_test

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"latchkey/api/idp/idptest"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// providerProcess starts this program again as the provider.
func (i *install) providerProcess(how played) (base string) {
	i.t.Helper()
	base, _ = i.playing(playProvider, how)
	i.settings["LATCHKEY_GOOGLE_ISSUER"] = cmp.Or(how.Base, base) + "/google"
	i.settings["LATCHKEY_OUTBOUND_ALLOW"] = "127.0.0.1/32"
	return base
}

// leastProcess starts it as the least program, on a database of its own.
func (i *install) leastProcess(engine store.Engine, provider string) *process {
	i.t.Helper()
	s := leastSettings{freeAddress(i.t), string(engine), "file:" + filepath.Join(i.t.TempDir(), "least.db") +
		"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=busy_timeout(1500)&_txlock=immediate", provider, benchUsers}
	if engine == store.Postgres {
		s.Database = storetest.Address(i.t) + "&binary_parameters=yes"
		mustBeDurable(i.t, s.Database)
	}
	base, cmd := i.playing(playLeast, s)
	p := &process{i: i, cmd: cmd, url: base}
	i.registerClient(provider, newUser(p.url, 0, net.IPv4(127, 0, 0, 1)))
	return p
}

// playing starts this program as another one, which prints its address, until the test ends.
func (i *install) playing(what string, how any) (base string, cmd *exec.Cmd) {
	i.t.Helper()
	cmd = exec.CommandContext(context.Background(), os.Args[0])
	text, err := json.Marshal(how)
	must(i.t, err)
	cmd.Env = append(os.Environ(), what+"="+string(text))
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	must(i.t, err)
	out, err := cmd.StdoutPipe()
	must(i.t, err)
	must(i.t, cmd.Start())
	i.t.Cleanup(func() { _ = stdin.Close(); _ = cmd.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	must(i.t, err)
	return strings.TrimSpace(line), cmd
}

func (i *install) registerClient(provider string, u *user) {
	i.t.Helper()
	to, err := u.start()
	must(i.t, err)
	address, err := url.Parse(to)
	must(i.t, err)
	text, err := json.Marshal(idptest.Client{ID: address.Query().Get("client_id"), Secret: clientSecret, RedirectURIs: []string{address.Query().Get("redirect_uri")}})
	must(i.t, err)
	_, err = u.do(http.MethodPost, provider+"/clients", text, http.StatusOK)
	must(i.t, err)
}

// serveToFile starts the server with its log in a file, as in life.
func (i *install) serveToFile() *process {
	i.t.Helper()
	i.settings["LATCHKEY_LISTEN"] = freeAddress(i.t)
	i.settings["LATCHKEY_PUBLIC_URL"] = "http://" + i.settings["LATCHKEY_LISTEN"]
	log, err := os.Create(filepath.Join(i.t.TempDir(), "log"))
	must(i.t, err)
	p := &process{i: i, cmd: i.command("serve"), url: i.settings["LATCHKEY_PUBLIC_URL"], out: &logBook{}, log: &logBook{}, exited: make(chan error, 1)}
	p.cmd.Stdout, p.cmd.Stderr = log, log
	must(i.t, p.cmd.Start())
	go func() { p.exited <- p.cmd.Wait() }()
	i.t.Cleanup(func() { _ = p.cmd.Process.Kill(); _ = log.Close() })
	p.ready()
	return p
}

// cpu is what the process has used, user and system.
func (p *process) cpu() time.Duration {
	p.i.t.Helper()
	fields, err := stat(p.cmd.Process.Pid)
	must(p.i.t, err)
	return used(fields[11:13])
}

// stat is what the system says of a process behind its name (proc(5), /proc/pid/stat): the
// third field on.
func stat(pid int) ([]string, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	_, after, _ := strings.Cut(string(text), ") ")
	return strings.Fields(after), err
}

// used sums times of the system, in hundredths of a second.
func used(fields []string) time.Duration {
	var ticks int64
	for _, field := range fields {
		n, _ := strconv.ParseInt(field, 10, 64)
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}

// serverCPU is what a PostgreSQL server on this machine has used, all its processes; zero
// for one that is elsewhere.
func serverCPU(tb testing.TB) (sum time.Duration) {
	tb.Helper()
	db, err := sqlx.Connect("postgres", os.Getenv("TEST_DATABASE_URL"))
	must(tb, err)
	defer db.Close()
	var pid int
	must(tb, db.Get(&pid, "SELECT pg_backend_pid()"))
	mine, err := stat(pid)
	if err != nil {
		return 0
	}
	server := mine[1] // its parent
	parent, err := strconv.Atoi(server)
	must(tb, err)
	if fields, err := stat(parent); err == nil {
		sum += used(fields[11:15]) // with its children that ended
	}
	all, err := filepath.Glob("/proc/[0-9]*")
	must(tb, err)
	for _, one := range all {
		pid, err := strconv.Atoi(filepath.Base(one))
		must(tb, err)
		if fields, err := stat(pid); err == nil && len(fields) > 13 && fields[1] == server {
			sum += used(fields[11:13])
		}
	}
	return sum
}

// memory reads a line of the process's status, in KB.
func (p *process) memory(name string) int64 {
	p.i.t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	must(p.i.t, err)
	_, after, _ := strings.Cut(string(text), name+":")
	n, err := strconv.ParseInt(strings.Fields(after)[0], 10, 64)
	must(p.i.t, err)
	return n
}

// spent is what a process counts of itself.
type spent struct {
	store.Work
	allocations int64
}

// spent reads it; nothing of the least program, which does not count.
func (p *process) spent() spent {
	p.i.t.Helper()
	if p.exited == nil {
		return spent{}
	}
	return spent{
		store.Work{Statements: p.metric("latchkey_database_statements_total"), Commits: p.metric("latchkey_database_commits_total")},
		p.metric("go_memstats_mallocs_total"),
	}
}

// metric reads one of the process's metrics.
func (p *process) metric(name string) int64 {
	p.i.t.Helper()
	res, err := http.Get("http://" + p.i.settings["LATCHKEY_METRICS_LISTEN"] + "/metrics")
	must(p.i.t, err)
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	must(p.i.t, err)
	_, after, _ := strings.Cut(string(text), "\n"+name+" ")
	value, _, _ := strings.Cut(after, "\n")
	n, err := strconv.ParseFloat(value, 64)
	must(p.i.t, err)
	return int64(n)
}
