package apply_test

import (
	"slices"
	"strings"
	"testing"

	"latchkey/api/apply"
	"latchkey/api/change"
	"latchkey/api/connection"
)

// O1: a connection by a file is what the same values make it on the screens, or is
// refused where they refuse it.
func TestO1_ConnectionsByFileGoByTheRulesOfTheScreens(t *testing.T) {
	w := newWriters(t)
	const client = "c.apps.googleusercontent.com"
	long := strings.Repeat("x", 2000)
	for provider, fields := range map[string]map[string][]string{
		"google": {
			"clientId":   {client, " " + client + " ", "My Client.apps.googleusercontent.com", "1234", appB, "", long + client, "é.apps.googleusercontent.com"},
			"secret":     {"GOCSPX-canary", "with space", client, tenantA, "", long, "a\tb"},
			"tenant":     {"", tenantA, "acme.example"},
			"issuer":     {"", "https://evil.example"},
			"clientAuth": {"automatic", "basic", ""},
			"label":      {"Work", " Work ", "", "a\nb", "a\u202eb", strings.Repeat("x", 61)},
			"lockedTo":   {"acme.example", "ACME.example", "gmail.com", "googlemail.com", "not a domain", "acme", "*.acme.example", "", tenantA, "10.0.0.1", "ä.example", strings.Repeat("a.example,", 50) + "b"},
		},
		"microsoft": {
			"clientId":   {appB, strings.ToUpper(appB), client, "app", ""},
			"secret":     {"canary", tenantA, "GOCSPX-canary"},
			"tenant":     {tenantA, strings.ToUpper(tenantA), "common", "organizations", "consumers", "9188040d-6c67-4c5b-b112-36a304b66dad", "a b"},
			"clientAuth": {"automatic", "post"},
			"lockedTo":   {tenantA, strings.ToUpper(tenantA), "acme.example", "9188040d-6c67-4c5b-b112-36a304b66dad", "common"},
		},
		"okta": {
			"clientId":   {"c-1", "With Space", "", "é", long},
			"clientAuth": {"automatic", "basic", "basic_raw", " post ", "", "Basic", "client_secret_post", "none"},
			"issuer":     {"https://acme.okta.example", "http://acme.okta.example", "https://u:p@okta.example", "https://okta.example?a", "", "https://okta.example/" + long},
			"lockedTo":   {"acme.example", "acme", "a b.example"},
		},
	} {
		for field, values := range fields {
			for _, value := range values {
				onScreen, screen := w.connectionOnScreen(provider, field, value)
				byFile, file := w.connectionByFile(provider, field, value)
				if (screen == nil) != (file == nil) {
					t.Errorf("%s %s %.40q: the screen says %v, the file %v", provider, field, value, screen, file)
					continue
				}
				if screen == nil && !slices.Equal(onScreen, byFile) {
					t.Errorf("%s %s %.40q: the screen makes %q of it, the file %q", provider, field, value, onScreen, byFile)
				}
			}
		}
	}
}

// values are those of a whole connection, one of them in question.
func values(provider, field, value string) map[string]string {
	all := map[string]map[string]string{
		"google":    {"clientId": "c.apps.googleusercontent.com", "secret": "canary", "label": "Work"},
		"microsoft": {"clientId": appB, "secret": "canary", "label": "Work"},
		"okta":      {"clientId": "c-1", "secret": "canary", "label": "Work", "issuer": "https://acme.okta.example"},
	}[provider]
	all[field] = value
	return all
}

func (w *writers) connectionOnScreen(provider, field, value string) ([]string, error) {
	o := w.organization()
	view, err := w.connections.Create(w.t.Context(), connection.Beginning{OrganizationID: o.ID, Provider: provider, Label: "Work", By: "usr_1"})
	w.must(err)
	ch := connection.Change{}
	for name, value := range values(provider, field, value) {
		switch name {
		case "clientId":
			ch.ClientID = &value
		case "secret":
			ch.ClientSecret = &value
		case "label":
			ch.Label = &value
		case "tenant":
			ch.Tenant = &value
		case "issuer":
			ch.Issuer = &value
		case "clientAuth":
			ch.ClientAuth = &value
		case "lockedTo":
			list := strings.Split(value, ",")
			ch.LockedTo = &list
		}
	}
	view, err = w.connections.Change(w.t.Context(), connection.Target{By: change.Actor{OrganizationID: o.ID, ID: "usr_1"}, ConnectionID: view.ID, Revision: view.Revision}, ch)
	if err != nil {
		return nil, err
	}
	return append([]string{view.Draft.ClientID, view.Draft.Tenant, view.Draft.Issuer, view.Draft.ClientAuth, view.Label}, view.LockedTo...), nil
}

func (w *writers) connectionByFile(provider, field, value string) ([]string, error) {
	o := w.organization()
	c := apply.Connection{Provider: provider}
	for name, value := range values(provider, field, value) {
		switch name {
		case "clientId":
			c.ClientID = &value
		case "secret":
			c.Secret = &apply.Secret{Value: value}
			if value == "" {
				w.t.Setenv("APPLY_EMPTY", "")
				c.Secret.Env = "APPLY_EMPTY"
			}
		case "label":
			c.Label = &value
		case "tenant":
			c.Tenant = &value
		case "issuer":
			c.Issuer = &value
		case "clientAuth":
			c.ClientAuth = &value
		case "lockedTo":
			c.LockedTo = strings.Split(value, ",")
		}
	}
	if _, err := w.Apply(w.t.Context(), &apply.Document{Organizations: []apply.Organization{{Code: o.Code, Connections: []apply.Connection{c}}}}, false); err != nil {
		return nil, err
	}
	conn, err := w.db.ConnectionAt(w.t.Context(), o.ID, provider)
	w.must(err)
	v, err := w.db.VersionOf(w.t.Context(), o.ID, *conn.LiveVersionID)
	w.must(err)
	return append([]string{v.ClientID, v.Tenant, v.Issuer, v.ClientAuth, conn.Label}, conn.LockedTo...), nil
}
