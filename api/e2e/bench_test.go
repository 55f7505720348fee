package e2e_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"latchkey/api/idp/idptest"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// benchUsers sign in at once, each from an address of their own.
const benchUsers = 64

// BenchmarkSignIn measures complete sign-ins, start to callback, with
// everything on: the product, the provider, the database and the people are
// separate processes, and only the product's CPU is counted. The database must
// wait for its disk. BENCH_TOKENS names the algorithm of the provider's tokens.
func BenchmarkSignIn(b *testing.B) {
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		b.Run(string(engine), func(b *testing.B) { benchmarkSignIn(b, engine) })
	}
}

func benchmarkSignIn(b *testing.B, engine store.Engine) {
	i := newInstall(b)
	i.settings["LATCHKEY_STARTS_PER_MINUTE"] = "100000000"
	if engine == store.Postgres {
		i.settings["LATCHKEY_DATABASE_URL"] = storetest.Address(b)
		i.settings["LATCHKEY_ENCRYPTION_KEYS"] = newKey("k1")
		mustBeDurable(b, i.settings["LATCHKEY_DATABASE_URL"])
	}
	provider := i.providerProcess()
	i.settings["ACME_SECRET"] = clientSecret
	if text, ok := i.run("apply", "-f", i.file("acme.yaml", benchFile())); !ok {
		b.Fatal(text)
	}
	p := i.serveToFile()
	users := make([]*user, benchUsers)
	for n := range users {
		users[n] = newUser(p.url, n)
	}
	i.registerClient(provider, users[0])
	all := func(n int) (took []time.Duration, failed int64) {
		var left, failures atomic.Int64
		left.Store(int64(n))
		var mu sync.Mutex
		var wait sync.WaitGroup
		for _, u := range users {
			wait.Go(func() {
				for left.Add(-1) >= 0 {
					began := time.Now()
					if err := u.signIn(); err != nil {
						failures.Add(1)
						b.Error(err)
					}
					mu.Lock()
					took = append(took, time.Since(began))
					mu.Unlock()
				}
			})
		}
		wait.Wait()
		return took, failures.Load()
	}
	all(4 * benchUsers) // everybody is linked, all caches are warm
	cpu, commits, began := p.cpu(), commitsOf(b, i), time.Now()
	b.ResetTimer()
	took, failed := all(b.N)
	b.StopTimer()
	elapsed := time.Since(began)
	slices.Sort(took)
	n, r := float64(b.N), report{b: b, row: "sign-ins, " + string(engine)}
	r.add(n/elapsed.Seconds(), "sign-ins/s")
	r.add(milliseconds(p.cpu()-cpu)/n, "cpu-ms/sign-in")
	r.add(milliseconds(took[len(took)/2]), "p50-ms")
	r.add(milliseconds(took[len(took)*99/100]), "p99-ms")
	if engine == store.Postgres {
		r.add(float64(commitsOf(b, i)-commits)/n, "transactions/sign-in")
	}
	r.add(float64(p.memory("VmRSS"))/1024, "rss-MB")
	r.add(float64(failed), "errors")
	b.ReportMetric(0, "ns/op")
	p.stop()
}

// report is one row of the table for the README, and the benchmark's metrics.
type report struct {
	b   *testing.B
	row string
}

// table keeps the rows by name, so that a repeated run replaces its own.
var table = map[string][]string{}

func (r report) add(value float64, unit string) {
	r.b.ReportMetric(value, unit)
	if r.b.N > 1 { // not the trial run of one
		table[r.row] = append(slices.DeleteFunc(table[r.row], func(cell string) bool { return strings.HasSuffix(cell, " "+unit) }),
			strconv.FormatFloat(value, 'f', 2, 64)+" "+unit)
	}
}

func printTable() {
	if len(table) == 0 {
		return
	}
	fmt.Print("\n| measured | figures |\n|---|---|\n")
	for _, row := range slices.Sorted(maps.Keys(table)) {
		fmt.Printf("| %s | %s |\n", row, strings.Join(table[row], ", "))
	}
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// user is one person with a browser, at an address of their own.
type user struct {
	base, email string
	client      *http.Client
	cookies     map[string]string
}

func newUser(base string, n int) *user {
	dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 1, byte(1+n))}}
	return &user{base, benchEmail(n), &http.Client{
		Transport:     &http.Transport{DialContext: dialer.DialContext, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}, map[string]string{}}
}

func (u *user) signIn() error {
	to, err := u.start()
	if err != nil {
		return err
	}
	back, err := u.do(http.MethodGet, to+"&login_hint="+url.QueryEscape(u.email), nil, http.StatusSeeOther)
	if err != nil {
		return err
	}
	home, err := u.do(http.MethodGet, back.header.Get("Location"), nil, http.StatusSeeOther)
	if err == nil && home.header.Get("Location") != "/" {
		err = fmt.Errorf("sent to %s", home.header.Get("Location"))
	}
	return err
}

func (u *user) start() (authorizationURL string, err error) {
	a, err := u.do(http.MethodPost, u.base+"/api/v1/sign-in/sso", []byte(`{"organization":"acme","provider":"google"}`), http.StatusCreated)
	if err != nil {
		return "", err
	}
	var started struct{ AuthorizationURL string }
	return started.AuthorizationURL, json.Unmarshal(a.body, &started)
}

func (u *user) do(method, to string, body []byte, want int) (answer, error) {
	req, err := http.NewRequestWithContext(context.Background(), method, to, bytes.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	if strings.HasPrefix(to, u.base) {
		for name, value := range u.cookies {
			req.AddCookie(&http.Cookie{Name: name, Value: value})
		}
		req.Header.Set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36")
		req.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	res, err := u.client.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return answer{}, err
	}
	if res.StatusCode != want {
		return answer{}, fmt.Errorf("%s %s: %d %.200s", method, req.URL.Path, res.StatusCode, text)
	}
	if strings.HasPrefix(to, u.base) {
		for _, c := range res.Cookies() {
			if c.MaxAge < 0 {
				delete(u.cookies, c.Name)
			} else {
				u.cookies[c.Name] = c.Value
			}
		}
	}
	return answer{status: res.StatusCode, header: res.Header, body: text}, nil
}

// providerProcess starts this program again as the provider.
func (i *install) providerProcess() (base string) {
	i.t.Helper()
	cmd := exec.CommandContext(context.Background(), os.Args[0])
	alg := os.Getenv("BENCH_TOKENS")
	if alg == "" {
		alg = idptest.RS256 // as Google and Microsoft
	}
	cmd.Env = append(os.Environ(), playProvider+"="+alg)
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

func mustBeDurable(b *testing.B, address string) {
	b.Helper()
	db, err := sqlx.Connect("postgres", address)
	must(b, err)
	defer db.Close()
	for _, name := range []string{"fsync", "synchronous_commit", "full_page_writes"} {
		var value string
		must(b, db.Get(&value, "SHOW "+name))
		if value != "on" {
			b.Fatalf("this server has %s=%s: figures would mean nothing", name, value)
		}
	}
}

// commitsOf counts the transactions of the install's database, those that only
// read with them.
func commitsOf(b *testing.B, i *install) int64 {
	b.Helper()
	address := i.settings["LATCHKEY_DATABASE_URL"]
	if address == "" {
		return 0
	}
	time.Sleep(1200 * time.Millisecond) // PostgreSQL reports its counters every second
	db, err := sqlx.Connect("postgres", address)
	must(b, err)
	defer db.Close()
	var n int64
	must(b, db.Get(&n, "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()"))
	return n
}

// BenchmarkStart measures from the start of the process to its first answer on
// an existing database, and what it takes when idle.
func BenchmarkStart(b *testing.B) {
	i := newInstall(b)
	i.settings["ACME_SECRET"] = clientSecret
	if text, ok := i.run("apply", "-f", i.file("acme.yaml", benchFile())); !ok {
		b.Fatal(text)
	}
	path, err := binary()
	must(b, err)
	info, err := os.Stat(path)
	must(b, err)
	i.settings["LATCHKEY_LISTEN"] = freeAddress(b)
	i.settings["LATCHKEY_PUBLIC_URL"] = "http://" + i.settings["LATCHKEY_LISTEN"]
	const runs = 7
	var took []time.Duration
	var rss int64
	for range runs {
		cmd := i.command("serve")
		p := &process{i: i, cmd: cmd, url: i.settings["LATCHKEY_PUBLIC_URL"]}
		began := time.Now()
		must(b, cmd.Start())
		for {
			res, err := http.Get(p.url + "/o/acme/sign-in")
			if err == nil {
				_ = res.Body.Close()
				if res.StatusCode == http.StatusOK {
					break
				}
			}
			if err != nil && time.Since(began) > 10*time.Second {
				b.Fatal(errors.New("it does not start"), err)
			}
			time.Sleep(time.Millisecond)
		}
		took = append(took, time.Since(began))
		time.Sleep(300 * time.Millisecond)
		rss = p.memory("VmRSS")
		must(b, cmd.Process.Kill())
		_ = cmd.Wait()
	}
	slices.Sort(took)
	r := report{b: b, row: "start on an existing database, idle"}
	r.add(milliseconds(took[runs/2]), "ms-to-first-page")
	r.add(float64(rss)/1024, "rss-MB")
	r.add(float64(info.Size())/(1<<20), "binary-MB")
	b.ReportMetric(0, "ns/op")
}
