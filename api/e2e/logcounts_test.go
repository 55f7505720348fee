package e2e_test

import (
	"net/http"
	"reflect"
	"testing"
	"time"

	"latchkey/api/store"
)

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
