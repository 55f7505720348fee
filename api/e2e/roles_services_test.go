package e2e_test

import (
	"net/http"
	"testing"
)

// A service with the scopes of roles reads them all, and makes, changes and deletes those that
// permit nothing here. Whatever gives more power, and whoever is a super admin, is for people
// (shared/spec/applications.md, 1: no scope touches super admins).
func TestServicesWithTheScopesOfRoles(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia := w.office(t, "acme", "sofia@acme.example")
		reads, writes := w.machine("acme", "roles:read").office(t, w, "acme"), w.machine("acme", "roles:read", "roles:write").office(t, w, "acme")
		for _, path := range []string{"roles", "role-rules", "role-choices", "role-drift"} {
			reads.ask(http.MethodGet, path, nil, "").want(http.StatusOK, "")
		}
		rules := members{"mode": "suggest", "rules": []members{ruleOf("closer", "Sales")}, "otherwise": "keep"}
		closer := members{"key": "closer", "name": "Closer"}
		reads.ask(http.MethodPost, "roles", closer, "").want(http.StatusForbidden, "insufficient_scope")
		writes.ask(http.MethodPost, "roles", closer, "").want(http.StatusCreated, "")
		reads.ask(http.MethodPost, "role-rules/preview", members{"of": "people", "rules": rules}, "").want(http.StatusOK, "")
		writes.ask(http.MethodPatch, "roles/closer", members{"name": "Closes deals"}, etagOf(writes.get("roles/closer"))).want(http.StatusOK, "")
		if by := sofia.get("audit-events")["items"].([]any)[0].(map[string]any)["actorName"]; by != "Back end" {
			t.Errorf("the log says that %v changed it", by)
		}

		permits := []string{"users:read"}
		writes.ask(http.MethodPost, "roles", members{"key": "spy", "name": "Spy", "permissions": permits}, "").want(http.StatusForbidden, "person_required")
		writes.ask(http.MethodPatch, "roles/closer", members{"permissions": permits}, etagOf(writes.get("roles/closer"))).want(http.StatusForbidden, "person_required")
		ask := func(rules members) answer {
			return writes.ask(http.MethodPut, "role-rules", rules, etagOf(writes.get("role-rules")))
		}
		ask(rules).want(http.StatusOK, "")
		for _, mode := range []string{"automatic", "provider_wins"} {
			rules["mode"] = mode
			ask(rules).want(http.StatusForbidden, "person_required")
		}
		powerful := ruleOf("super_admin", "Sales")
		powerful["superAdmin"] = true
		ask(members{"mode": "suggest", "rules": []members{powerful}, "otherwise": "keep", "confirmSuperAdmin": true}).want(http.StatusForbidden, "person_required")

		w.drifts("maya@acme.example", "closer")
		for _, decision := range []string{"accept", "keep"} {
			of := func(email string) members {
				return members{"userId": idOf(sofia.user(email)), "said": "closer", "decision": decision}
			}
			writes.ask(http.MethodPost, "role-drift", of("sofia@acme.example"), "").want(http.StatusForbidden, "person_required")
			w.drifts("maya@acme.example", "closer")
			writes.ask(http.MethodPost, "role-drift", of("maya@acme.example"), "").want(http.StatusNoContent, "")
		}
	})
}
