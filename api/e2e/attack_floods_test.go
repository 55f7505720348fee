//go:build attack

package e2e_test

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

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
