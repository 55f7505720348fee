//go:build attack

package e2e_test

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
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
