//go:build attack

package e2e_test

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"latchkey/api/idp/idptest"
)

// attacksOnTheAPI are those of groups H, J and K: limits, enumeration, bodies, floods.
func attacksOnTheAPI() []attack {
	return []attack{
		{"H04", "X-Forwarded-For that a client made up", func(a *assault) {
			from := len(a.log.String())
			elsewhere := *a.client // not where the proxies are
			elsewhere.Transport = &http.Transport{
				DialContext:     (&net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 2)}}).DialContext,
				TLSClientConfig: a.s.front.Client().Transport.(*http.Transport).TLSClientConfig,
			}
			b := a.browser()
			b.client = &elsewhere
			b.send(http.MethodGet, "/healthz", nil, http.Header{"X-Forwarded-For": {"6.6.6.6"}, "X-Real-Ip": {"6.6.6.6"}})
			if !a.logs(from, `"address":"127.0.0.2"`) || a.logs(from, `"6.6.6.6"`) {
				a.t.Error("it is believed")
			}
		}},
		{"H05", "guessing a password: slowed, and its owner is not", func(a *assault) {
			who, _ := a.agent()
			owner, guesser := a.browser(), a.browser()
			owner.password("acme", who, everybodysPassword).want(http.StatusOK, "")
			slowed := 0
			for range 8 {
				if got := guesser.password("acme", who, "a wrong canary password"); got.status == http.StatusTooManyRequests {
					slowed++
				}
			}
			if slowed == 0 {
				a.t.Error("eight were all looked at")
			}
			owner.password("acme", who, everybodysPassword).want(http.StatusOK, "")
			a.browser().signIn("acme", "google", who).wantSignedIn()
		}},
		{"H08", "who is there: by password, by mailed code, by discovery", func(a *assault) {
			var shown []string
			for _, whom := range []string{"sofia@acme.example", "omar@acme.example", "gloria@globex.example", "nobody@acme.example"} {
				got := a.browser().password("acme", whom, "a wrong canary password")
				reset := a.browser().fetch(http.MethodPost, "/api/v1/sign-in/password-reset", map[string]any{"organization": "acme", "email": whom})
				found := a.browser().fetch(http.MethodPost, "/api/v1/sign-in/discover", map[string]any{"email": whom})
				text := fmt.Sprint(got.status, got.text("code"), reset.status, reset.text("code"), found.status, found.text("code"))
				if shown = append(shown, text); shown[0] != text {
					a.t.Errorf("%s: %s, others %s", whom, text, shown[0])
				}
			}
		}},
		{"H09", "bodies of 100 MB, of depth 10,000, of a million members, of other kinds", hugeBodies},
		{"H10", "SQL in every filter, sort, cursor and search", func(a *assault) {
			sofia := a.office(a.t, "acme", "sofia@acme.example")
			for _, sql := range []string{"' OR 1=1 --", "'; DROP TABLE users; --", "1) UNION SELECT secret FROM connection_versions --", "%", "\\", "\x00"} {
				for _, path := range []string{"users?search=", "users?sort=", "users?cursor=", "users?state=", "sign-in-log?q=", "sign-in-log?cursor=", "audit-events?cursor=", "events?cursor=", "users/by-external-id/", "users/"} {
					if got := sofia.ask(http.MethodGet, path+url.QueryEscape(sql), nil, ""); got.status >= 500 {
						a.t.Errorf("%s%q: %d %s", path, sql, got.status, got.body)
					}
				}
			}
			if n := a.count("SELECT count(*) FROM users"); n < agents {
				a.t.Errorf("%d users are left", n)
			}
		}},
		{"H16", "pprof, metrics, stack traces, version", func(a *assault) {
			for _, path := range []string{"/debug/pprof/", "/debug/vars", "/metrics", "/.env", "/.git/config", "/server-status", "/actuator"} {
				got := a.browser().navigate(path)
				if got.status != http.StatusNotFound || strings.Contains(string(got.body), "goroutine") {
					a.t.Errorf("%s: %d", path, got.status)
				}
			}
		}},
		{"J07", "secrets in the environment of the process, its arguments and its help", func(a *assault) {
			arguments, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", a.s.p.cmd.Process.Pid))
			must(a.t, err)
			help, _ := a.s.i.run("serve", "--help")
			if found := a.s.secrets.in(string(arguments) + help); len(found) > 0 {
				a.t.Errorf("%q", found)
			}
		}},
		{"K01", "2,000 clients that never finish their headers, or read nothing: sign-ins go on", slowClients},
		{"K02", "20,000 starts that nobody finishes: nothing is stored", func(a *assault) {
			before := a.rows()
			a.flood(20_000, func(b *browser) { b.cookies = map[string]string{}; b.start("acme", "google") })
			if grown := a.grew(before); len(grown) > 0 {
				a.t.Errorf("they wrote %v", grown)
			}
			a.secrets.list = nil // looking for all of them takes long
		}},
		{"K04", "a flood of wrong passwords: bounded memory, SSO unaffected", passwordFlood},
		{"K05", "a provider that hangs, 100 waiting: others get in", func(a *assault) {
			a.lie(func(s *idptest.Script) {
				s.TokenAnswer = func(w http.ResponseWriter, r *http.Request) bool {
					if id, _, _ := r.BasicAuth(); id == "initech-google" || strings.Contains(r.PostFormValue("client_id"), "initech") {
						select {
						case <-r.Context().Done():
						case <-time.After(20 * time.Second):
						}
						return true
					}
					return false
				}
			})
			a.account(idptest.Person{Subject: "peter", Email: "peter@initech.example", HostedDomain: "initech.example"})
			var waiting sync.WaitGroup
			for range 100 {
				waiting.Go(func() { a.browser().signIn("initech", "google", "peter") })
			}
			time.Sleep(500 * time.Millisecond)
			for range 5 {
				who, _ := a.agent()
				began := time.Now()
				a.browser().signIn("acme", "google", who).wantSignedIn()
				if took := time.Since(began); took > 2*time.Second {
					a.t.Errorf("another organization's took %v", took)
				}
			}
			waiting.Wait()
		}},
		{"K07", "header bombs and 10,000 cookies", func(a *assault) {
			for name, h := range map[string]http.Header{
				"a long one": {"X-Bomb": {strings.Repeat("a", 100<<10)}}, "cookies": {"Cookie": {strings.Repeat("a=b; ", 10_000)}},
			} {
				req, err := http.NewRequestWithContext(a.t.Context(), http.MethodGet, a.s.p.url+"/healthz", nil)
				must(a.t, err)
				req.Header = h
				res, err := http.DefaultClient.Do(req)
				must(a.t, err)
				_ = res.Body.Close()
				if res.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
					a.t.Errorf("%s: %d", name, res.StatusCode)
				}
			}
			a.browser().send(http.MethodGet, "/healthz", nil, nil).want(http.StatusOK, "")
		}},
		{"K08", "callbacks of nobody, 5,000: nothing is stored", func(a *assault) {
			at := "/api/v1/sso/callback/" + a.live("acme", "google").ID
			before := a.rows()
			a.flood(5_000, func(b *browser) { b.navigate(at + "?code=x&state=" + strings.Repeat("A", 43)) })
			if grown := a.grew(before); len(grown) > 0 {
				a.t.Errorf("they wrote %v", grown)
			}
		}},
	}
}

// logs waits for a text in the operator's log; not for long.
func (a *assault) logs(from int, text string) bool {
	for range 20 {
		if strings.Contains(a.log.String()[from:], text) {
			return true
		}
		time.Sleep(10 * time.Millisecond)
	}
	return false
}

// flood does something n times, by eight at once.
func (a *assault) flood(n int, do func(b *browser)) {
	var left atomic.Int64
	left.Store(int64(n))
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for b := a.browser(); left.Add(-1) >= 0; {
				do(b)
			}
		})
	}
	all.Wait()
}

func hugeBodies(a *assault) {
	before := a.s.p.memory("VmHWM")
	for name, body := range map[string]io.Reader{
		"100 MB":      io.MultiReader(strings.NewReader(`{"organization":"`), io.LimitReader(zeros{}, 100<<20)),
		"depth":       strings.NewReader(strings.Repeat(`{"a":`, 10_000)),
		"brackets":    strings.NewReader(strings.Repeat("[", 60_000)),
		"members":     strings.NewReader("{" + strings.Repeat(`"a":1,`, 1_000_000) + `"b":1}`),
		"not closed":  strings.NewReader(`{"organization":"acme"`),
		"two at once": strings.NewReader(`{"organization":"acme","provider":"google"}{}`),
	} {
		req, err := http.NewRequestWithContext(a.t.Context(), http.MethodPost, a.s.p.url+"/api/v1/sign-in/sso", body)
		must(a.t, err)
		req.Header = http.Header{"Content-Type": {"application/json"}, "Sec-Fetch-Site": {"same-origin"}}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			continue // the connection was closed in the middle of it
		}
		_ = res.Body.Close()
		if !slices.Contains([]int{http.StatusRequestEntityTooLarge, http.StatusBadRequest, http.StatusUnprocessableEntity}, res.StatusCode) {
			a.t.Errorf("%s: %d", name, res.StatusCode)
		}
	}
	if grown := (a.s.p.memory("VmHWM") - before) >> 10; grown > 16 {
		a.t.Errorf("memory grew by %d MB", grown)
	}
}

type zeros struct{}

// Read gives letters without an end.
func (zeros) Read(p []byte) (int, error) {
	for n := range p {
		p[n] = '0'
	}
	return len(p), nil
}

// slowClients: half of them send a byte and wait, half ask and do not read.
func slowClients(a *assault) {
	address := strings.TrimPrefix(a.s.p.url, "http://")
	var open []net.Conn
	for n := range 2_000 {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			a.t.Fatalf("the %dth is not let in: %v", n, err)
		}
		text := "GET /openapi.yaml HTTP/1.1\r\nHost: x\r\n"
		if n%2 == 0 {
			text += "\r\n"
		}
		_, _ = io.WriteString(conn, text)
		open = append(open, conn)
	}
	began := time.Now()
	for range 10 {
		who, _ := a.agent()
		a.browser().signIn("acme", "google", who).wantSignedIn()
	}
	if took := time.Since(began) / 10; took > time.Second {
		a.t.Errorf("a sign-in took %v", took)
	}
	for _, conn := range open[1:2] { // who sends no more is cut off after five seconds
		_ = conn.SetReadDeadline(time.Now().Add(15 * time.Second))
		if _, err := bufio.NewReader(conn).ReadString('\x00'); err != nil && strings.Contains(err.Error(), "timeout") {
			a.t.Error("who finishes no header is kept")
		}
	}
	for _, conn := range open {
		_ = conn.Close()
	}
	if _, err := tls.Dial("tcp", address, &tls.Config{InsecureSkipVerify: true}); err == nil {
		a.t.Error("TLS where there is none")
	}
}

// passwordFlood: 1,000 wrong passwords from 200 addresses, 200 at once.
func passwordFlood(a *assault) {
	usual := a.arrivals(10).p99 // of a machine that may have other work
	var codes sync.Map
	var all sync.WaitGroup
	stop := make(chan struct{})
	for n := range 200 {
		all.Go(func() {
			b := a.browser()
			b.header.Set("X-Forwarded-For", fmt.Sprintf("198.51.100.%d", n))
			for i := range 5 {
				got := b.password("acme", fmt.Sprintf("agent%d@acme.example", n%agents), fmt.Sprint("a wrong canary password ", i))
				if got.status == http.StatusServiceUnavailable && got.header.Get("Retry-After") == "" {
					a.t.Error("503 without Retry-After")
				}
				codes.Store(got.status, true)
			}
		})
	}
	go func() { all.Wait(); close(stop) }()
	slowest := time.Duration(0)
	for done := false; !done; {
		who, _ := a.agent()
		began := time.Now()
		a.browser().signIn("acme", "google", who).wantSignedIn()
		slowest = max(slowest, time.Since(began))
		select {
		case <-stop:
			done = true
		case <-time.After(200 * time.Millisecond):
		}
	}
	codes.Range(func(status, _ any) bool {
		if !slices.Contains([]int{http.StatusUnauthorized, http.StatusTooManyRequests, http.StatusServiceUnavailable}, status.(int)) {
			a.t.Errorf("answered %v", status)
		}
		return true
	})
	if slowest > 3*time.Second+10*usual {
		a.t.Errorf("a sign-in with Google took %v meanwhile, usually %v", slowest, usual)
	}
	a.figure = fmt.Sprintf("a sign-in with Google takes up to %d ms meanwhile, %d ms before; memory peaks at %d MB", slowest.Milliseconds(), usual.Milliseconds(), a.s.p.memory("VmHWM")>>10)
	if peak := a.s.p.memory("VmHWM") >> 10; peak > 320 {
		a.t.Errorf("memory peaked at %d MB", peak)
	}
}
