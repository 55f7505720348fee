package e2e_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"latchkey/api/apply"
	"latchkey/api/rules"
	"latchkey/api/store"
)

// stream asks for lines of the log, and gives them with where to go on.
func (o *office) stream(query string) (lines []map[string]any, next string) {
	o.t.Helper()
	a := o.ask(http.MethodGet, "sign-in-log/stream?"+query, nil, "")
	a.want(http.StatusOK, "")
	if got := a.header.Get("Content-Type"); got != "application/x-ndjson" {
		o.t.Errorf("Content-Type %q", got)
	}
	for each := bufio.NewScanner(bytes.NewReader(a.body)); each.Scan(); {
		var line map[string]any
		must(o.t, json.Unmarshal(each.Bytes(), &line))
		lines = append(lines, line)
	}
	address, rel, _ := strings.Cut(a.header.Get("Link"), ">; ")
	path, next, there := strings.Cut(address, "/sign-in-log/stream?")
	if rel != `rel="next"` || !there || !strings.HasPrefix(path, "</api/v1/organizations/") {
		o.t.Errorf("Link %q", a.header.Get("Link"))
	}
	return lines, next
}

// Section 3 of people: a SIEM reads the log on, from where it was, and misses nothing.
func TestTheLogIsStreamed(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		siem := w.machine("acme", "log:read").office(t, w, "acme")
		w.machine("acme", "events:read").office(t, w, "acme").ask(http.MethodGet, "sign-in-log/stream", nil, "").want(http.StatusForbidden, "insufficient_scope")
		_, at := siem.stream("after=latest")
		w.browser().signIn("acme", "google", "lena@acme.example").wantSignedIn()
		w.browser().signIn("acme", "google", "stranger@acme.example").wantRefused("user_not_authorized")
		w.browser().password("globex", "gloria@globex.example", everybodysPassword).want(http.StatusOK, "")
		persons := func(lines []map[string]any) (list []string) {
			for _, l := range lines {
				list = append(list, strings.TrimSpace(l["email"].(string)+" "+l["result"].(string)))
			}
			return list
		}
		lines, next := siem.stream(at)
		if len(lines) != 0 {
			t.Errorf("before it is complete: %v", lines)
		}
		w.clock.add(store.SignInsComplete + time.Second)
		want := []string{"lena@acme.example signed_in", "stranger@acme.example refused"}
		lines, after := siem.stream(next)
		if got := persons(lines); !slices.Equal(got, want) {
			t.Fatalf("streamed %q, want %q", got, want)
		}
		if lines[0]["userId"] == nil || lines[1]["userId"] != nil || lines[1]["code"] != "user_not_authorized" || lines[1]["reason"] != "no_user" {
			t.Errorf("%v", lines)
		}
		if lines, _ = siem.stream("after=" + lines[0]["cursor"].(string)); !slices.Equal(persons(lines), want[1:]) {
			t.Errorf("after the first line: %q", persons(lines))
		}
		if lines, _ = siem.stream(after); len(lines) != 0 {
			t.Errorf("twice: %v", lines)
		}
		one, rest := siem.stream("limit=1")
		two, _ := siem.stream(rest)
		if whole, _ := siem.stream(""); len(one) != 1 || len(two) != 1 || !slices.Equal(persons(append(one, two...)), persons(whole[:2])) {
			t.Errorf("one by one: %v %v", one, two)
		}
		for query, pointer := range map[string]string{"after=abc": "?after format", "limit=1001": "?limit out_of_range", "cursor=a": "?cursor unknown"} {
			a := siem.ask(http.MethodGet, "sign-in-log/stream?"+query, nil, "")
			if a.status != http.StatusUnprocessableEntity || strings.Join(a.pointers(), ",") != pointer {
				t.Errorf("%s: %d %v", query, a.status, a.pointers())
			}
		}
		// Nothing happens for longer than the log is kept: whoever goes on asking has lost nothing.
		w.apply(&apply.Document{Organizations: []apply.Organization{{Code: "acme", SignInPolicy: rules.SignInPolicy{LogDays: ptr(7)}}}})
		for range 3 {
			w.clock.add(5 * 24 * time.Hour)
			_, after = siem.stream(after)
		}
		siem.ask(http.MethodGet, "sign-in-log/stream?"+at, nil, "").want(http.StatusGone, "cursor_expired")
		w.clock.add(-24 * time.Hour)
		siem.ask(http.MethodGet, "sign-in-log/stream?"+after, nil, "").want(http.StatusGone, "cursor_expired")
	})
}

// The program of the documentation goes on from the last line of its file.
func TestSnippetFollowsTheLog(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{plain: true})
	siem, file := w.machine("acme", "log:read"), filepath.Join(t.TempDir(), "log")
	for n := range 3 {
		w.row(t, func(s *store.SignIn) {
			s.FinishedAt = store.At(s.FinishedAt.Add(-time.Hour + time.Duration(n)*time.Second))
		})
		if n == 0 {
			continue
		}
		if said := w.runShell(t, "events/stream.sh", "ORGANIZATION=acme", "LATCHKEY_SECRET="+siem.key, "LOG="+file); said != "" {
			t.Errorf("it says %s", said)
		}
	}
	kept, err := os.ReadFile(file)
	must(t, err)
	if got := strings.Count(string(kept), `"cursor":`); got != 3 {
		t.Errorf("%d rows of 3:\n%s", got, kept)
	}
}
