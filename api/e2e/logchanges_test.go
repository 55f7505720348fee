package e2e_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"latchkey/api/apply"
	"latchkey/api/rules"
	"latchkey/api/store"
)

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
