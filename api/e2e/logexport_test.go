package e2e_test

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// slowClient takes an answer as a test lets it.
type slowClient struct {
	*httptest.ResponseRecorder
	onFlush func()
}

// Flush is where the product hands over a page.
func (c slowClient) Flush() { c.onFlush() }

// exporting is a request for a file of acme, for the server itself.
func (r reader) exporting(ctx context.Context, file string) *http.Request {
	req := httptest.NewRequestWithContext(ctx, http.MethodGet, r.w.url+"/api/v1/organizations/acme/"+file, nil)
	req.Header.Set("Authorization", "Bearer "+r.token)
	return req
}

// H15: one export at a time for an organization, and the next one when it has
// ended.
func TestH15OneExportAtATime(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	sofia := w.reader(t, "acme", "sofia@acme.example")
	must(t, w.store.InTx(t.Context(), func(r store.Rows) error { return bulk(t.Context(), r, w.live("acme", "google").OrganizationID, 600) }))
	meanwhile := 0
	client := slowClient{httptest.NewRecorder(), func() {
		meanwhile++
		a := sofia.get("sign-in-log/export?format=csv")
		a.want(http.StatusServiceUnavailable, "busy")
		if a.header.Get("Retry-After") == "" || a.header.Get("Content-Disposition") != "" {
			t.Errorf("%v", a.header)
		}
		w.reader(t, "globex", "gloria@globex.example").getAt("globex", "sign-in-log/export?format=csv").want(http.StatusOK, "")
	}}
	w.app.Server.ServeHTTP(client, sofia.exporting(t.Context(), "sign-in-log/export?format=json"))
	if meanwhile != 1 || client.Code != http.StatusOK || !strings.HasSuffix(client.Body.String(), "]") {
		t.Errorf("%d flushes, %d", meanwhile, client.Code)
	}
	sofia.get("sign-in-log/export?format=csv").want(http.StatusOK, "")
}

// An export that cannot be finished is cut, so that half a file never looks
// like a whole one; it says so in the log and makes room for the next.
func TestCutExport(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	sofia := w.reader(t, "acme", "sofia@acme.example")
	must(t, w.store.InTx(t.Context(), func(r store.Rows) error {
		o := w.live("acme", "google").OrganizationID
		return errors.Join(bulk(t.Context(), r, o, 600), changes(t.Context(), r, o, 600))
	}))
	for _, file := range []string{"sign-in-log/export?format=json", "audit-events/export?format=csv", "audit-events/export?format=ndjson"} {
		before := strings.Count(w.log.String(), `"export cut"`)
		ctx, goAway := context.WithCancel(t.Context())
		func() {
			defer func() {
				if err, _ := recover().(error); !errors.Is(err, http.ErrAbortHandler) {
					t.Errorf("%s ended with %v", file, err)
				}
			}()
			w.app.Server.ServeHTTP(slowClient{httptest.NewRecorder(), goAway}, sofia.exporting(ctx, file))
		}()
		goAway()
		if strings.Count(w.log.String(), `"export cut"`) != before+1 {
			t.Errorf("%s: nothing in the log", file)
		}
		sofia.get(file).want(http.StatusOK, "")
	}
}

// changes writes many audit events, some of what a spreadsheet would run.
func changes(ctx context.Context, r store.Rows, organizationID string, n int) error {
	for i := range n {
		if err := r.AddAuditEvent(ctx, store.AuditEvent{
			ID: secret.NewID(), OrganizationID: organizationID, At: store.At(time.Date(2026, 1, 1, 0, 0, i/3, 0, time.UTC)),
			Actor: store.ActorSystem, Action: "user.changed", Subject: "nobody", Detail: `{"name":"=1+1"}`,
			SubjectName: []string{"-1", "@x", "=HYPERLINK(1)", "Ana"}[i%4],
		}); err != nil {
			return err
		}
	}
	return nil
}

// The log of changes is a file as well: a table for people, lines for programs, the same changes.
func TestChangesAreExported(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia := w.reader(t, "acme", "sofia@acme.example")
		const rows = 1203 // more than two reads
		must(t, w.store.InTx(t.Context(), func(r store.Rows) error {
			return changes(t.Context(), r, w.live("acme", "google").OrganizationID, rows)
		}))
		name := "changes-acme-" + store.Day(w.clock.now())
		a := sofia.get("audit-events/export?format=csv")
		a.want(http.StatusOK, "")
		table, isMarked := strings.CutPrefix(string(a.body), "\ufeff")
		cells, err := csv.NewReader(strings.NewReader(table)).ReadAll()
		must(t, err)
		if !isMarked || strings.Join(cells[0], ",") != "time,actor,actor_name,action,subject,subject_name,detail,id" ||
			a.header.Get("Content-Disposition") != `attachment; filename="`+name+`.csv"` {
			t.Errorf("%v %v", cells[0], a.header)
		}
		names := map[string]int{}
		for _, row := range cells[1:] {
			if names[row[5]]++; row[1] == store.ActorSystem && (row[2] != "The system" || row[6] != `{"name":"=1+1"}`) {
				t.Errorf("a row: %q", row)
			}
		}
		if names["'-1"] < 300 || names["'@x"] < 300 || names["'=HYPERLINK(1)"] < 300 || names["Ana"] < 300 || names["-1"]+names["@x"] > 0 {
			t.Errorf("formulas: %v", names)
		}
		lines := sofia.get("audit-events/export?format=ndjson")
		lines.want(http.StatusOK, "")
		if got := lines.header.Get("Content-Disposition"); got != `attachment; filename="`+name+`.ndjson"` {
			t.Errorf("Content-Disposition %q", got)
		}
		ids, n := map[string]bool{}, 0
		for line := range strings.Lines(string(lines.body)) {
			var change struct{ ID string }
			must(t, json.Unmarshal([]byte(line), &change))
			if ids[change.ID] = true; strings.TrimPrefix(cells[n+1][7], "'") != change.ID { // an id may begin with a hyphen
				t.Errorf("line %d is %s, of the table %s", n, change.ID, cells[n+1][7])
			}
			n++
		}
		if n < rows || len(ids) != n || n != len(cells)-1 {
			t.Errorf("%d lines, %d ids, a table of %d", n, len(ids), len(cells)-1)
		}
		sofia.get("audit-events/export?format=json").want(http.StatusUnprocessableEntity, "validation_failed")
	})
}

func TestLogExport(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia := w.reader(t, "acme", "sofia@acme.example")
		const rows = 1203 // more than two reads
		must(t, w.store.InTx(t.Context(), func(r store.Rows) error { return bulk(t.Context(), r, w.live("acme", "google").OrganizationID, rows) }))
		w.row(t, func(s *store.SignIn) {
			s.Provider, s.Purpose, s.Code, s.Email, s.Reason = "", "password", "credentials_invalid", "=HYPERLINK(\"http://x\",\"a\")", "+1\n2"
		})
		a := sofia.get("sign-in-log/export?format=csv&to=2100-01-01T00:00:00Z")
		a.want(http.StatusOK, "")
		name := "sign-ins-acme-" + store.Day(w.clock.now())
		if got := a.header.Get("Content-Disposition"); got != `attachment; filename="`+name+`.csv"` {
			t.Errorf("Content-Disposition %q", got)
		}
		table, isMarked := strings.CutPrefix(string(a.body), "\ufeff")
		lines, err := csv.NewReader(strings.NewReader(table)).ReadAll()
		if !isMarked {
			t.Error("F21: no byte order mark: a spreadsheet takes it for another encoding")
		}
		must(t, err)
		if len(lines) != rows+3 || strings.Join(lines[0], ",") != "time,reference,result,code,reason,person,provider,address,label,application,times" {
			t.Fatalf("%d lines, %v", len(lines), lines[0])
		}
		if got := lines[1][1:]; !slices.Equal(got, []string{"0000-0000", "refused", "credentials_invalid", "'+1\n2", "'=HYPERLINK(\"http://x\",\"a\")", "", "", "", "", "1"}) {
			t.Errorf("a formula: %q", got)
		}
		for _, cell := range []string{"'-1", "'@x", "'\tx", "a=b"} {
			if !strings.Contains(string(a.body), cell) {
				t.Errorf("%q is not there", cell)
			}
		}
		a = sofia.get("sign-in-log/export?format=json&result=signed_in")
		a.want(http.StatusOK, "")
		var list []map[string]any
		must(t, json.Unmarshal(a.body, &list))
		ids := map[any]bool{}
		for _, i := range list {
			ids[i["id"]] = true
		}
		if len(list) != rows+1 || len(ids) != len(list) || !strings.HasSuffix(a.header.Get("Content-Disposition"), name+`.json"`) {
			t.Errorf("%d entries, %d ids, %q", len(list), len(ids), a.header.Get("Content-Disposition"))
		}
		if a = sofia.get("sign-in-log/export?format=json&code=busy"); string(a.body) != "[]" {
			t.Errorf("nothing is exported as %q", a.body)
		}
	})
}

// bulk writes many sign-ins, some with what a spreadsheet would run.
func bulk(ctx context.Context, r store.Rows, organizationID string, n int) error {
	for i := range n {
		at := store.At(time.Date(2026, 1, 1, 0, 0, i/3, 0, time.UTC))
		if err := r.SpendAttempt(ctx, store.SignIn{
			ID: secret.NewID(), OrganizationID: organizationID, Reference: "0000-0001", Purpose: "sign_in", Provider: "google", Step: "commit",
			Email: []string{"-1", "@x", "\tx", "\rx", "a=b", ""}[i%6], ReturnTo: "/", Timings: "{}", StartedAt: at, FinishedAt: at,
		}); err != nil {
			return err
		}
	}
	return nil
}
