package e2e_test

import (
	"encoding/csv"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// people is a file of people, a line each, as a spreadsheet reads it.
func (o *office) people(path string) [][]string {
	o.t.Helper()
	a := o.ask(http.MethodGet, path, nil, "")
	a.want(http.StatusOK, "")
	if !strings.HasPrefix(a.header.Get("Content-Disposition"), "attachment") || a.header.Get("Content-Type") != "text/csv; charset=utf-8" {
		o.t.Errorf("%s: %v", path, a.header)
	}
	text, marked := strings.CutPrefix(string(a.body), "\ufeff")
	lines, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || !marked {
		o.t.Errorf("%s: %v, marked %v", path, err, marked)
	}
	return lines
}

// column gives the cells of a column, sorted.
func column(lines [][]string, name string) (cells []string) {
	at := slices.Index(lines[0], name)
	for _, line := range lines[1:] {
		cells = append(cells, line[at])
	}
	slices.Sort(cells)
	return cells
}

// Spec "People", 2: the export has what the filters leave, and nothing that a spreadsheet runs.
func TestUsersAreExported(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia := w.office(t, "acme", "sofia@acme.example")
		sofia.change("maya@acme.example", members{"name": "=HYPERLINK(1)"}).want(http.StatusOK, "")
		if got := len(sofia.people("users/export")); got != 7 {
			t.Errorf("everybody is %d lines", got)
		}
		lines := sofia.people("users/export?search=maya&sort=-last_sign_in")
		if len(lines) != 2 || column(lines, "name")[0] != "'=HYPERLINK(1)" || column(lines, "email")[0] != "maya@acme.example" {
			t.Errorf("%q", lines)
		}
		if got := column(sofia.people("users/export?state=inactive"), "email"); !slices.Equal(got, []string{"omar@acme.example"}) {
			t.Errorf("deactivated: %q", got)
		}
		sofia.ask(http.MethodGet, "users/export?sort=id", nil, "").want(http.StatusUnprocessableEntity, "validation_failed")
	})
}

// Spec "People", 2: what many people become is previewed, done, reported, and leaves
// somebody who can manage the organization.
func TestManyPeopleAreChangedAtOnce(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia := w.office(t, "acme", "sofia@acme.example")
		order := members{"action": "deactivate", "matching": members{}}
		seen := sofia.ask(http.MethodPost, "user-bulk-changes?dryRun=true", order, "")
		seen.want(http.StatusOK, "")
		want := members{"people": 6.0, "changes": 4.0, "leftAlone": []any{
			map[string]any{"code": "unchanged", "people": 1.0}, map[string]any{"code": "yourself", "people": 1.0},
		}}
		if got := seen.object(); got["people"] != want["people"] || got["changes"] != want["changes"] || len(got["leftAlone"].([]any)) != 2 {
			t.Errorf("preview %v", got)
		}
		begun := sofia.ask(http.MethodPost, "user-bulk-changes", order, "")
		begun.want(http.StatusAccepted, "")
		id, _ := begun.object()["id"].(string)
		if at := begun.header.Get("Location"); at != "/api/v1/organizations/acme/user-bulk-changes/"+id {
			t.Errorf("location %q", at)
		}
		must(t, w.app.People.RunBulk(t.Context()))
		is := sofia.get("user-bulk-changes/" + id)
		if is["state"] != "finished" || is["done"] != 6.0 || is["changed"] != 4.0 || len(is["leftAlone"].([]any)) != 2 || is["endedAt"] == nil {
			t.Errorf("ended %v", is)
		}
		got := column(sofia.people("user-bulk-changes/"+id+"/report"), "outcome")
		if !slices.Equal(got, []string{"changed", "changed", "changed", "changed", "unchanged", "yourself"}) {
			t.Errorf("report %q", got)
		}
		if n := w.count("SELECT count(*) FROM audit_events WHERE action = 'user.changed'"); n != 4 {
			t.Errorf("%d entries for four people", n)
		}
		w.browser().signIn("acme", "google", "lena@acme.example").wantRefused("user_not_authorized")
		maya := idOf(sofia.user("maya@acme.example"))
		back := sofia.ask(http.MethodPost, "user-bulk-changes", members{"action": "reactivate", "people": []string{maya}}, "")
		back.want(http.StatusAccepted, "")
		gone, _ := back.object()["id"].(string)
		sofia.ask(http.MethodPost, "user-bulk-changes/"+gone+"/cancel", nil, "").want(http.StatusOK, "")
		must(t, w.app.People.RunBulk(t.Context()))
		if is := sofia.get("user-bulk-changes/" + gone); is["state"] != "cancelled" || is["changed"] != 0.0 {
			t.Errorf("cancelled %v", is)
		}
		for name, wrong := range map[string]members{
			"/people required":  {"action": "deactivate"},
			"/matching unknown": {"action": "deactivate", "people": []string{maya}, "matching": members{}},
			"/role required":    {"action": "set_role", "people": []string{maya}},
			"/role invalid":     {"action": "set_role", "role": "super_admin", "people": []string{maya}},
			"/role unknown":     {"action": "deactivate", "role": "agent", "people": []string{maya}},
		} {
			a := sofia.ask(http.MethodPost, "user-bulk-changes", wrong, "")
			a.want(http.StatusUnprocessableEntity, "validation_failed")
			if got := a.pointers(); !slices.Equal(got, []string{name}) {
				t.Errorf("%s: %q", name, got)
			}
		}
		sofia.ask(http.MethodGet, "user-bulk-changes/ubc_AAAAAAAAAAAAAAAAAAAAAA", nil, "").want(http.StatusNotFound, "not_found")
	})
}

// S14: the log of one person.
func TestTheLogOfAPerson(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.browser().signIn("acme", "google", "maya@acme.example").wantSignedIn()
		w.browser().password("acme", "ben@acme.example", "wrong").want(http.StatusUnauthorized, "credentials_invalid")
		sofia := w.office(t, "acme", "sofia@acme.example")
		for email, result := range map[string]string{"maya@acme.example": "signed_in", "ben@acme.example": "refused"} {
			items, _ := sofia.get("sign-in-log?user=" + idOf(sofia.user(email)))["items"].([]any)
			if len(items) != 1 || items[0].(map[string]any)["result"] != result {
				t.Errorf("%s: %v", email, items)
			}
		}
	})
}
