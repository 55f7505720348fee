package e2e_test

import (
	"fmt"
	"net/http"
	"testing"

	"latchkey/api/apply"
	"latchkey/api/store"
)

func (o *office) choices(provider string) map[string]any {
	o.t.Helper()
	for _, one := range o.get("role-choices")["items"].([]any) {
		if is := one.(map[string]any); is["provider"] == provider {
			return is
		}
	}
	o.t.Fatalf("no connection %s", provider)
	return nil
}

func (o *office) letChoose(provider string, body members) answer {
	is := o.choices(provider)
	return o.ask(http.MethodPut, "role-choices/"+is["connectionId"].(string), body, etagOf(is))
}

// Section 1 of people, selectable: people choose from a list on the link page, once, and who
// is not asked gets the default of the connection; a super admin decides which, and nobody
// becomes one.
func TestARoleIsChosenAtTheFirstSignIn(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia := w.office(t, "acme", "sofia@acme.example")
		w.addRole("desk")
		w.addRole("field", "log:read")
		w.policy(apply.Organization{}, apply.Connection{Provider: "google", Linking: ptr(store.LinkConfirm)})
		if is := sofia.choices("google"); is["defaultRole"] != nil || len(is["choices"].([]any)) != 0 {
			t.Errorf("without a choice: %v", is)
		}
		for pointer, body := range map[string]members{
			"/defaultRole invalid": {"defaultRole": "super_admin", "choices": []string{}},
			"/choices/1 invalid":   {"choices": []string{"desk", "nobody"}},
			"/choices/0 invalid":   {"choices": []string{"super_admin"}},
			"/choices invalid":     {"choices": []string{"desk", "desk"}},
		} {
			if a := sofia.letChoose("google", body); a.status != http.StatusUnprocessableEntity || fmt.Sprint(a.pointers()) != "["+pointer+"]" {
				t.Errorf("%v: %d %v", body, a.status, a.pointers())
			}
		}
		first := etagOf(sofia.choices("google"))
		sofia.letChoose("google", members{"defaultRole": "desk", "choices": []string{"field", "agent"}}).want(http.StatusOK, "")
		sofia.ask(http.MethodPut, "role-choices/"+sofia.choices("google")["connectionId"].(string), members{"choices": []string{}}, first).
			want(http.StatusPreconditionFailed, "config_changed")
		sofia.ask(http.MethodDelete, "roles/field", nil, etagOf(sofia.get("roles/field"))).want(http.StatusConflict, "role_in_use")

		b := w.atLinkPage("maya@acme.example")
		if got := fmt.Sprint(b.fetch(http.MethodGet, linkPath, nil).object()["roles"]); got != "[map[key:field name:Role field] map[key:agent name:Agent]]" {
			t.Errorf("offered %s", got)
		}
		proof := func(role string) members { return members{"password": everybodysPassword, "role": role} }
		for _, role := range []string{"desk", "super_admin"} {
			a := b.fetch(http.MethodPost, linkPath, proof(role))
			if a.status != http.StatusUnprocessableEntity || fmt.Sprint(a.pointers()) != "[/role invalid]" {
				t.Errorf("%s: %d %s", role, a.status, a.body)
			}
		}
		b.fetch(http.MethodPost, linkPath, proof("field")).want(http.StatusOK, "")
		came := func(email string) string {
			is := sofia.get("users/" + idOf(sofia.user(email)))
			return fmt.Sprint(is["role"], " ", is["roleCame"].(map[string]any)["source"])
		}
		if got := came("maya@acme.example"); got != "field manual" {
			t.Errorf("chosen: %s", got)
		}
		w.atLinkPage("sofia@acme.example").fetch(http.MethodPost, linkPath, proof("field")).want(http.StatusOK, "")
		if is := w.office(t, "acme", "sofia@acme.example").user("sofia@acme.example"); is["role"] != "super_admin" {
			t.Errorf("a super admin became %v", is["role"])
		}
		w.policy(apply.Organization{}, apply.Connection{Provider: "google", Linking: ptr(store.LinkAutomatic)})
		w.browser().signIn("acme", "google", "lena@acme.example").wantSignedIn()
		if got := w.count("SELECT count(*) FROM users WHERE email_lower = 'lena@acme.example' AND role = 'desk' AND role_source = 'default'"); got != 1 {
			t.Error("who was not asked has no default")
		}
		for how, n := range map[string]int{"chosen": 1, "connection_default": 1} {
			if got := w.count(`SELECT count(*) FROM audit_events WHERE action = 'user.changed' AND detail LIKE '%"how":"` + how + `"%'`); got != n {
				t.Errorf("%d events say %s, want %d", got, how, n)
			}
		}
	})
}
