package e2e_test

import (
	"net/http"
	"testing"
	"time"

	"latchkey/api/apply"
	"latchkey/api/profile"
	"latchkey/api/store"
)

// F15: what weakens sign-in wants a proof of a moment ago, what makes it
// stricter does not; refused, nothing is changed.
func TestF15WeakerPoliciesAreProven(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.policy(apply.Organization{}, apply.Connection{Provider: "google", Linking: ptr(store.LinkConfirm), WeakProof: ptr(store.WeakRefuse)})
		me := w.person("sofia@acme.example")
		sofia := &office{t, w, me.token, "acme"}
		w.clock.add(profile.Recent)
		sofia.token = me.browser.token()
		google := w.live("acme", "google").ID
		first := func(member string, value any) map[string]any {
			return map[string]any{"firstSignIn": []any{map[string]any{"connectionId": google, member: value}}}
		}
		policy := func(body map[string]any) func() answer {
			return func() answer {
				return sofia.ask(http.MethodPatch, "sign-in-policy", body, etagOf(sofia.get("sign-in-policy")))
			}
		}
		connection := func(body map[string]any) func() answer {
			return func() answer {
				return sofia.ask(http.MethodPatch, "connections/"+google, body, etagOf(sofia.get("connections/"+google)))
			}
		}
		closed := func() { w.policy(apply.Organization{PasswordSignIn: ptr(false)}, apply.Connection{}) }
		closed()
		weakening := map[string]func() answer{
			"linking towards automatic": policy(first("linking", "automatic")),
			"weak proof is asked":       policy(first("weakProof", "ask")),
			"a different e-mail":        policy(first("differentEmail", true)),
			"passwords back on": func() answer {
				return sofia.ask(http.MethodDelete, "sign-in-policy/requirement", nil, etagOf(sofia.get("sign-in-policy")))
			},
			"exempting somebody":  func() answer { return sofia.change("maya@acme.example", map[string]any{"exempt": true}) },
			"taking the lock off": connection(map[string]any{"lockedTo": []string{}, "confirm": "Acme </script><script>alert(1)</script>"}),
			"a wider lock":        connection(map[string]any{"lockedTo": []string{"acme.example", "other.example"}}),
		}
		before := w.rows()
		for name, change := range weakening {
			if a := change(); a.status != http.StatusUnauthorized || a.text("code") != "reauth_required" {
				t.Errorf("%s: %d %s", name, a.status, a.body)
			}
		}
		sofia.ask(http.MethodPost, "sign-in-policy/break-glass",
			map[string]any{"email": "sofia@acme.example", "password": everybodysPassword}, "").want(http.StatusUnauthorized, "reauth_required")
		if grown := w.grew(before); len(grown) > 0 {
			t.Errorf("it wrote %v", grown)
		}
		for name, change := range map[string]func() answer{
			"linking from the profile only": policy(first("linking", "profile_only")),
			"a shorter session":             policy(map[string]any{"sessionIdleMinutes": 60}),
			"a label":                       connection(map[string]any{"label": "Ours"}),
			"another name":                  func() answer { return sofia.change("maya@acme.example", map[string]any{"name": "Maya O."}) },
		} {
			if a := change(); a.status != http.StatusOK {
				t.Errorf("%s: %d %s", name, a.status, a.body)
			}
		}
		me.token = sofia.token
		me.ask(http.MethodPost, "/reauthentication", proof(everybodysPassword)).want(http.StatusOK, "")
		for name, change := range weakening {
			if a := change(); a.status != http.StatusOK {
				t.Errorf("%s, proven: %d %s", name, a.status, a.body)
			}
		}
		// The row is asked, whatever was believed of the session a moment ago.
		w.clock.add(profile.Recent - time.Second)
		sofia.token = me.browser.token()
		sofia.get("sign-in-policy")
		w.clock.add(time.Second)
		sofia.change("ben@acme.example", map[string]any{"exempt": true}).want(http.StatusUnauthorized, "reauth_required")
	})
}

// The language of a person: theirs to choose, and audited.
func TestMyLanguage(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		maya := w.person("maya@acme.example")
		language := func(a answer) any {
			t.Helper()
			a.want(http.StatusOK, "")
			return a.object()["user"].(map[string]any)["language"]
		}
		if got := language(maya.ask(http.MethodGet, "", nil)); got != nil {
			t.Errorf("language %v", got)
		}
		for _, tag := range []string{"zh-Hans", "es", "ar", "en"} {
			if got := language(maya.ask(http.MethodPatch, "", map[string]any{"language": tag})); got != tag {
				t.Errorf("language %v, want %s", got, tag)
			}
		}
		if got := language(maya.ask(http.MethodPatch, "", map[string]any{"timeZone": "Asia/Dubai"})); got != "en" {
			t.Errorf("language %v", got)
		}
		for _, wrong := range []string{`{"language":"xx"}`, `{"language":""}`, `{"language":"EN"}`, `{"language":1}`} {
			maya.ask(http.MethodPatch, "", wrong).want(http.StatusUnprocessableEntity, "validation_failed")
		}
		if got := language(maya.ask(http.MethodPatch, "", map[string]any{"language": nil})); got != nil {
			t.Errorf("language %v", got)
		}
		if n := w.count(`SELECT count(*) FROM audit_events WHERE action = 'user.changed' AND detail LIKE '%"language":{"after":"ar","before":"es"}%'`); n != 1 {
			t.Errorf("%d events", n)
		}
		w.policy(apply.Organization{People: []apply.Person{{Email: "maya@acme.example", Language: ptr("ar")}}}, apply.Connection{})
		w.clock.add(time.Second)
		if got := language(maya.ask(http.MethodGet, "", nil)); got != "ar" {
			t.Errorf("language %v by the operator's file", got)
		}
	})
}
