package e2e_test

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"latchkey/api/idp/idptest"
	"latchkey/api/signin/attempt"
)

// L1: the page that goes on by itself, over HTTP: nothing is spent, it needs no
// script and asks for nothing, and the same address signs in afterwards.
func TestL1ThePageThatGoesOnByItself(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{limits: attempt.Limits{Each: 1, Wait: time.Millisecond}})
	slow, quick := w.browser(), w.browser()
	first := slow.atProvider(slow.start("acme", "google"), "maya@acme.example")
	second := quick.atProvider(quick.start("acme", "google"), "lena@acme.example")
	inside, held := make(chan struct{}, 1), make(chan struct{})
	w.provider.Script(func(s *idptest.Script) {
		s.TokenMembers = func(map[string]any) {
			select {
			case inside <- struct{}{}:
			default:
			}
			<-held
		}
	})
	var one sync.WaitGroup
	var entered answer
	one.Go(func() { entered = slow.navigate(first) })
	<-inside
	cookies := quick.attempts()
	for range 2 {
		a := quick.navigate(second)
		page := string(a.body)
		if a.status != http.StatusServiceUnavailable || !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") ||
			!slices.Contains([]string{"2", "3", "4", "5"}, a.header.Get("Refresh")) || a.header.Get("Retry-After") != a.header.Get("Refresh") {
			t.Fatalf("got %d, %v", a.status, a.header)
		}
		if strings.Contains(page, "<script") || strings.Contains(page, "src=") || strings.Contains(page, "code=") || !strings.Contains(page, "a little longer") {
			t.Errorf("page %s", page)
		}
		if a.header.Get("Set-Cookie") != "" || !slices.Equal(quick.attempts(), cookies) || w.count("SELECT count(*) FROM sign_ins") != 0 {
			t.Error("something was spent")
		}
	}
	close(held)
	one.Wait()
	entered.wantSignedIn()
	quick.navigate(second).wantSignedIn()
}
