package e2e_test

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
)

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
		read("?outcome=worst") // nobody is refused, and of one it is not known
		if got.Total != 1 || len(got.Items) != 1 || got.Items[0].Outcome != "unknown" {
			t.Errorf("the worst %+v", got)
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

// The counts of all connections are those of each, for whoever may read connections, and of
// no other organization.
func TestTheForecastsOfAllConnectionsAreAskedAtOnce(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia := w.tester(t, "google")
		microsoft := w.tester(t, "microsoft")
		wanted := []any{}
		for _, one := range []tester{sofia, microsoft} {
			counts, of := one.ask(http.MethodGet, "acme", "preview?limit=1").object(), map[string]any{"connectionId": one.connection}
			for _, name := range []string{"people", "linked", "silent", "ask", "refused", "unknown"} {
				of[name] = counts[name]
			}
			wanted = append(wanted, of)
		}
		office := w.office(t, "acme", "sofia@acme.example")
		a := office.ask(http.MethodGet, "connection-forecasts", nil, "")
		a.want(http.StatusOK, "")
		if got := a.object()["items"]; !reflect.DeepEqual(got, wanted) {
			t.Errorf("got %v, want %v", got, wanted)
		}
		_, err := w.raw.ExecContext(t.Context(), w.raw.Rebind("UPDATE connections SET state = 'removed' WHERE id = ?"), microsoft.connection)
		must(t, err)
		if left := office.ask(http.MethodGet, "connection-forecasts", nil, "").object()["items"]; !reflect.DeepEqual(left, wanted[:1]) {
			t.Errorf("once one is removed %v", left)
		}
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
