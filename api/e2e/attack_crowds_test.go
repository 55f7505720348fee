//go:build attack

package e2e_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// attacksByCrowds are those of group E by many: an organization that is loud is so alone.
func attacksByCrowds() []attack {
	return []attack{{"E12", "failing sign-ins of another organization, up to 1,000 a second: people of ours come in as before", noisyNeighbour}}
}

func noisyNeighbour(a *assault) {
	quiet := a.arrivals(40)
	stop, failed := make(chan struct{}), &atomic.Int64{}
	var all sync.WaitGroup
	pace := time.NewTicker(time.Millisecond) // 1,000 a second at most
	defer pace.Stop()
	for range 4 {
		all.Go(func() {
			client := &http.Client{
				Timeout: 20 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 4},
				CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
			}
			defer client.CloseIdleConnections()
			for n := 0; ; n++ {
				select {
				case <-stop:
					return
				case <-pace.C:
				}
				if err := a.failsAtGlobex(client, n); err != nil {
					a.t.Error(err)
					return
				}
				failed.Add(1)
			}
		})
	}
	began := time.Now()
	loud := a.arrivals(40)
	rate := float64(failed.Load()) / time.Since(began).Seconds()
	close(stop)
	all.Wait()
	// The loud ones have most of the same two cores: what must not be is a queue, a limit or a lock in common.
	if loud.p99 > time.Second || rate < 20 {
		a.t.Errorf("%.0f failing a second; p99 %v, before %v", rate, loud.p99, quiet.p99)
	}
	a.figure = fmt.Sprintf("%.0f failing a second; sign-ins of another: half within %d ms (before %d), p99 %d ms (before %d)", rate,
		loud.half.Milliseconds(), quiet.half.Milliseconds(), loud.p99.Milliseconds(), quiet.p99.Milliseconds())
}

// times are what sign-ins took.
type times struct{ half, p99 time.Duration }

// arrivals are sign-ins of acme's people, one after another; none may be refused.
func (a *assault) arrivals(n int) times {
	a.t.Helper()
	var took []time.Duration
	for range n {
		who, _ := a.agent()
		began := time.Now()
		a.browser().signIn("acme", "google", who).wantSignedIn()
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	return times{took[n/2], took[n*99/100]}
}

// failsAtGlobex begins a sign-in at globex that its provider refuses, past the proxy, since what it costs is looked at.
func (a *assault) failsAtGlobex(client *http.Client, n int) error {
	address := fmt.Sprintf("203.0.113.%d", n%250)
	start, err := http.NewRequestWithContext(a.t.Context(), http.MethodPost, a.s.p.url+"/api/v1/sign-in/sso", strings.NewReader(`{"organization":"globex","provider":"google"}`))
	if err != nil {
		return err
	}
	start.Header = http.Header{"Content-Type": {"application/json"}, "Sec-Fetch-Site": {"same-origin"}, "X-Forwarded-For": {address}}
	res, err := client.Do(start)
	if err != nil {
		return err
	}
	body, err := io.ReadAll(res.Body)
	_ = res.Body.Close()
	if err != nil || res.StatusCode != http.StatusCreated {
		return fmt.Errorf("a start: %d %s %w", res.StatusCode, body, err)
	}
	_, after, _ := strings.Cut(string(body), "state=")
	state, _, _ := strings.Cut(after, `\u0026`)
	state, _, _ = strings.Cut(state, "&")
	state, _, _ = strings.Cut(state, `"`)
	back := a.s.p.url + "/api/v1/sso/callback/" + a.globex() + "?" + url.Values{"state": {state}, "error": {"access_denied"}, "iss": {a.provider.GoogleIssuer()}}.Encode()
	req, err := http.NewRequestWithContext(a.t.Context(), http.MethodGet, back, nil)
	if err != nil {
		return err
	}
	req.Header.Set("X-Forwarded-For", address)
	for _, c := range res.Cookies() {
		req.AddCookie(c)
	}
	res, err = client.Do(req)
	if err != nil {
		return err
	}
	_ = res.Body.Close()
	if to := res.Header.Get("Location"); !strings.Contains(to, "reason=provider_denied") {
		return fmt.Errorf("a refusal: %d to %q", res.StatusCode, to)
	}
	return nil
}

// globex is the connection of globex.
func (a *assault) globex() string {
	a.s.once.Do(func() { a.s.globex = a.live("globex", "google").ID })
	return a.s.globex
}
