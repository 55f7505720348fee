package e2e_test

import (
	"net/http"
	"testing"
	"time"

	"latchkey/api/client"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// machine is a service of an organization with a key that works.
type machine struct {
	id, key, secretID string
}

// machine makes a service of acme or another organization, as a super admin's request
// would, with these scopes.
func (w *world) machine(organization string, scopes ...string) machine {
	w.t.Helper()
	o, err := w.store.OrganizationByCode(w.t.Context(), organization)
	must(w.t, err)
	m := machine{id: "svc_" + secret.NewID(), key: client.NewSecret(client.ServiceSecret)}
	w.secrets.add(m.key)
	now := w.clock.now()
	must(w.t, w.store.InTx(w.t.Context(), func(rows store.Rows) error {
		if err := rows.AddClient(w.t.Context(), store.Client{
			ID: m.id, Kind: store.KindService, OrganizationID: &o.ID, Name: "Back end", State: store.ClientEnabled,
			CreatedAt: store.At(now), CreatedBy: store.ActorOperator, UpdatedAt: store.At(now),
		}); err != nil {
			return err
		}
		if err := rows.AddService(w.t.Context(), store.Service{
			ClientID: m.id, OrganizationID: o.ID, Scopes: scopes, Revision: 1, ChangedBy: store.ActorOperator,
		}); err != nil {
			return err
		}
		row := client.NewSecretRow(m.id, client.Given{Value: m.key, Hash: client.HashOf(m.key)}, store.ActorOperator, now, now.Add(365*24*time.Hour))
		m.secretID = row.ID
		return client.AddSecret(w.t.Context(), rows, store.KindService, row)
	}))
	return m
}

// office is what the service asks of an organization.
func (m machine) office(t *testing.T, w *world, organization string) *office {
	return &office{t, w, m.key, organization}
}

// H17: what a super admin makes is a key of one organization, with the scopes that they
// chose; it is shown once, and what they take away bites within a second.
func TestH17_ServicesFromMakingToRevoking(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia := &office{t, w, w.reader(t, "acme", "sofia@acme.example").token, "acme"}
		made := sofia.ask(http.MethodPost, "services", members{"name": "CRM", "scopes": []string{"users:read", "introspect"}}, "")
		made.want(http.StatusCreated, "")
		key := made.text("secret")
		w.secrets.add(key)
		if !client.IsSecret(client.ServiceSecret, key) {
			t.Fatalf("the secret is %q", key)
		}
		one := made.object()["service"].(map[string]any)
		id := one["id"].(string)
		secretOf := func(i int) map[string]any {
			return sofia.get("services/" + id)["secrets"].([]any)[i].(map[string]any)
		}
		if first := secretOf(0); first["first"] != key[:8] || first["last"] != key[49:] || first["state"] != "live" ||
			first["expiresAt"].(string)[:10] != w.clock.now().Add(365*24*time.Hour).UTC().Format(time.DateOnly) {
			t.Errorf("its secret: %v", first)
		}
		crm := &office{t, w, key, "acme"}
		crm.ask(http.MethodGet, "users", nil, "").want(http.StatusOK, "")
		lacks := crm.ask(http.MethodGet, "connections", nil, "")
		lacks.want(http.StatusForbidden, "insufficient_scope")
		if got := lacks.header.Get("WWW-Authenticate"); got != `Bearer realm="latchkey", error="insufficient_scope", scope="connections:read"` {
			t.Errorf("it is told %q", got)
		}

		second := sofia.ask(http.MethodPost, "services/"+id+"/secrets", members{"lifetime": "30d"}, "")
		second.want(http.StatusCreated, "")
		third := sofia.ask(http.MethodPost, "services/"+id+"/secrets", members{"never": true}, "")
		third.want(http.StatusCreated, "")
		w.secrets.add(second.text("secret"))
		w.secrets.add(third.text("secret"))
		sofia.ask(http.MethodPost, "services/"+id+"/secrets", members{}, "").want(http.StatusConflict, "conflict")
		if secretOf(2)["expiresAt"] != nil {
			t.Errorf("never: %v", secretOf(2))
		}
		must(t, w.app.Clients.FlushUse(t.Context()))
		now := sofia.get("services/" + id)
		if now["lastUsedWith"] != secretOf(0)["id"] || now["lastUsedFrom"] == nil || secretOf(0)["lastUsedAt"] == nil || secretOf(1)["lastUsedAt"] != nil {
			t.Errorf("its use: %v", now)
		}

		old := secretOf(0)["id"].(string)
		sofia.ask(http.MethodDelete, "services/"+id+"/secrets/"+old, nil, "").want(http.StatusOK, "")
		w.clock.add(time.Second)
		gone := crm.ask(http.MethodGet, "users", nil, "")
		gone.want(http.StatusUnauthorized, "unauthenticated")
		if got := gone.header.Get("WWW-Authenticate"); got != `Bearer realm="latchkey", error="invalid_token"` {
			t.Errorf("it is told %q", got)
		}
		sofia.ask(http.MethodDelete, "services/"+id+"/secrets/"+old, nil, "").want(http.StatusNotFound, "not_found")
		crm.token = second.text("secret")
		crm.ask(http.MethodGet, "users", nil, "").want(http.StatusOK, "")

		tag := etagOf(sofia.get("services/" + id))
		sofia.ask(http.MethodPatch, "services/"+id, members{"scopes": []string{"connections:read"}}, `"1"`).want(http.StatusPreconditionFailed, "config_changed")
		sofia.ask(http.MethodPatch, "services/"+id, members{"scopes": []string{"connections:read"}, "name": "CRM 2"}, tag).want(http.StatusOK, "")
		w.clock.add(time.Second)
		crm.ask(http.MethodGet, "users", nil, "").want(http.StatusForbidden, "insufficient_scope")
		crm.ask(http.MethodGet, "connections", nil, "").want(http.StatusOK, "")

		sofia.ask(http.MethodDelete, "services/"+id, nil, tag).want(http.StatusPreconditionFailed, "config_changed")
		sofia.ask(http.MethodDelete, "services/"+id, nil, etagOf(sofia.get("services/"+id))).want(http.StatusNoContent, "")
		sofia.ask(http.MethodGet, "services/"+id, nil, "").want(http.StatusNotFound, "not_found")
		w.clock.add(time.Second)
		crm.ask(http.MethodGet, "connections", nil, "").want(http.StatusUnauthorized, "unauthenticated")
		if n := len(sofia.get("services")["items"].([]any)); n != 0 {
			t.Errorf("%d services are left", n)
		}
		for _, kind := range []string{"service.created", "service.secret_added", "service.secret_revoked", "service.changed", "service.revoked"} {
			if w.count("SELECT count(*) FROM audit_events WHERE action = '"+kind+"' AND subject = '"+id+"' AND actor_name = 'sofia@acme.example' AND subject_name LIKE 'CRM%'") == 0 {
				t.Errorf("no event %s", kind)
			}
		}
	})
}

// No scope makes services, changes the policy or touches super admins, and a machine
// weakens no sign-in: it cannot confirm who it is. What it does stands under its name.
func TestH17_WhatNoServiceMay(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	sofia := &office{t, w, w.reader(t, "acme", "sofia@acme.example").token, "acme"}
	m := w.machine("acme", "users:read", "users:write", "connections:read", "connections:write")
	crm := m.office(t, w, "acme")
	boss, maya := sofia.user("sofia@acme.example"), sofia.user("maya@acme.example")
	change := func(u map[string]any, what members) answer {
		return crm.ask(http.MethodPatch, "users/"+idOf(u), what, etagOf(u))
	}
	google := w.live("acme", "google")
	connection := func(what members) answer {
		return crm.ask(http.MethodPatch, "connections/"+google.ID, what, etagOf(crm.get("connections/"+google.ID)))
	}
	before := w.everything()
	for name, a := range map[string]answer{
		"make a super admin":       crm.ask(http.MethodPost, "users", members{"email": "new@acme.example", "name": "New", "role": "super_admin"}, ""),
		"promote":                  change(maya, members{"role": "super_admin"}),
		"demote":                   change(boss, members{"role": "agent"}),
		"deactivate a super admin": change(boss, members{"active": false}),
		"rename a super admin":     change(boss, members{"name": "Other"}),
		"sign a super admin out":   crm.ask(http.MethodDelete, "users/"+idOf(boss)+"/sessions", nil, ""),
		"exempt":                   change(maya, members{"exempt": true}),
		"another e-mail":           change(maya, members{"email": "other@acme.example"}),
		"connect an account":       crm.ask(http.MethodPost, "users/"+idOf(maya)+"/identities", members{"signInId": secret.NewID()}, ""),
		"a wider sign-in":          connection(members{"clientId": "another-client", "clientSecret": clientSecret}),
		"turn a connection on":     crm.ask(http.MethodPost, "connections/"+google.ID+"/enable", members{"confirm": acmesName}, `"1"`),
		"test in a browser":        crm.ask(http.MethodPost, "connections/"+google.ID+"/tests", nil, ""),
		"make a service":           crm.ask(http.MethodPost, "services", members{"name": "Other", "scopes": []string{"users:read"}}, ""),
		"read services":            crm.ask(http.MethodGet, "services", nil, ""),
		"give itself a secret":     crm.ask(http.MethodPost, "services/"+m.id+"/secrets", members{}, ""),
		"widen itself":             crm.ask(http.MethodPatch, "services/"+m.id, members{"scopes": []string{"log:read"}}, `"1"`),
		"change the policy":        crm.ask(http.MethodPatch, "sign-in-policy", members{"sessionIdleMinutes": 45}, `"1"`),
		"claim a domain":           crm.ask(http.MethodPost, "domains", members{"domain": "acme.example"}, ""),
		"be somebody":              w.browser().me(m.key),
	} {
		if a.status != http.StatusForbidden || a.text("code") != "person_required" {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	if changed := w.changed(before); len(changed) > 0 {
		t.Errorf("it wrote %v", changed)
	}
	crm.ask(http.MethodPost, "users", members{"email": "agent@acme.example", "name": "New", "role": "agent", "externalId": "crm-9"}, "").want(http.StatusCreated, "")
	change(maya, members{"active": false}).want(http.StatusOK, "")
	change(crm.user("maya@acme.example"), members{"active": true}).want(http.StatusForbidden, "person_required")
	entries := sofia.get("audit-events?limit=1")["items"].([]any)
	if e := entries[0].(map[string]any); e["actor"] != m.id || e["actorName"] != "Back end" || e["action"] != "user.changed" {
		t.Errorf("who did it: %v", e)
	}
}

// A key in an address stands in logs: it is refused, real or not, and said to be revoked.
// Cookies never count, and neither does a key that was cut.
func TestH17_WhereAKeyMustNotBe(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	m := w.machine("acme", "users:read")
	b := w.browser()
	path := "/api/v1/organizations/acme/users"
	bearer := func(text string) http.Header { return http.Header{"Authorization": {"Bearer " + text}} }
	for _, a := range []answer{
		b.send(http.MethodGet, path+"?access_token="+m.key, nil, nil),
		b.send(http.MethodGet, path+"?search="+m.key, nil, bearer(m.key)),
		b.send(http.MethodGet, path+"?access_token=x", nil, bearer(m.key)),
		b.send(http.MethodGet, path+"?key="+client.NewSecret(client.ServiceSecret), nil, nil),
	} {
		a.want(http.StatusBadRequest, "key_in_address")
	}
	for name, h := range map[string]http.Header{
		"a cookie":                  {"Cookie": {"latchkey-session=" + m.key + "; __Host-latchkey-session=" + m.key}},
		"a key that was cut":        bearer(m.key[:52]),
		"a mistyped key":            bearer(m.key[:20] + "~" + m.key[21:]),
		"a key that nobody has":     bearer(client.NewSecret(client.ServiceSecret)),
		"the key of an application": bearer(client.NewSecret(client.ApplicationSecret)),
		"Basic":                     {"Authorization": {"Basic " + m.key}},
		"two keys":                  {"Authorization": {"Bearer " + m.key, "Bearer " + m.key}},
		"its hash":                  bearer(client.HashOf(m.key)),
	} {
		a := b.send(http.MethodGet, path, nil, h)
		if a.status != http.StatusUnauthorized || a.text("code") != "unauthenticated" {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	b.send(http.MethodGet, path, nil, bearer(m.key)).want(http.StatusOK, "")
}
