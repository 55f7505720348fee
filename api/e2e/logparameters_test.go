package e2e_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

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
