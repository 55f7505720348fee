package e2e_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"latchkey/api/idp/idptest"
	"latchkey/api/store"
)

// providerProcess starts this program again as the provider.
func (i *install) providerProcess(how played) (base string) {
	i.t.Helper()
	cmd := exec.CommandContext(context.Background(), os.Args[0])
	text, err := json.Marshal(how)
	must(i.t, err)
	cmd.Env = append(os.Environ(), playProvider+"="+string(text))
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	must(i.t, err)
	out, err := cmd.StdoutPipe()
	must(i.t, err)
	must(i.t, cmd.Start())
	i.t.Cleanup(func() { _ = stdin.Close(); _ = cmd.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	must(i.t, err)
	base = strings.TrimSpace(line)
	i.settings["LATCHKEY_GOOGLE_ISSUER"] = base + "/google"
	i.settings["LATCHKEY_OUTBOUND_ALLOW"] = "127.0.0.1/32"
	return base
}

func (i *install) registerClient(provider string, u *user) {
	i.t.Helper()
	to, err := u.start()
	must(i.t, err)
	address, err := url.Parse(to)
	must(i.t, err)
	text, err := json.Marshal(idptest.Client{ID: "acme-google", Secret: clientSecret, RedirectURIs: []string{address.Query().Get("redirect_uri")}})
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
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	must(p.i.t, err)
	_, after, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(after)
	var ticks int64
	for _, field := range fields[11:13] { // utime and stime, in hundredths of a second
		n, err := strconv.ParseInt(field, 10, 64)
		must(p.i.t, err)
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond
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

// work reads what the process has asked of its database.
func (p *process) work() store.Work {
	p.i.t.Helper()
	return store.Work{Statements: p.metric("latchkey_database_statements_total"), Commits: p.metric("latchkey_database_commits_total")}
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
