//go:build fault

package e2e_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// deployment is replicas of the binary with a provider, one database, and what stands before them.
type deployment struct {
	t        *testing.T
	i        *install // the settings of all
	provider string   // its address
	front    *balancer
	replicas []*process
	visits   atomic.Int64
}

const visitors = 4_000

// deploy sets a deployment up; edit changes the settings before anything starts.
func deploy(t *testing.T, replicas int, edit func(settings map[string]string), how ...played) *deployment {
	t.Helper()
	like := played{People: visitors, Tokens: "ES256"}
	if len(how) > 0 {
		like = how[0]
	}
	d := deployWith(t, "", edit, like)
	if replicas > 0 {
		d.start(replicas)
	}
	return d
}

// start starts so many replicas, and makes them known at the provider.
func (d *deployment) start(replicas int) {
	for range replicas {
		d.add("")
	}
	d.balance()
	d.i.registerClient(d.provider, newUser(d.front.url, 0, net.IPv4(127, 0, 0, 1)))
}

// deployWith is a deployment without replicas; the binary at a path applies its file.
func deployWith(t *testing.T, path string, edit func(settings map[string]string), like played) *deployment {
	t.Helper()
	d := &deployment{t: t, i: newInstall(t)}
	d.i.settings["LATCHKEY_SHUTDOWN_DELAY"] = "1s"
	d.i.settings["LATCHKEY_ENCRYPTION_KEYS"] = newKey("k1")
	d.i.settings["LATCHKEY_TRUSTED_PROXIES"] = "127.0.0.1/32"
	d.i.settings["LATCHKEY_STARTS_PER_MINUTE"] = "1000000"
	d.i.settings["ACME_SECRET"] = clientSecret
	d.i.secrets.add(clientSecret)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	d.front = newBalancer(t, listener)
	d.i.settings["LATCHKEY_PUBLIC_URL"] = d.front.url
	d.provider = d.i.providerProcess(like)
	if edit != nil {
		edit(d.i.settings)
	}
	cmd := d.i.command("apply", "-f", d.i.file("acme.yaml", benchFile(like.People)))
	if path != "" {
		cmd.Path, cmd.Args[0] = path, path
	}
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s", text)
	}
	return d
}

// add starts one more replica, of the binary at a path, or of this version.
func (d *deployment) add(path string) *process {
	d.t.Helper()
	one := newInstall(d.t)
	folder := one.settings["LATCHKEY_DATA_DIR"]
	one.settings = maps.Clone(d.i.settings)
	if one.settings["LATCHKEY_DATABASE_URL"] != "" {
		one.settings["LATCHKEY_DATA_DIR"] = folder
	}
	one.settings["LATCHKEY_LISTEN"] = freeAddress(d.t)
	p := one.launchOf(path)
	p.ready()
	d.replicas = append(d.replicas, p)
	return p
}

// launchOf starts the binary at a path.
func (i *install) launchOf(path string) *process {
	i.t.Helper()
	if path == "" {
		return i.launch()
	}
	p := &process{i: i, cmd: i.command("serve"), url: "http://" + i.settings["LATCHKEY_LISTEN"], out: &logBook{}, log: &logBook{}, exited: make(chan error, 1)}
	p.cmd.Path, p.cmd.Args[0] = path, path
	p.cmd.Stdout, p.cmd.Stderr = p.out, p.log
	must(i.t, p.cmd.Start())
	go func() { p.exited <- p.cmd.Wait() }()
	i.t.Cleanup(func() { _ = p.cmd.Process.Kill() })
	return p
}

// balance puts the replicas that there are behind the balancer.
func (d *deployment) balance() {
	var urls []string
	for _, p := range d.replicas {
		urls = append(urls, p.url)
	}
	d.front.behind(urls...)
}

// tally is what became of people.
type tally struct {
	mu     sync.Mutex
	in     int
	took   []time.Duration // of those who got in
	failed map[string]int
	last   time.Time // somebody got in
	diary  *diary    // nil: nobody draws it
}

func (y *tally) note(began time.Time, err error) {
	y.mu.Lock()
	defer y.mu.Unlock()
	if y.diary != nil {
		y.diary.note(err != nil)
	}
	if err != nil {
		y.failed[err.Error()]++
		return
	}
	y.in, y.last = y.in+1, time.Now()
	y.took = append(y.took, time.Since(began))
}

func (y *tally) p99() time.Duration {
	y.mu.Lock()
	defer y.mu.Unlock()
	if len(y.took) == 0 {
		return 0
	}
	slices.Sort(y.took)
	return y.took[len(y.took)*99/100]
}

// bad counts the failures that no fault excuses: everything but a documented 503, a
// connection that was cut, and what the balancer says of it.
func (y *tally) bad(excused ...string) (list []string) {
	y.mu.Lock()
	defer y.mu.Unlock()
	for what, n := range y.failed {
		if !slices.ContainsFunc(excused, func(e string) bool { return strings.Contains(what, e) }) {
			list = append(list, fmt.Sprintf("%d times %s", n, what))
		}
	}
	return list
}

// wants fails the test for what no fault excuses.
func (y *tally) wants(t *testing.T, excused ...string) {
	t.Helper()
	if bad := y.bad(excused...); len(bad) > 0 {
		t.Errorf("%q", bad)
	}
}

func (y *tally) failures() (n int) {
	y.mu.Lock()
	defer y.mu.Unlock()
	for _, one := range y.failed {
		n += one
	}
	return n
}

// crowd lets people come, so many a second, until it is told to stop.
func (d *deployment) crowd(perSecond int, do func(n int) error) (y *tally, stop func()) {
	y = &tally{failed: map[string]int{}, diary: diaryOf(d.t)}
	ctx, cancel := context.WithCancel(context.Background())
	var all sync.WaitGroup
	all.Go(func() {
		tick := time.NewTicker(time.Second / time.Duration(perSecond))
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				all.Go(func() {
					began := time.Now()
					y.note(began, do(int(d.visits.Add(1)%visitors)))
				})
			}
		}
	})
	return y, func() { cancel(); all.Wait() }
}

// visit signs somebody in and asks who they are; waiting pages are waited for.
func (d *deployment) visit(n int) error {
	u := d.person(n)
	defer u.client.CloseIdleConnections()
	return u.visits()
}

func (d *deployment) person(n int) *user {
	u := newUser(d.front.url, n, net.IPv4(127, 0, byte(2+n/250), byte(1+n%250)))
	u.client.Timeout = 30 * time.Second
	return u
}

// again is a visit by somebody who tries again for a while where it is busy.
func (d *deployment) again(n int) error {
	var err error
	for range 5 {
		if err = d.visit(n); err == nil {
			return nil
		}
		time.Sleep(300 * time.Millisecond)
	}
	return err
}

// visits is one sign-in; the error names what was answered, without what differs.
func (u *user) visits() error { return u.waits(30) }

// waits is visits by somebody who looks at so many waiting pages, a second each.
func (u *user) waits(pages int) error {
	callback, err := u.leave()
	if err != nil {
		return plainly(err)
	}
	a, err := u.ask(http.MethodGet, callback, nil)
	for range pages {
		if err != nil || a.status != http.StatusServiceUnavailable || a.header.Get("Refresh") == "" {
			break
		}
		time.Sleep(time.Second)
		a, err = u.ask(http.MethodGet, callback, nil)
	}
	if err != nil {
		return plainly(err)
	}
	if err := u.signsIn(a); err != nil {
		return err
	}
	return u.is()
}

func (u *user) signsIn(a answer) error {
	to, err := url.Parse(a.header.Get("Location"))
	switch {
	case err != nil:
		return err
	case a.status == http.StatusServiceUnavailable && a.header.Get("Retry-After") != "":
		return errors.New("callback: 503 busy")
	case a.status != http.StatusSeeOther:
		return fmt.Errorf("callback: %d", a.status)
	case to.Query().Get("reason") != "":
		return errors.New("refused: " + to.Query().Get("reason"))
	}
	return nil
}

// is asks for a token, and who that is.
func (u *user) is() error {
	a, err := u.ask(http.MethodPost, u.base+"/api/v1/session/token", []byte("{}"))
	if err != nil {
		return plainly(err)
	}
	if a.status != http.StatusOK {
		return said("token", a)
	}
	var token struct{ AccessToken string }
	if err := json.Unmarshal(a.body, &token); err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, u.base+"/api/v1/me", nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+token.AccessToken)
	res, err := u.client.Do(req)
	if err != nil {
		return plainly(err)
	}
	defer res.Body.Close()
	var me struct {
		Code string
		User struct{ Email string }
	}
	if err := json.NewDecoder(res.Body).Decode(&me); err != nil {
		return fmt.Errorf("me: %d", res.StatusCode)
	}
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("me: %d %s", res.StatusCode, me.Code)
	}
	if me.User.Email != u.email {
		return errors.New("WRONG PERSON")
	}
	return nil
}

// token is an access token.
func (u *user) token(t *testing.T) string {
	t.Helper()
	a, err := u.do(http.MethodPost, u.base+"/api/v1/session/token", []byte("{}"), http.StatusOK)
	must(t, err)
	var token struct{ AccessToken string }
	must(t, json.Unmarshal(a.body, &token))
	return token.AccessToken
}

// me is the status of asking who an access token belongs to.
func (u *user) me(token string) int {
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, u.base+"/api/v1/me", nil)
	if err != nil {
		return 0
	}
	req.Header.Set("Authorization", "Bearer "+token)
	res, err := u.client.Do(req)
	if err != nil {
		return 0
	}
	_ = res.Body.Close()
	return res.StatusCode
}

func said(what string, a answer) error {
	var problem struct{ Code string }
	_ = json.Unmarshal(a.body, &problem)
	return fmt.Errorf("%s: %d %s", what, a.status, problem.Code)
}

// plainly is an error without addresses.
func plainly(err error) error {
	text := err.Error()
	for _, known := range []string{"connection reset", "connection refused", "EOF", "Client.Timeout", "503", "502", "500", "broken pipe"} {
		if strings.Contains(text, known) {
			return errors.New("request: " + known)
		}
	}
	return err
}

// excused are what a fault may cost whoever was under way: a cut connection, the balancer's own word, a documented 503.
var excused = []string{"connection reset", "connection refused", "EOF", "broken pipe", "502", "503"}

// invariants hold after every run: one account, one person; nobody is linked twice; every session is of a
// sign-in that was committed.
func (d *deployment) invariants(t *testing.T) {
	t.Helper()
	for what, query := range map[string]string{
		"people with two accounts of one connection": "SELECT count(*) FROM (SELECT user_id FROM identities GROUP BY user_id, connection_id HAVING count(*) > 1) x",
		"accounts of two people":                     "SELECT count(*) FROM (SELECT subject FROM identities GROUP BY connection_id, issuer, subject HAVING count(*) > 1) x",
		"sessions of nobody":                         "SELECT count(*) FROM sessions s LEFT JOIN users u ON u.id = s.user_id WHERE u.id IS NULL",
		"people who were made":                       fmt.Sprintf("SELECT count(*) - %d FROM users", d.count("SELECT count(*) FROM users WHERE email_lower LIKE 'agent%'")),
	} {
		if n := d.count(query); n != 0 {
			t.Errorf("%d %s", n, what)
		}
	}
	for _, p := range d.replicas {
		if log := p.log.String(); strings.Contains(log, `"code":"internal_error"`) || strings.Contains(log, "panic") || strings.Contains(log, "DATA RACE") {
			for line := range strings.Lines(log) {
				if strings.Contains(line, `"code":"internal_error"`) || strings.Contains(line, "panic") {
					t.Errorf("an error of ours: %.500s", line)
					break
				}
			}
		}
	}
}

func (d *deployment) count(query string) int {
	d.t.Helper()
	return int(d.i.counts(query))
}

// onPostgres takes a database of its own.
func onPostgres(address string) func(settings map[string]string) {
	return func(settings map[string]string) { settings["LATCHKEY_DATABASE_URL"] = address }
}
