package e2e_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// tester is a super admin of acme in a browser.
type tester struct {
	*browser
	token, connection string
}

// tester signs sofia in. The provider's applications let test her connection.
func (w *world) tester(t *testing.T, provider string) tester {
	t.Helper()
	b := w.browser()
	b.password("acme", "sofia@acme.example", everybodysPassword).want(http.StatusOK, "")
	return tester{b, b.token(), w.live("acme", provider).ID}
}

func (s tester) ask(method, organization, path string) answer {
	header := http.Header{"Authorization": {"Bearer " + s.token}, "Sec-Fetch-Site": {"same-origin"}, "Origin": {s.base}}
	a := s.send(method, "/api/v1/organizations/"+organization+"/connections/"+s.connection+"/"+path, nil, header)
	if found := s.w.secrets.in(string(a.body)); len(found) > 0 && method == http.MethodGet {
		s.w.t.Errorf("%s: secrets in the answer: %q", path, found)
	}
	return a
}

// startedTest is the answer to a start.
type startedTest struct {
	AuthorizationURL *string `json:"authorizationUrl"`
	Report           testReport
}

type testReport struct {
	ID, State     string
	Code          *string
	Current       bool
	FinishedAt    *string
	StartedBy     string
	VersionNumber int
	Checks        []struct {
		Stage, Name, Result, Reason string
		Expected, Received          *string
	}
	Claims []struct{ Name, Value string }
	Person *struct {
		Outcome, Reason string
		Name            *string
		IsMe            bool
	}
	Learned *struct {
		Value  string
		Domain *string
		Locked bool
	}
}

// verdicts names the checks that did not pass.
func (r testReport) verdicts() string {
	var words []string
	for _, c := range r.Checks {
		if c.Result != "passed" && c.Name != "public_address" {
			words = append(words, c.Name+" "+c.Result)
		}
	}
	return strings.Join(words, ", ")
}

func (s tester) start() startedTest {
	s.w.t.Helper()
	a := s.ask(http.MethodPost, "acme", "tests")
	a.want(http.StatusCreated, "")
	var started startedTest
	must(s.w.t, json.Unmarshal(a.body, &started))
	return started
}

// beforeCallback starts a test and stands before the callback as somebody.
func (s tester) beforeCallback(who string) (startedTest, string) {
	s.w.t.Helper()
	started := s.start()
	if started.AuthorizationURL == nil {
		s.w.t.Fatalf("no attempt: %+v", started.Report)
	}
	return started, s.atProvider(*started.AuthorizationURL, who)
}

func (s tester) report(id string) testReport {
	s.w.t.Helper()
	a := s.ask(http.MethodGet, "acme", "tests/"+id)
	a.want(http.StatusOK, "")
	var r testReport
	must(s.w.t, json.Unmarshal(a.body, &r))
	return r
}

// wantTestPage checks that the callback showed a report.
func (a answer) wantTestPage(connection, test string) {
	a.t.Helper()
	if to := a.header.Get("Location"); a.status != http.StatusSeeOther || to != "/sso-settings/connections/"+connection+"/test?test="+test {
		a.t.Fatalf("got %d to %q %s, want the page of test %s", a.status, to, a.body, test)
	}
}

// everything reads all rows of all tables but those that a test may write, and
// that a password writes.
func (w *world) everything() map[string]string {
	w.t.Helper()
	all := map[string]string{}
	for _, table := range []string{
		"organizations", "users", "connections", "connection_versions", "identities", "sign_ins WHERE purpose <> 'password'", "pending_links", "token_keys",
		"password_tries WHERE failures > 0", "start_counts", "setup_links", "domains", "bypass_links", "deployment",
	} {
		rows, err := w.raw.QueryxContext(w.t.Context(), "SELECT * FROM "+table)
		must(w.t, err)
		var lines []string
		for rows.Next() {
			row := map[string]any{}
			must(w.t, rows.MapScan(row))
			for _, column := range []string{"password_used_at", "last_sign_in_at", "last_sign_in_with"} {
				delete(row, column) // those who look at the test sign in as well
			}
			for name, value := range row {
				if text, ok := value.([]byte); ok {
					row[name] = string(text)
				}
			}
			lines = append(lines, fmt.Sprint(row))
		}
		must(w.t, rows.Err())
		slices.Sort(lines)
		all[table] = strings.Join(lines, "\n")
	}
	return all
}

// changed names the tables that are not as they were.
func (w *world) changed(before map[string]string) []string {
	w.t.Helper()
	must(w.t, w.app.Flow.Counts.Flush(w.t.Context()))
	var names []string
	for table, rows := range w.everything() {
		if rows != before[table] {
			names = append(names, table)
		}
	}
	slices.Sort(names)
	return names
}

// swap gives a browser the session of somebody else and nothing more.
func (w *world) swap(t *testing.T, b *browser, email string) {
	t.Helper()
	other := w.browser()
	other.password("acme", email, everybodysPassword).want(http.StatusOK, "")
	b.cookies[w.cookieName("latchkey-session")] = other.session()
}
