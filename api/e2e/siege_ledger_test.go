//go:build attack

package e2e_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// ledger is what a row was answered, held at its end against what stands in the database and in the
// operator's log: every row of every engine is asked this, whatever it looks at itself.
type ledger struct {
	s      *siege
	w      *world
	before map[string]int
	log    int // where the operator's log was
	known  int // how many secrets of others there were

	mu              sync.Mutex
	opened, made    int               // sessions, people
	refused         map[string]string // codes by reference
	openedByRefusal []string
}

func (s *siege) ledger(w *world) *ledger {
	s.secrets.mu.Lock()
	defer s.secrets.mu.Unlock()
	return &ledger{s: s, w: w, before: w.rows(), log: len(w.log.String()), known: len(s.secrets.list), refused: map[string]string{}}
}

// note keeps what an answer says of sessions, people and refusals.
func (l *ledger) note(req *http.Request, res *http.Response) {
	opens := slices.ContainsFunc(res.Cookies(), func(c *http.Cookie) bool {
		return strings.TrimPrefix(c.Name, "__Host-") == "latchkey-session" && c.MaxAge > 0
	})
	l.mu.Lock()
	defer l.mu.Unlock()
	if opens && req.URL.Path != "/api/v1/session/token" { // a refresh moves a session on
		l.opened++
	}
	if req.Method == http.MethodPost && res.StatusCode == http.StatusCreated && strings.HasSuffix(req.URL.Path, "/users") {
		l.made++
	}
	to, err := url.Parse(res.Header.Get("Location"))
	if err != nil || to.Query().Get("reason") == "" || to.Query().Get("ref") == "" {
		return
	}
	l.refused[to.Query().Get("ref")] = to.Query().Get("reason")
	if opens {
		l.openedByRefusal = append(l.openedByRefusal, to.Query().Get("ref"))
	}
}

// ofNobody are refusals of callbacks without a genuine attempt: they write counters and a line, no row.
var ofNobody = []string{"attempt_unknown", "attempt_expired", "attempt_cookie_missing", "attempt_replayed", "callback_malformed", "busy"}

// balances holds the rules of every row: there are no more sessions, accounts and people than answers
// gave; each refusal is one event in the log of sign-ins and one line in the operator's; and what the row saw
// of secrets is neither in the database nor in the log.
func (l *ledger) balances(t *testing.T) {
	t.Helper()
	grown := l.w.grew(l.before)
	l.mu.Lock()
	defer l.mu.Unlock()
	if grown["sessions"] > l.opened || grown["identities"] > l.opened || grown["users"] > l.made || len(l.openedByRefusal) > 0 {
		t.Errorf("%d sessions and %d people were given, and there are %v more; refusals that opened one: %v", l.opened, l.made, grown, l.openedByRefusal)
	}
	events := l.events(t)
	lines := map[string]int{}
	for range 200 { // it comes through a pipe
		lines = l.lines()
		if !slices.ContainsFunc(slices.Collect(maps.Keys(l.refused)), func(ref string) bool { return lines[ref] == 0 && !slices.Contains(ofNobody, l.refused[ref]) }) {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	for ref, code := range l.refused {
		least := 1
		if slices.Contains(ofNobody, code) {
			least = 0
		}
		if events[ref] != least || lines[ref] > 1 || lines[ref] < least {
			t.Errorf("%s (%s) is %d events and %d lines of the log", ref, code, events[ref], lines[ref])
		}
	}
	l.keepsSecrets(t)
}

// events counts the rows of the log of sign-ins by reference.
func (l *ledger) events(t *testing.T) map[string]int {
	t.Helper()
	var rows []struct {
		Reference string
		N         int
	}
	must(t, l.w.raw.SelectContext(t.Context(), &rows, "SELECT reference, count(*) AS n FROM sign_ins WHERE code <> '' AND reference <> '' GROUP BY reference"))
	events := map[string]int{}
	for _, row := range rows {
		events[row.Reference] = row.N
	}
	return events
}

func (l *ledger) lines() map[string]int {
	lines := map[string]int{}
	for line := range strings.Lines(l.w.log.String()[l.log:]) {
		var entry struct{ Msg, Ref string }
		if json.Unmarshal([]byte(line), &entry) == nil && entry.Msg == "sign-in refused" {
			lines[entry.Ref]++
		}
	}
	return lines
}

func (l *ledger) keepsSecrets(t *testing.T) {
	t.Helper()
	seen := &secrets{}
	l.s.secrets.mu.Lock()
	seen.list = append(slices.Clone(l.s.secrets.list[min(l.known, len(l.s.secrets.list)):]), l.w.secrets.list...)
	l.s.secrets.mu.Unlock()
	if found := seen.in(l.s.tables(t)); len(found) > 0 {
		t.Errorf("in the database: %q", found)
	}
	if found := seen.in(l.w.log.String()[l.log:]); len(found) > 0 {
		t.Errorf("in the log: %q", found)
	}
}
