//go:build fault

package e2e_test

import (
	"net/http"
	"testing"
	"time"
)

// readiness watches /readyz of a replica, and tells how long it took to say no, and yes again.
type readiness struct {
	stop chan struct{}
	done chan struct{}
	no   time.Time // first refusal
	yes  time.Time // first yes after it
	slow time.Duration
}

func watch(p *process) *readiness {
	r := &readiness{stop: make(chan struct{}), done: make(chan struct{})}
	client := http.Client{Timeout: 3 * time.Second}
	go func() {
		defer close(r.done)
		for {
			select {
			case <-r.stop:
				return
			case <-time.After(20 * time.Millisecond):
			}
			began := time.Now()
			res, err := client.Get(p.url + "/readyz")
			r.slow = max(r.slow, time.Since(began))
			ok := err == nil && res.StatusCode == http.StatusOK
			if err == nil {
				_ = res.Body.Close()
			}
			if !ok && r.no.IsZero() {
				r.no = time.Now()
			}
			if ok && !r.no.IsZero() && r.yes.IsZero() {
				r.yes = time.Now()
			}
		}
	}()
	return r
}

func (r *readiness) end() { close(r.stop); <-r.done }

// untilSignedIn is how long it takes until somebody gets in.
func untilSignedIn(t *testing.T, d *deployment) time.Duration {
	t.Helper()
	began := time.Now()
	for time.Since(began) < 30*time.Second {
		if d.visit(int(d.visits.Add(1)%visitors)) == nil {
			return time.Since(began)
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Error("nobody gets in for 30 seconds")
	return time.Since(began)
}
