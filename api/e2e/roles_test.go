package e2e_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"latchkey/api/role"
	"latchkey/api/store"
)

// addRole gives acme a role, unless it has it.
func (w *world) addRole(key store.Role, permissions ...string) {
	w.t.Helper()
	o, err := w.store.OrganizationByCode(w.t.Context(), "acme")
	must(w.t, err)
	if _, err := w.store.RoleByKey(w.t.Context(), o.ID, key); err == nil {
		return
	}
	is := role.New(o.ID, key, store.ActorOperator)
	is.Name, is.ChangedAt = "Role "+string(key), store.At(w.clock.now())
	is.Permissions = append(is.Permissions, permissions...)
	must(w.t, w.store.AddRole(w.t.Context(), is))
}

// ownRole gives somebody of acme, who is active then, a role of its own.
func (w *world) ownRole(key store.Role, email string, permissions ...string) {
	w.t.Helper()
	w.addRole(key, permissions...)
	must(w.t, w.execute("UPDATE users SET role = ?, active = TRUE WHERE email_lower = ? AND organization_id = (SELECT id FROM organizations WHERE code = 'acme')", key, email))
}

// What a super admin makes of a role reaches the people who have it within a second, in
// the sessions that they have; it reads and changes nothing, and goes when nobody has it.
func TestRolesFromMakingToDeleting(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia, maya := w.office(t, "acme", "sofia@acme.example"), w.person("maya@acme.example")
		made := sofia.ask(http.MethodPost, "roles", members{
			"key": "help_desk", "name": " Help desk ", "description": "Looks up refusals.", "permissions": []string{"users:read", "log:read"},
		}, "")
		made.want(http.StatusCreated, "")
		if is := made.object(); is["name"] != "Help desk" || is["builtIn"] != false || is["people"] != 0.0 || fmt.Sprint(is["permissions"]) != "[log:read users:read]" ||
			made.header.Get("ETag") != is["etag"] || is["changedBy"] != "sofia@acme.example" {
			t.Errorf("made %v", is)
		}
		sofia.ask(http.MethodPost, "roles", members{"key": "help_desk", "name": "Again"}, "").want(http.StatusConflict, "role_key_taken")
		sofia.ask(http.MethodPost, "roles", members{"key": "agent", "name": "Mine"}, "").want(http.StatusConflict, "role_key_taken")

		desk := &office{t, w, maya.token, "acme"}
		desk.ask(http.MethodGet, "sign-in-log", nil, "").want(http.StatusNotFound, "not_found")
		sofia.change("maya@acme.example", members{"role": "help_desk"}).want(http.StatusOK, "")
		w.clock.add(time.Second)
		desk.ask(http.MethodGet, "sign-in-log", nil, "").want(http.StatusUnauthorized, "unauthenticated") // the token says agent
		desk.token = maya.browser.token()
		desk.ask(http.MethodGet, "sign-in-log", nil, "").want(http.StatusOK, "")
		desk.ask(http.MethodGet, "users", nil, "").want(http.StatusOK, "")
		desk.ask(http.MethodPost, "users", members{"email": "x@acme.example", "name": "X", "role": "agent"}, "").want(http.StatusNotFound, "not_found")
		me := w.browser().me(desk.token).object()
		if user := me["user"].(map[string]any); user["role"] != "help_desk" || user["roleName"] != "Help desk" || fmt.Sprint(me["permissions"]) != "[log:read users:read]" {
			t.Errorf("me: %v", me)
		}
		if claims := claimsOf(t, desk.token); claims["role"] != "help_desk" || fmt.Sprint(claims["roles"]) != "[help_desk]" {
			t.Errorf("the token says %v", claims)
		}

		one := sofia.get("roles/help_desk")
		sofia.ask(http.MethodPatch, "roles/help_desk", members{"name": "Desk"}, `"7"`).want(http.StatusPreconditionFailed, "config_changed")
		sofia.ask(http.MethodPatch, "roles/help_desk", members{"permissions": []string{"log:read"}}, etagOf(one)).want(http.StatusOK, "")
		w.clock.add(time.Second)
		desk.ask(http.MethodGet, "users", nil, "").want(http.StatusNotFound, "not_found")
		desk.ask(http.MethodGet, "sign-in-log", nil, "").want(http.StatusOK, "")

		used := sofia.ask(http.MethodDelete, "roles/help_desk", nil, etagOf(sofia.get("roles/help_desk")))
		used.want(http.StatusConflict, "role_in_use")
		if used.object()["people"] != 1.0 {
			t.Errorf("in use: %s", used.body)
		}
		sofia.change("maya@acme.example", members{"role": "agent"}).want(http.StatusOK, "")
		sofia.ask(http.MethodDelete, "roles/help_desk", nil, etagOf(sofia.get("roles/help_desk"))).want(http.StatusNoContent, "")
		sofia.ask(http.MethodGet, "roles/help_desk", nil, "").want(http.StatusNotFound, "not_found")
		w.clock.add(time.Second)
		desk.ask(http.MethodGet, "sign-in-log", nil, "").want(http.StatusUnauthorized, "unauthenticated")
		w.wantRoleEvents(sofia)
	})
}

// wantRoleEvents: who changed which role, before and after, stands in the log of changes.
func (w *world) wantRoleEvents(sofia *office) {
	w.t.Helper()
	var said []string
	for _, one := range sofia.get("audit-events")["items"].([]any) {
		e := one.(map[string]any)
		if action := fmt.Sprint(e["action"]); strings.HasPrefix(action, "role.") {
			said = append(said, action+" "+fmt.Sprint(e["subjectName"], e["actorName"]))
		}
	}
	if want := []string{"role.deleted Help desksofia@acme.example", "role.changed Help desksofia@acme.example", "role.created Help desksofia@acme.example"}; !slices.Equal(said, want) {
		w.t.Errorf("the log says %q", said)
	}
}

// A role is made by somebody who may, within bounds. A machine gives one that permits
// nothing here, and touches whoever is no super admin.
func TestRolesWithinBounds(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	sofia := w.office(t, "acme", "sofia@acme.example")
	for _, permission := range []string{"users:write", "roles:write", "connections:read", "services:read", "signed-in", ""} {
		a := sofia.ask(http.MethodPost, "roles", members{"key": "mighty", "name": "Mighty", "permissions": []string{permission}}, "")
		if a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d %s", permission, a.status, a.body)
		}
	}
	for _, key := range []string{"Desk", "d", "1desk", "help desk", strings.Repeat("x", 41)} {
		sofia.ask(http.MethodPost, "roles", members{"key": key, "name": "Desk"}, "").want(http.StatusUnprocessableEntity, "validation_failed")
	}
	for _, name := range []string{"Super admin", "AGENT"} { // people would take it for the one that has this name
		sofia.ask(http.MethodPost, "roles", members{"key": "other", "name": name}, "").want(http.StatusUnprocessableEntity, "validation_failed")
	}
	sofia.ask(http.MethodPost, "roles", members{"key": "field", "name": "Field"}, "").want(http.StatusCreated, "")
	sofia.ask(http.MethodPost, "roles", members{"key": "field2", "name": "field"}, "").want(http.StatusUnprocessableEntity, "validation_failed")
	sofia.ask(http.MethodPost, "roles", members{"key": "field2", "name": "Field 2"}, "").want(http.StatusCreated, "")
	sofia.ask(http.MethodPatch, "roles/field2", members{"name": "FIELD"}, `"1"`).want(http.StatusUnprocessableEntity, "validation_failed")
	sofia.ask(http.MethodPatch, "roles/field", members{"name": "FIELD"}, `"1"`).want(http.StatusOK, "")
	for _, key := range []string{"agent", "super_admin"} {
		sofia.ask(http.MethodPatch, "roles/"+key, members{"permissions": []string{"log:read"}}, `"1"`).want(http.StatusConflict, "role_built_in")
		sofia.ask(http.MethodDelete, "roles/"+key, nil, `"1"`).want(http.StatusConflict, "role_built_in")
	}
	sofia.change("maya@acme.example", members{"role": "nobody_made_it"}).want(http.StatusUnprocessableEntity, "validation_failed")
	sofia.ask(http.MethodPost, "users", members{"email": "n@acme.example", "name": "N", "role": "nobody_made_it"}, "").want(http.StatusUnprocessableEntity, "validation_failed")

	w.ownRole("desk", "ben@acme.example", "log:read")
	machine := w.machine("acme", "users:read", "users:write").office(t, w, "acme")
	machine.ask(http.MethodPost, "users", members{"email": "m@acme.example", "name": "M", "role": "desk"}, "").want(http.StatusForbidden, "person_required")
	machine.change("maya@acme.example", members{"role": "desk"}).want(http.StatusForbidden, "person_required")
	machine.change("ben@acme.example", members{"email": "mine@acme.example"}).want(http.StatusForbidden, "person_required")
	machine.change("sofia@acme.example", members{"name": "Sof"}).want(http.StatusForbidden, "person_required")
	w.addRole("billing")
	machine.change("maya@acme.example", members{"role": "billing"}).want(http.StatusOK, "")
	machine.ask(http.MethodPost, "users", members{"email": "m@acme.example", "name": "M", "role": "billing"}, "").want(http.StatusCreated, "")
	machine.change("ben@acme.example", members{"name": "Benjamin"}).want(http.StatusOK, "")
	machine.change("ben@acme.example", members{"active": false}).want(http.StatusOK, "")

	for i := range role.Most - 4 {
		w.addRole(store.Role(fmt.Sprintf("role%d", i)))
	}
	sofia.ask(http.MethodPost, "roles", members{"key": "one_more", "name": "One more"}, "").want(http.StatusConflict, "role_limit_reached")
	if list := sofia.get("roles"); len(list["items"].([]any)) != role.Most+2 || list["most"] != float64(role.Most) {
		t.Errorf("%d roles, of %v", len(list["items"].([]any)), list["most"])
	}
}
