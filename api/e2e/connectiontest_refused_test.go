package e2e_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// B04, D14: a callback that is sent again shows the report of the first time;
// another session learns nothing and ends nothing.
func TestConnectionTestIsFinishedOnceByItsTester(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia := w.tester(t, "google")
		started, back := sofia.beforeCallback("maya@acme.example")
		jar := map[string]string{}
		for name, value := range sofia.cookies {
			jar[name] = value
		}
		before := w.everything()
		for name, thief := range map[string]func(b *browser){
			"no session":      func(b *browser) { delete(b.cookies, w.cookieName("latchkey-session")) },
			"an agent's":      func(b *browser) { w.swap(t, b, "maya@acme.example") },
			"another of hers": func(b *browser) { w.swap(t, b, "sofia@acme.example") },
		} {
			other := w.browser()
			for name, value := range jar {
				other.cookies[name] = value
			}
			thief(other)
			other.navigate(back).wantRefused("attempt_session_changed")
			if got := sofia.report(started.Report.ID); got.State != "running" {
				t.Errorf("%s: %s", name, got.State)
			}
		}
		if w.provider.Hits("/google/token") != 2 { // the probe, with the secret and with a wrong one
			t.Error("the code was sent")
		}
		if changed := w.changed(before); len(changed) > 0 {
			t.Errorf("it wrote %v", changed)
		}
		sofia.navigate(back).wantTestPage(sofia.connection, started.Report.ID)
		first := sofia.report(started.Report.ID)
		sofia.cookies = jar
		sofia.navigate(back).wantTestPage(sofia.connection, started.Report.ID)
		if again := sofia.report(started.Report.ID); fmt.Sprint(again.verdicts(), *again.FinishedAt) != fmt.Sprint(first.verdicts(), *first.FinishedAt) || again.State != "passed" {
			t.Errorf("again %+v", again)
		}
	})
}

// F05: five a minute, then a wait that is told.
func TestConnectionTestsAreLimited(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	sofia := w.tester(t, "google")
	for range 5 {
		sofia.start()
	}
	a := sofia.ask(http.MethodPost, "acme", "tests")
	a.want(http.StatusTooManyRequests, "rate_limited")
	if a.header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	w.clock.add(time.Minute)
	sofia.start()
}

// E01: what is no connection or test of the organization is not there.
func TestTestsAndPreviewsAreForSuperAdmins(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia := w.tester(t, "google")
		id := sofia.start().Report.ID
		before := w.everything()
		nowhere := tester{sofia.browser, sofia.token, strings.Repeat("a", 22)}
		for _, route := range []string{"GET tests", "POST tests", "GET tests/" + id, "GET preview", "GET preview/export?format=csv"} {
			method, path, _ := strings.Cut(route, " ")
			nowhere.ask(method, "acme", path).want(http.StatusNotFound, "not_found")
		}
		sofia.ask(http.MethodGet, "acme", "tests/"+strings.Repeat("a", 22)).want(http.StatusNotFound, "not_found")
		if changed := w.changed(before); len(changed) > 0 {
			t.Errorf("it wrote %v", changed)
		}
	})
}
