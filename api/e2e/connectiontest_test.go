package e2e_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"latchkey/api/idp/idptest"
	"latchkey/api/secret"
	"latchkey/api/store"
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

// S10: the whole attempt of a test, and that it writes its report and nothing else.
func TestConnectionTests(t *testing.T) {
	for name, c := range map[string]struct {
		provider, who string
		lie           func(w *world)
		state, code   string
		verdicts      string
		outcome, of   string
		changed       []string
	}{
		"it passes": {"google", "maya@acme.example", nil, "passed", "", "roles info", "silent", "maya@acme.example", []string{"connection_versions"}},
		"as herself": {
			"google", "sofia@acme.example", nil, "passed", "", "person info, roles info", "ask", "sofia@acme.example",
			[]string{"connection_versions"},
		},
		"nobody matches": {"google", "stranger@acme.example", nil, "passed", "", "person look, roles info", "refused", "", []string{"connection_versions"}},
		"weak proof":     {"google", unproven, nil, "passed", "", "proof look, person look, roles info", "ask", "maya@acme.example", []string{"connection_versions"}},
		"another hosted domain": {
			"google", "maya@other.example", nil, "failed", "wrong_hosted_domain",
			"lock failed, person not_reached, roles info", "refused", "", nil,
		},
		"another tenant, which the authority refuses": {
			"microsoft", "ben@elsewhere.example", nil, "failed", "wrong_tenant",
			"lock failed, email not_reached, proof not_reached, person not_reached, roles not_reached", "", "", nil,
		},
		"she cancels": {
			"google", idptest.Refuse, nil, "failed", "provider_denied",
			"token failed, signature not_reached, nonce not_reached, lock not_reached, email not_reached, proof not_reached, person not_reached, roles not_reached",
			"", "", nil,
		},
		"a nonce of another attempt": {
			"google", "maya@acme.example", func(w *world) {
				w.lie(func(s *idptest.Script) { s.MutateClaims = func(c map[string]any) { c["nonce"] = "another" } })
			}, "failed", "token_invalid",
			"nonce failed, lock not_reached, email not_reached, proof not_reached, person not_reached, roles not_reached", "", "", nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			engines(t, func(t *testing.T, w *world) {
				sofia := w.tester(t, c.provider)
				if c.lie != nil {
					c.lie(w)
				}
				before, sessions := w.everything(), w.count("SELECT count(*) FROM sessions")
				started, back := sofia.beforeCallback(c.who)
				if len(sofia.attempts()) != 1 || started.Report.State != "running" || started.Report.StartedBy != "sofia@acme.example" {
					t.Errorf("%v, %+v", sofia.attempts(), started.Report)
				}
				a := sofia.navigate(back)
				a.wantTestPage(sofia.connection, started.Report.ID)
				if a.cookie("latchkey-session") != nil || len(sofia.attempts()) != 0 {
					t.Errorf("cookies %v", a.set)
				}
				got := sofia.report(started.Report.ID)
				code := ""
				if got.Code != nil {
					code = *got.Code
				}
				if got.State != c.state || code != c.code || got.verdicts() != c.verdicts || got.FinishedAt == nil || !got.Current {
					t.Errorf("%s %q %s", got.State, code, got.verdicts())
				}
				outcome, of := "", ""
				if got.Person != nil {
					if outcome = got.Person.Outcome; got.Person.Name != nil {
						of = *got.Person.Name
					}
					if got.Person.IsMe != (of == "sofia@acme.example") {
						t.Errorf("%+v", got.Person)
					}
				}
				if outcome != c.outcome || of != c.of {
					t.Errorf("%s by %q", outcome, of)
				}
				if changed := w.changed(before); !slices.Equal(changed, c.changed) || w.count("SELECT count(*) FROM sessions") != sessions {
					t.Errorf("it wrote %v", changed)
				}
				if n := w.count("SELECT count(*) FROM audit_events WHERE action = ?", "connection.test_"+c.state); n != 1 {
					t.Errorf("%d audit events", n)
				}
			})
		})
	}
}

// A wrong secret ends the test before any attempt, in plain words; the live version
// and its health stay as they were.
func TestConnectionTestOfAWrongSecret(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia := w.tester(t, "google")
		before := w.everything()
		w.provider.SetSecret("acme-google", "another")
		for range 3 {
			got := sofia.start()
			if got.AuthorizationURL != nil || got.Report.State != "failed" || got.Report.verdicts() != "credentials failed" || len(sofia.attempts()) != 0 {
				t.Errorf("%+v", got)
			}
		}
		if changed := w.changed(before); len(changed) > 0 {
			t.Errorf("it wrote %v", changed)
		}
		var list struct{ Items []testReport }
		a := sofia.ask(http.MethodGet, "acme", "tests")
		must(t, json.Unmarshal(a.body, &list))
		if a.want(http.StatusOK, ""); len(list.Items) != 3 {
			t.Errorf("%s", a.body)
		}
	})
}

// A test of a broken draft leaves the live version alone, and people come in by
// it; a draft that passes is live at once.
func TestConnectionTestOfADraft(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia := w.tester(t, "google")
		live := w.live("acme", "google")
		draft := live.Version()
		draft.ID, draft.Number, draft.ClientID, draft.State = secret.NewID(), 2, "acme-google-2", store.VersionDraft
		draft.CreatedAt, draft.CreatedBy = store.At(w.clock.now()), "operator"
		draft.SecretSealed = w.ring.SealRow(draft.SecretPlace(), []byte(clientSecret))
		must(t, w.store.AddVersion(t.Context(), draft))
		_, err := w.raw.ExecContext(t.Context(), w.raw.Rebind("UPDATE connections SET draft_version_id = ? WHERE id = ?"), draft.ID, live.ID)
		must(t, err)
		before := w.everything()
		if got := sofia.start(); got.Report.verdicts() != "credentials failed" || got.Report.VersionNumber != 2 {
			t.Errorf("%+v", got)
		}
		if changed := w.changed(before); len(changed) > 0 {
			t.Errorf("it wrote %v", changed)
		}
		w.browser().signIn("acme", "google", "maya@acme.example").wantSignedIn()

		w.provider.AddClient(idptest.Client{ID: "acme-google-2", Secret: clientSecret, RedirectURIs: []string{w.callback("acme", "google")}})
		started, back := sofia.beforeCallback("maya@acme.example")
		sofia.navigate(back).wantTestPage(live.ID, started.Report.ID)
		if got := sofia.report(started.Report.ID); got.State != "passed" || got.Person.Outcome != "linked" || !got.Learned.Locked {
			t.Errorf("%+v", got)
		}
		if now := w.live("acme", "google"); now.VersionID != draft.ID {
			t.Error("the draft is not live")
		}
		w.browser().signIn("acme", "google", "lena@acme.example").wantSignedIn()
	})
}

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

// swap gives a browser the session of somebody else and nothing more.
func (w *world) swap(t *testing.T, b *browser, email string) {
	t.Helper()
	other := w.browser()
	other.password("acme", email, everybodysPassword).want(http.StatusOK, "")
	b.cookies[w.cookieName("latchkey-session")] = other.session()
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

// "Who will get in" in pages and as a file that no spreadsheet runs.
func TestPreviewAndItsExport(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia := w.tester(t, "google")
		_, err := w.raw.ExecContext(t.Context(), w.raw.Rebind("UPDATE users SET name = ? WHERE email = 'ben@acme.example'"), `=cmd|"x"`)
		must(t, err)
		var got struct {
			People, Linked, Silent, Ask, Refused, Unknown, PersonalAddresses, RefusedWithPassword, Total int

			Domains []string
			Items   []struct{ Email, Outcome, Reason string }
		}
		read := func(query string) {
			t.Helper()
			a := sofia.ask(http.MethodGet, "acme", "preview"+query)
			a.want(http.StatusOK, "")
			must(t, json.Unmarshal(a.body, &got))
		}
		read("")
		if got.People != 5 || got.Silent != 3 || got.Ask != 1 || got.Refused != 0 || got.Unknown != 1 || got.RefusedWithPassword != 0 || got.Total != 5 || len(got.Items) != 5 ||
			!slices.Equal(got.Domains, []string{"acme.example"}) {
			t.Errorf("%+v", got)
		}
		read("?outcome=silent&offset=2&limit=5")
		if got.People != 5 || got.Total != 3 || len(got.Items) != 1 || got.Items[0].Outcome != "silent" {
			t.Errorf("%+v", got)
		}
		read("?outcome=linked&offset=1000000")
		if got.Total != 0 || len(got.Items) != 0 {
			t.Errorf("%+v", got)
		}
		sofia.ask(http.MethodGet, "acme", "preview?outcome=odd").want(http.StatusUnprocessableEntity, "validation_failed")
		sofia.ask(http.MethodGet, "acme", "preview?offset=-1").want(http.StatusUnprocessableEntity, "validation_failed")

		a := sofia.ask(http.MethodGet, "acme", "preview/export?format=csv")
		a.want(http.StatusOK, "")
		table, isMarked := strings.CutPrefix(string(a.body), "\ufeff")
		lines, err := csv.NewReader(strings.NewReader(table)).ReadAll()
		if !isMarked {
			t.Error("F21: no byte order mark: a spreadsheet takes it for another encoding")
		}
		must(t, err)
		if len(lines) != 6 || !slices.Equal(lines[0], []string{"name", "email", "role", "outcome", "reason"}) ||
			!slices.ContainsFunc(lines, func(l []string) bool { return l[0] == `'=cmd|"x"` }) ||
			!regexp.MustCompile(`^attachment; filename="preview-acme-google-\d{4}-\d\d-\d\d\.csv"$`).MatchString(a.header.Get("Content-Disposition")) {
			t.Errorf("%q %q", a.header.Get("Content-Disposition"), lines)
		}
		a = sofia.ask(http.MethodGet, "acme", "preview/export?format=json")
		a.want(http.StatusOK, "")
		var entries []map[string]any
		must(t, json.Unmarshal(a.body, &entries))
		if len(entries) != 5 || entries[0]["outcome"] == "" {
			t.Errorf("%s", a.body)
		}
		sofia.ask(http.MethodGet, "acme", "preview/export").want(http.StatusUnprocessableEntity, "validation_failed")
	})
}

// A domain that the organization has proven to own is taken for its directory's.
func TestPreviewKnowsVerifiedDomains(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia := w.tester(t, "microsoft")
		silent := func() float64 {
			n, _ := sofia.ask(http.MethodGet, "acme", "preview").object()["silent"].(float64)
			return n
		}
		if n := silent(); n != 0 {
			t.Errorf("%v silent before anything is known", n)
		}
		live := w.live("acme", "microsoft")
		var boss string
		must(t, w.raw.GetContext(t.Context(), &boss, "SELECT id FROM users WHERE email = 'sofia@acme.example'"))
		must(t, w.store.AddConnectionTest(t.Context(), store.ConnectionTest{ // accounts come with an e-mail
			ID: secret.NewID(), OrganizationID: live.OrganizationID, ConnectionID: live.ID, VersionID: live.VersionID, VersionNumber: 1,
			StartedBy: boss, StartedAt: store.At(time.Now()), State: store.TestPassed,
			Report: store.TestReport{Account: &store.SeenAccount{Domain: "other.example", TenantID: live.Tenant}},
		}))
		if n := silent(); n != 0 {
			t.Errorf("%v silent before the domain is known", n)
		}
		for domain, state := range map[string]string{"acme.example": "verified", "partner.example": "pending"} {
			_, err := w.raw.ExecContext(t.Context(), w.raw.Rebind(`
				INSERT INTO domains (id, organization_id, domain, token, state, result, misses, created_at, created_by)
				VALUES (?, ?, ?, 'x', ?, '', 0, 0, 'operator')`), secret.NewID(), w.live("acme", "microsoft").OrganizationID, domain, state)
			must(t, err)
		}
		if n := silent(); n != 3 {
			t.Errorf("%v silent", n)
		}
	})
}
