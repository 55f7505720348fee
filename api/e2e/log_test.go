package e2e_test

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"latchkey/api/apply"
	"latchkey/api/rules"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// reader is somebody who reads the log of acme, or tries to.
type reader struct {
	t     *testing.T
	w     *world
	token string
}

func (w *world) reader(t *testing.T, organization, email string) reader {
	t.Helper()
	b := w.browser()
	b.password(organization, email, everybodysPassword).want(http.StatusOK, "")
	return reader{t, w, b.token()}
}

// get reads a path below acme's. No answer may hold a secret that the test knows.
func (r reader) get(path string) answer {
	r.t.Helper()
	return r.getAt("acme", path)
}

func (r reader) getAt(organization, path string) answer {
	r.t.Helper()
	a := r.w.browser().send(http.MethodGet, "/api/v1/organizations/"+organization+"/"+path, nil, http.Header{"Authorization": {"Bearer " + r.token}})
	if found := r.w.secrets.in(string(a.body)); len(found) > 0 {
		r.t.Errorf("%s: secrets in the answer: %q", path, found)
	}
	return a
}

// items lists a page's items, and the cursor of the next.
func (r reader) items(path string) ([]map[string]any, string) {
	r.t.Helper()
	a := r.get(path)
	a.want(http.StatusOK, "")
	var page struct {
		Items []map[string]any
		Next  string
	}
	must(r.t, json.Unmarshal(a.body, &page))
	return page.Items, page.Next
}

// row writes a sign-in of acme behind the scenes.
func (w *world) row(t *testing.T, change func(*store.SignIn)) store.SignIn {
	t.Helper()
	now := w.clock.now()
	s := store.SignIn{
		ID: secret.NewID(), OrganizationID: w.live("acme", "google").OrganizationID, Reference: "0000-0000", Purpose: "sign_in",
		Provider: "google", Step: "commit", ReturnTo: "/", Timings: "{}", StartedAt: store.At(now), FinishedAt: store.At(now),
	}
	change(&s)
	must(t, w.store.SpendAttempt(t.Context(), s))
	return s
}

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
				"address": denied.Address, "browser": denied.Browser,
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

// B6: another hosted domain. The detail says what was expected and seen, and
// which step refused.
func TestB6LogDetail(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia := w.reader(t, "acme", "sofia@acme.example")
		detail := func(query string) map[string]any {
			t.Helper()
			items, _ := sofia.items("sign-in-log?limit=1&" + query)
			return sofia.get("sign-in-log/" + items[0]["id"].(string)).object()
		}
		states := func(d map[string]any) (list []string) {
			for _, s := range d["steps"].([]any) {
				step := s.(map[string]any)
				if timed := step["afterMicroseconds"] != nil; timed == (step["state"] == "not_reached") {
					t.Errorf("times: %v", step)
				}
				list = append(list, fmt.Sprint(step["step"], " ", step["state"]))
			}
			return list
		}
		w.browser().signIn("acme", "google", "someone@gmail.com").wantRefused("wrong_hosted_domain")
		d := detail("code=wrong_hosted_domain")
		for name, want := range map[string]any{
			"result": "refused", "reason": "no_hosted_domain", "email": "someone@gmail.com", "userId": nil, "proof": "strong", "purpose": "sign_in",
			"expected": "acme.example", "received": "no hd = personal account", "browser": "Test Browser/1.0", "address": "127.0.0.1",
		} {
			if d[name] != want {
				t.Errorf("%s: %v, want %v", name, d[name], want)
			}
		}
		passed := []string{"returned passed", "attempt passed", "live passed", "answer passed", "exchange passed"}
		if got, want := states(d), append(slices.Clone(passed), "lock refused", "person not_reached", "commit not_reached"); !slices.Equal(got, want) {
			t.Errorf("refused by the lock: %v", got)
		}
		whole := append(slices.Clone(passed), "lock passed", "person passed", "commit passed")
		w.browser().signIn("acme", "google", "lena@acme.example").wantSignedIn()
		d = detail("result=signed_in&provider=google")
		if got := states(d); !slices.Equal(got, whole) || d["code"] != nil || d["userId"] == nil || d["expected"] != nil {
			t.Errorf("signed in: %v", d)
		}
		b := w.browser()
		b.signIn("acme", "microsoft", "gita@partner.example")
		if got := states(detail("result=asked")); !slices.Equal(got, whole) {
			t.Errorf("asked: %v", got)
		}
		b.fetch(http.MethodPost, "/api/v1/sign-in/link", map[string]any{"password": "wrong wrong wrong"}).want(http.StatusUnauthorized, "link_proof_failed")
		if got := states(detail("code=link_proof_failed")); !slices.Equal(got, []string{"person refused", "commit not_reached"}) {
			t.Errorf("a wrong proof: %v", got)
		}
		w.browser().password("acme", "lena@acme.example", "wrong wrong wrong").want(http.StatusUnauthorized, "credentials_invalid")
		if d := detail("code=credentials_invalid"); len(d["steps"].([]any)) > 0 || d["provider"] != nil || d["purpose"] != "password" {
			t.Errorf("a password: %v", d)
		}
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

// H10: parameters that are not what the contract says are named and never
// repeated; routes that declare none ignore them.
func TestH10LogParameters(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia := w.reader(t, "acme", "sofia@acme.example")
		list, export, counts, audit := "sign-in-log?", "sign-in-log/export?", "sign-in-counts?", "audit-events?"
		for query, want := range map[string]string{
			list + "other=CANARY":                          "?other unknown",
			list + "Search=CANARY":                         "?Search unknown",
			list + "search=a&search=CANARY":                "?search duplicate",
			list + "search=":                               "?search too_short",
			list + "search=" + strings.Repeat("c", 255):    "?search too_long",
			list + "search=CANARY%00":                      "?search format",
			list + "search=CANARY%ff":                      "?search format",
			list + "result=CANARY":                         "?result invalid",
			list + "result=":                               "?result invalid",
			list + "provider=CANARY":                       "?provider format",
			list + "code=CANARY":                           "?code invalid",
			list + "code=link_required":                    "?code invalid",
			list + "from=CANARY":                           "?from format",
			list + "from=2026-13-01T00:00:00Z":             "?from format",
			list + "to=2026-01-01":                         "?to format",
			list + "to=" + strings.Repeat("2", 41):         "?to too_long",
			list + "limit=0":                               "?limit out_of_range",
			list + "limit=101":                             "?limit out_of_range",
			list + "limit=CANARY":                          "?limit type",
			list + "limit=1e1":                             "?limit type",
			list + "limit=%2B5":                            "?limit type",
			list + "limit=99999999999999999999":            "?limit type",
			list + "cursor=CANARY":                         "?cursor format",
			list + "cursor=CANARY%3D%3D":                   "?cursor format",
			list + "cursor=" + strings.Repeat("A", 201):    "?cursor too_long",
			list + "cursor=MS4nIE9SIDE9MQ":                 "?cursor format", // 1.' OR 1=1
			list + "cursor=LTEuYQ":                         "?cursor format", // -1.a
			list + "cursor=MDEuYQ":                         "?cursor format", // 01.a
			list + "%zz=CANARY":                            "? format",
			list + "a;b=CANARY":                            "? format",
			export:                                         "?format required",
			export + "format=CANARY":                       "?format invalid",
			export + "format=csv&cursor=CANARY":            "?cursor unknown",
			export + "format=csv&limit=CANARY":             "?limit unknown",
			counts + "timeZone=Europe/CANARY":              "?timeZone invalid",
			counts + "timeZone=Local":                      "?timeZone invalid",
			counts + "timeZone=../CANARY":                  "?timeZone format",
			counts + "timeZone=":                           "?timeZone too_short",
			counts + "timeZone=" + strings.Repeat("A", 61): "?timeZone too_long",
			counts + "timeZone=UTC&timeZone=CANARY":        "?timeZone duplicate",
			counts + "from=CANARY":                         "?from unknown",
			audit + "search=CANARY":                        "?search unknown",
			audit + "cursor=CANARY":                        "?cursor format",
			audit + "limit=-1":                             "?limit out_of_range",
		} {
			a := sofia.get(query)
			if a.status != http.StatusUnprocessableEntity || a.text("code") != "validation_failed" || !slices.Equal(a.pointers(), []string{want}) {
				t.Errorf("%s: %d %s, want %s", query, a.status, a.body, want)
			}
			if strings.Contains(string(a.body)+fmt.Sprint(a.header), "CANARY") {
				t.Errorf("%s: repeated in %s", query, a.body)
			}
		}
		both := sofia.get(list + "limit=0&from=x&other=1")
		if got := both.pointers(); !slices.Equal(got, []string{"?from format", "?limit out_of_range", "?other unknown"}) {
			t.Errorf("all at once: %v", got)
		}
		w.browser().fetch(http.MethodGet, "/api/v1/organizations/acme/sign-in?utm=1", nil).want(http.StatusOK, "")
		if strings.Contains(w.log.String(), "CANARY") {
			t.Error("a parameter is in the log")
		}
	})
}

func TestLogCounts(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia := w.reader(t, "acme", "sofia@acme.example")
		w.browser().signIn("acme", "google", "lena@acme.example").wantSignedIn()
		w.browser().signIn("acme", "google", "stranger@acme.example").wantRefused("user_not_authorized")
		w.browser().signIn("acme", "microsoft", "gita@partner.example")
		w.browser().start("acme", "google") // and never comes back
		today := func() map[string]any {
			t.Helper()
			a := sofia.get("sign-in-counts")
			a.want(http.StatusOK, "")
			days := a.object()["days"].([]any)
			last := days[len(days)-1].(map[string]any)
			if first := days[0].(map[string]any); len(days) != 14 || len(first["providers"].([]any)) != 0 || last["day"] != store.Day(w.clock.now()) {
				t.Errorf("%s", a.body)
			}
			by := map[string]any{}
			for _, p := range last["providers"].([]any) {
				n := p.(map[string]any)
				by[n["provider"].(string)] = []any{n["started"], n["finished"], n["refused"], n["asked"], n["notReturned"]}
			}
			return by
		}
		// The days are those of the zone that was asked for: of half the world another day is today.
		far := sofia.get("sign-in-counts?timeZone=Pacific/Kiritimati").object()["days"].([]any)
		if got, want := far[13].(map[string]any)["day"], store.Day(w.clock.now().Add(14*time.Hour)); got != want {
			t.Errorf("today is %s, want %s", got, want)
		}
		// Before the batch is written nobody is missing, and none of the numbers is below 0.
		if got, want := today(), (map[string]any{"google": []any{2.0, 1.0, 1.0, 0.0, 0.0}, "microsoft": []any{1.0, 0.0, 0.0, 1.0, 0.0}}); !reflect.DeepEqual(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
		must(t, w.app.Flow.Counts.Flush(t.Context()))
		if got, want := today(), (map[string]any{"google": []any{3.0, 1.0, 1.0, 0.0, 1.0}, "microsoft": []any{1.0, 0.0, 0.0, 1.0, 0.0}}); !reflect.DeepEqual(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

// I6: card, chart and log count the same attempts alike; a wrong secret refuses
// nobody, and whoever is asked to link has not signed in.
func TestI6CardChartAndLogAgree(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	sofia := w.reader(t, "acme", "sofia@acme.example")
	w.browser().signIn("acme", "google", "lena@acme.example").wantSignedIn()
	w.browser().signIn("acme", "google", "stranger@acme.example").wantRefused("user_not_authorized")
	w.browser().signIn("acme", "google", "sofia@acme.example").wantAsked()
	w.browser().start("acme", "google") // and never comes back
	w.provider.SetSecret("acme-google", "another")
	w.browser().signIn("acme", "google", "maya@acme.example").wantRefused("sso_app_invalid")
	must(t, w.app.Flow.Counts.Flush(t.Context()))

	members := []string{"started", "finished", "asked", "refused", "failed", "notReturned"}
	numbers := func(from map[string]any) []any {
		list := []any{}
		for _, m := range members {
			list = append(list, from[m])
		}
		return list
	}
	want := []any{5.0, 1.0, 1.0, 1.0, 1.0, 1.0}
	days := sofia.get("sign-in-counts").object()["days"].([]any)
	for _, p := range days[len(days)-1].(map[string]any)["providers"].([]any) {
		if got := numbers(p.(map[string]any)); !reflect.DeepEqual(got, want) {
			t.Errorf("chart %v: %v, want %v", members, got, want)
		}
	}
	card := sofia.get("connections/" + w.live("acme", "google").ID).object()["lastDay"].(map[string]any)
	if got := numbers(card); !reflect.DeepEqual(got, want) {
		t.Errorf("card %v: %v, want %v", members, got, want)
	}
	results := map[string]int{}
	entries, _ := sofia.items("sign-in-log")
	for _, e := range entries {
		if e["purpose"] == "sign_in" {
			results[e["result"].(string)]++
		}
	}
	if results["signed_in"] != 1 || results["asked"] != 1 || results["refused"]+results["cancelled"] != 2 {
		t.Errorf("log %v", results)
	}
}

func TestLogOfChanges(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia := w.reader(t, "acme", "sofia@acme.example")
		w.browser().signIn("acme", "google", "lena@acme.example").wantSignedIn()
		w.apply(&apply.Document{Organizations: []apply.Organization{{
			Code: "acme", SignInPolicy: rules.SignInPolicy{ContactText: ptr("Extension 4200.")},
			People: []apply.Person{{Email: "maya@acme.example", PasswordHash: ptr(everybodysHash()), Active: ptr(false)}},
		}}})
		w.policy(apply.Organization{}, apply.Connection{Provider: "google", Linking: ptr(store.LinkConfirm)})
		all, _ := sofia.items("audit-events?limit=100")
		find := func(action, subject string) map[string]any {
			t.Helper()
			for _, e := range all {
				if e["action"] == action && e["subjectName"] == subject {
					return e
				}
			}
			t.Fatalf("no %s of %s in %v", action, subject, all)
			return nil
		}
		linked := find("identity.linked", "lena@acme.example")
		if linked["actorName"] != "lena@acme.example" || linked["detail"].(map[string]any)["how"] != "silent" {
			t.Errorf("a silent link: %v", linked)
		}
		changed := find("user.changed", "maya@acme.example")
		if changed["actor"] != "operator" || changed["actorName"] != "The operator" {
			t.Errorf("by the operator: %v", changed)
		}
		if got := changed["detail"].(map[string]any)["active"]; !reflect.DeepEqual(got, map[string]any{"before": true, "after": false}) {
			t.Errorf("before and after: %v", changed)
		}
		google := find("connection.changed", "Google")
		if got := google["detail"].(map[string]any)["linking"]; !reflect.DeepEqual(got, map[string]any{"before": "automatic", "after": "confirm"}) {
			t.Errorf("a connection: %v", google)
		}
		for _, e := range all {
			if text := fmt.Sprint(slices.Collect(maps.Values(e))); strings.Contains(text, "$argon2") || strings.Contains(text, everybodysHash()) {
				t.Errorf("a hash: %v", e)
			}
		}
	})
}
