package e2e_test

import (
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"latchkey/api/apply"
	"latchkey/api/store"
)

// E10, H15: a log has the rows of its organization alone, and is read by whoever is
// a super admin now.
func TestE10LogIsForItsSuperAdminsAlone(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		foreign := w.reader(t, "globex", "gloria@globex.example")
		sofia := w.reader(t, "acme", "sofia@acme.example")
		s := w.row(t, func(*store.SignIn) {})
		sofia.get("sign-in-log/"+strings.Repeat("a", 22)).want(http.StatusNotFound, "not_found")
		sofia.get("sign-in-log/"+s.ID+"x").want(http.StatusNotFound, "not_found")
		gloria := foreign.getAt("globex", "sign-in-log/"+s.ID)
		gloria.want(http.StatusNotFound, "not_found")
		for _, path := range []string{"sign-in-log", "sign-in-log/" + s.ID, "sign-in-log/export?format=csv", "sign-in-counts", "audit-events", "audit-events/export?format=csv"} {
			sofia.get(path).want(http.StatusOK, "")
		}
		if a := foreign.getAt("globex", "sign-in-log/export?format=json"); strings.Contains(string(a.body), s.ID) {
			t.Errorf("globex exports acme's rows: %s", a.body)
		}
		// A role that was given or taken ends the sessions of the old one.
		w.apply(&apply.Document{Organizations: []apply.Organization{{Code: "acme", People: []apply.Person{
			{Email: "sofia@acme.example", Role: ptr(store.Agent)}, {Email: "maya@acme.example", Role: ptr(store.SuperAdmin)},
		}}}})
		w.clock.add(2 * time.Second)
		sofia.get("sign-in-log").want(http.StatusUnauthorized, "unauthenticated")
		w.reader(t, "acme", "maya@acme.example").get("sign-in-log").want(http.StatusOK, "")
		w.reader(t, "acme", "sofia@acme.example").get("sign-in-log").want(http.StatusNotFound, "not_found")
	})
}

func TestLogFiltersAndSearch(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia := w.reader(t, "acme", "sofia@acme.example")
		w.browser().signIn("acme", "google", "lena@acme.example").wantSignedIn()
		w.browser().signIn("acme", "google", "stranger@acme.example").wantRefused("user_not_authorized")
		w.browser().signIn("acme", "microsoft", "gita@partner.example")
		denied := w.row(t, func(s *store.SignIn) { s.Code, s.Reference, s.Step = "provider_denied", "7F3K-92QD", "answer" })
		old := w.row(t, func(s *store.SignIn) {
			s.Email, s.FinishedAt = "Zoe_1@acme.example", store.At(time.Date(2026, 1, 1, 0, 0, 0, 1000, time.UTC))
		})
		persons := func(query string) []string {
			t.Helper()
			items, _ := sofia.items("sign-in-log?" + query)
			list := []string{}
			for _, i := range items {
				list = append(list, fmt.Sprint(i["person"], " ", i["result"]))
			}
			return list
		}
		for query, want := range map[string][]string{
			"result=signed_in&provider=google": {"lena@acme.example signed_in", "Zoe_1@acme.example signed_in"},
			"result=refused":                   {"stranger@acme.example refused"},
			"result=asked":                     {"gita@partner.example asked"},
			"result=cancelled":                 {"<nil> cancelled"},
			"provider=microsoft":               {"gita@partner.example asked"},
			"code=user_not_authorized":         {"stranger@acme.example refused"},
			"code=busy":                        {},
			"search=" + denied.Reference:       {"<nil> cancelled"},
			"search=7f3k92qd":                  {"<nil> cancelled"},
			"search=LENA%40":                   {"lena@acme.example signed_in"},
			"search=zoe_":                      {"Zoe_1@acme.example signed_in"},
			"search=%25":                       {},
			"search=" + url.QueryEscape(`'; DROP TABLE sign_ins; --`): {},
			"search=a%2Cb":                   {},
			"to=2026-01-02T00:00:00Z":        {"Zoe_1@acme.example signed_in"},
			"to=2026-01-01T00:00:00.000001Z": {},
			"from=2026-01-01T02:00:00.000001%2B02:00&to=2026-01-01T00:00:00.000002Z": {"Zoe_1@acme.example signed_in"},
		} {
			if got := persons(query); !slices.Equal(got, want) {
				t.Errorf("%s: %q, want %q", query, got, want)
			}
		}
		a := sofia.get("sign-in-log?search=7F3K-92QD")
		want := map[string]any{
			"items": []any{map[string]any{
				"id": denied.ID, "reference": "7F3K-92QD", "result": "cancelled", "code": "provider_denied", "reason": "",
				"purpose": "sign_in", "provider": "google", "label": nil, "application": nil, "times": 1.0, "person": nil, "at": denied.FinishedAt.Format(time.RFC3339Nano),
				"address": denied.Address, "browser": denied.Browser, "browserName": map[string]any{"browser": "", "system": ""},
			}},
			"next": nil, "retentionDays": 180.0,
		}
		if got := a.object(); !reflect.DeepEqual(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
		// Prune forgets addresses of unknown people, and then the rows.
		must(t, w.store.Prune(t.Context(), old.FinishedAt.Add(store.UnknownKept+time.Second)))
		if got := persons("to=2026-01-02T00:00:00Z"); !slices.Equal(got, []string{"<nil> signed_in"}) {
			t.Errorf("after 30 days: %q", got)
		}
		must(t, w.store.Prune(t.Context(), old.FinishedAt.Add(180*24*time.Hour+time.Second)))
		if got := persons("to=2026-01-02T00:00:00Z"); len(got) > 0 {
			t.Errorf("after 180 days: %q", got)
		}
	})
}

func TestLogPages(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia := w.reader(t, "acme", "sofia@acme.example")
		at, want := store.At(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)), map[string]bool{}
		for n := range 60 {
			want[w.row(t, func(s *store.SignIn) { s.FinishedAt = store.At(at.Add(time.Duration(n/5) * time.Second)) }).ID] = true
		}
		for _, limit := range []string{"", "&limit=7", "&limit=60", "&limit=100"} {
			got, path, pages := map[string]bool{}, "sign-in-log?to=2026-02-01T00:00:00Z"+limit, 0
			for next := ""; ; pages++ {
				items, after := sofia.items(path + next)
				for _, i := range items {
					id := i["id"].(string)
					if got[id] {
						t.Errorf("%s came twice", id)
					}
					got[id] = true
				}
				if after == "" {
					break
				}
				next = "&cursor=" + after
				w.row(t, func(s *store.SignIn) { s.FinishedAt = store.At(at.AddDate(0, 0, 1)); want[s.ID] = false })
			}
			if limit == "" && pages != 2 {
				t.Errorf("%d pages follow the first, want 2", pages)
			}
			for id, there := range want {
				if there && !got[id] {
					t.Errorf("%s was left out", id)
				}
			}
		}
		items, next := sofia.items("audit-events?limit=1")
		second, _ := sofia.items("audit-events?limit=100&cursor=" + next)
		all, _ := sofia.items("audit-events?limit=100")
		if !reflect.DeepEqual(append(items, second...), all) {
			t.Errorf("pages of the audit log differ from the whole: %v %v", items, second)
		}
	})
}
