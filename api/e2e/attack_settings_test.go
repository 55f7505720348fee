//go:build attack

package e2e_test

import (
	"net/http"
	"strings"
	"time"
)

// attacksOnSettings are those of group F: to reach inside, to read secrets, to set what one may not.
func attacksOnSettings() []attack {
	return []attack{
		{"F01", "a tenant that is a path, a template, an address", func(a *assault) {
			sofia := a.office(a.t, "acme", "sofia@acme.example")
			for _, tenant := range []string{"../../evil", "common", "organizations", "consumers", "evil.com/x", "%2e%2e", "https://evil.example", "9188040d-6c67-4c5b-b112-36a304b66dad", "{tenantid}", "a b", "\x00"} {
				got := sofia.changeConnection("microsoft", members{"tenant": tenant})
				if got.status < 400 || got.status >= 500 {
					a.t.Errorf("%q: %d %s", tenant, got.status, got.body)
				}
			}
		}},
		{"F02", "an issuer that is inside, however it is spelled", func(a *assault) {
			sofia := a.office(a.t, "acme", "sofia@acme.example")
			for _, host := range []string{
				"127.0.0.2", "[::1]", "[::ffff:127.0.0.2]", "0.0.0.0", "169.254.169.254", "10.0.0.1", "100.64.0.1", "192.0.0.1", "198.18.0.1", "240.0.0.1", "[fd00::1]",
				"[64:ff9b::7f00:1]", "[2002:7f00:1::]", "2130706434", "0x7f000002", "0177.0.0.2", "127.2", "localhost", "localhost.", "LOCALHOST",
			} {
				got := sofia.ask(http.MethodPost, "connections", members{"provider": "okta", "label": "X", "clientId": "x", "clientSecret": "canary-secret-of-a-draft", "issuer": "https://" + host + "/"}, "")
				if got.status == http.StatusCreated { // saved as a draft, then: nothing is called
					id := got.text("id")
					tested := sofia.ask(http.MethodPost, "connections/"+id+"/tests", nil, "")
					if strings.Contains(string(tested.body), "authorizationUrl\":\"http") {
						a.t.Errorf("%s: a test goes there: %s", host, tested.body)
					}
					sofia.ask(http.MethodPost, "connections/"+id+"/remove", members{}, got.header.Get("ETag"))
				} else if got.status < 400 || got.status >= 500 {
					a.t.Errorf("%s: %d %s", host, got.status, got.body)
				}
			}
		}},
		{"F08", "the client secret by every way of reading", func(a *assault) {
			sofia := a.office(a.t, "acme", "sofia@acme.example")
			for _, path := range []string{
				"connections", "connections/" + a.live("acme", "google").ID, "connections/" + a.live("acme", "google").ID + "/versions", "audit-events", "sign-in-log", "sign-in-log/export?format=csv",
				"sign-in-log/export?format=json", "events", "users/export", "webhooks", "services", "applications", "mails",
			} {
				if got := sofia.ask(http.MethodGet, path, nil, ""); got.status != http.StatusOK { // the leak checker looks at what comes
					a.t.Errorf("%s: %d %s", path, got.status, got.body)
				}
			}
			refused := sofia.changeConnection("google", members{"clientSecret": strings.Repeat("CANARY-", 300)})
			if refused.status < 400 || strings.Contains(string(refused.body), "CANARY") {
				a.t.Errorf("a refusal repeats it: %d %.300s", refused.status, refused.body)
			}
		}},
		{"F10", "an agent who sets what super admins set", func(a *assault) {
			who, _ := a.agent()
			agent := a.office(a.t, "acme", who)
			for path, method := range map[string]string{"connections": "POST", "sign-in-policy": "PATCH", "users": "POST", "roles": "POST", "services": "POST", "webhooks": "POST", "branding": "PATCH", "domains": "POST", "user-bulk-changes": "POST"} {
				agent.ask(method, path, members{}, `"1"`).want(http.StatusNotFound, "not_found")
			}
		}},
		{"F11", "members that nobody asked for: organizationId, id, createdBy, role, state", func(a *assault) {
			who, _ := a.agent()
			sofia, u := a.office(a.t, "acme", "sofia@acme.example"), a.browser()
			for _, member := range []string{"organizationId", "id", "createdBy", "isAdmin", "Role", "__proto__", "revision"} {
				for _, got := range []answer{
					sofia.change(who, members{member: "x"}), sofia.changeConnection("google", members{member: "x"}),
					sofia.ask(http.MethodPost, "users", members{"email": "new@acme.example", "name": "N", "role": "agent", member: "x"}, ""),
				} {
					if got.text("code") != "validation_failed" && got.text("code") != "body_malformed" { // a member in two cases is malformed
						a.t.Errorf("%s: %d %s", member, got.status, got.body)
					}
				}
			}
			u.password("acme", who, everybodysPassword).want(http.StatusOK, "")
			h := http.Header{"Authorization": {"Bearer " + u.token()}, "Content-Type": {"application/json"}, "Sec-Fetch-Site": {"same-origin"}}
			for _, body := range []string{`{"role":"super_admin"}`, `{"name":"A","role":"super_admin"}`, `{"name":"A","organizationId":"x"}`} {
				u.send(http.MethodPatch, "/api/v1/me", []byte(body), h).want(http.StatusUnprocessableEntity, "validation_failed")
			}
		}},
		{"F14", "script in names, labels, help texts and looks", func(a *assault) {
			sofia := a.office(a.t, "acme", "sofia@acme.example")
			const script = "</script><script>alert(1)</script>"
			sofia.changeConnection("okta", members{"label": "Okta " + script[:20]})
			policy := sofia.ask(http.MethodGet, "sign-in-policy", nil, "")
			sofia.ask(http.MethodPatch, "sign-in-policy", members{"contactText": script}, policy.header.Get("ETag")).want(http.StatusOK, "")
			if page := a.browser().navigate("/o/acme/sign-in"); strings.Contains(string(page.body), "<script>alert") {
				a.t.Error("the page has it as script")
			}
			for _, logo := range []string{"PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+", "R0lGODlhAQABAAAAACw="} { // SVG, GIF
				look := sofia.ask(http.MethodGet, "branding", nil, "")
				if got := sofia.ask(http.MethodPatch, "branding", members{"logo": logo}, look.header.Get("ETag")); got.status < 400 || got.status >= 500 {
					a.t.Errorf("a logo: %d %s", got.status, got.body)
				}
			}
		}},
		{"J10", "a provider by plain http, and by a certificate that nobody vouches for", func(a *assault) {
			sofia := a.office(a.t, "acme", "sofia@acme.example")
			for _, issuer := range []string{"http://idp.example/", "ftp://idp.example/", a.url} {
				began := time.Now()
				got := sofia.changeConnection("okta", members{"issuer": issuer})
				if got.status < 400 && !strings.Contains(issuer, "127.0.0.1") || got.status >= 500 || time.Since(began) > 5*time.Second {
					a.t.Errorf("%s: %d %s in %v", issuer, got.status, got.body, time.Since(began))
				}
			}
		}},
	}
}

// changeConnection patches a connection of the organization from its newest revision.
func (o *office) changeConnection(provider string, change members) answer {
	o.t.Helper()
	at := "connections/" + o.w.live(o.organization, provider).ID
	return o.ask(http.MethodPatch, at, change, o.ask(http.MethodGet, at, nil, "").header.Get("ETag"))
}
