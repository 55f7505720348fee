package apply_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"latchkey/api/apply"
	"latchkey/api/client"
	"latchkey/api/idp/idptest"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// servicesFile is a file with a service of acme, whose members are indented by eight.
func servicesFile(members string) string {
	return "organizations:\n  - code: acme\n    services:\n      - clientId: acme-crm\n" + members
}

// keySet writes a file of public keys, as others write them, and gives its name.
func (r *rig) keySet() string {
	r.t.Helper()
	key, err := idptest.NewKey(idptest.ES256)
	r.must(err)
	text, err := json.MarshalIndent(map[string]any{"keys": []any{key.JWK()}}, "", "  ")
	r.must(err)
	file := filepath.Join(r.t.TempDir(), "jwks.json")
	r.must(os.WriteFile(file, text, 0o600))
	return file
}

func (r *rig) service(id string) client.Client {
	r.t.Helper()
	c, err := client.Read(r.t.Context(), r.db.Rows, id)
	r.must(err)
	return c
}

// Everything of a service can come from the file, twice without a change.
func TestServicesFromAFile(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
		r := newRig(t, open())
		key := client.NewSecret(client.ServiceSecret)
		t.Setenv("SERVICE_SECRET", key)
		file := servicesFile(`
        name: CRM back end
        scopes: [users:write, users:read]
        secrets: [{ env: SERVICE_SECRET, lifetime: 90d }, ` + hashes(1) + `]
        keys: { file: ` + r.keySet() + ` }
        federation:
          issuer: https://issuer.example/v2.0
          jwksUri: https://issuer.example/keys
          subject: crm
          audience: api://latchkey
`)
		changes, err := r.Apply(t.Context(), r.document(file), true)
		r.must(err)
		dry, said := r.said(changes), r.apply(file)
		want := "+ service acme-crm in acme: users:read users:write\n+ secret of service acme-crm of acme\n+ secret of service acme-crm of acme"
		if !strings.HasSuffix(said, want) || dry != said {
			t.Errorf("dry %q, said %q", dry, said)
		}
		c := r.service("acme-crm")
		s := *c.Service
		if c.Kind != store.KindService || c.Name != "CRM back end" || s.OrganizationID != r.acme().ID || !slices.Equal(s.Scopes, store.Strings{"users:read", "users:write"}) ||
			s.Federation != (store.Federation{Issuer: "https://issuer.example/v2.0", KeysAt: "https://issuer.example/keys", Subject: "crm", Audience: "api://latchkey"}) ||
			!strings.HasPrefix(s.JWKS, `{"keys":[{`) || s.ChangedBy != store.ActorOperator {
			t.Errorf("%+v %+v", c, s)
		}
		ends := map[string]time.Time{}
		for _, one := range c.Secrets {
			ends[one.Hash] = one.ExpiresAt.Time
		}
		if !ends[client.HashOf(key)].Equal(r.now.Add(90*24*time.Hour)) || !ends[client.HashOf("a")].Equal(r.now.Add(365*24*time.Hour)) {
			t.Errorf("its secrets end: %v", ends)
		}
		before := r.audit()
		if again := r.apply(file); again != "" || r.audit() != before {
			t.Errorf("the second time: %s", again)
		}
		for _, kind := range []string{"service.created", "service.secret_added"} {
			if !strings.Contains(before, kind+" ") || strings.Contains(before, key) {
				t.Errorf("the audit has no %s, or the secret: %s", kind, before)
			}
		}
		if said := r.apply(strings.Replace(file, "90d", "never", 1)); !strings.Contains(said, "keeps the end that it was made with") {
			t.Errorf("another lifetime: %s", said)
		}
	})
}

// What the file only repeats does not undo what a super admin changed since; what it says
// anew wins. Nothing brings a revoked service or secret back.
func TestServicesThatSomebodyChanged(t *testing.T) {
	r := newRig(t, storetest.Open(t, store.SQLite))
	file := func(scopes, more string) string {
		return servicesFile("        scopes: [" + scopes + "]\n        secrets: [" + hashes(1) + "]\n" + more)
	}
	federation := "        federation: { issuer: https://i.example, jwksUri: https://i.example/k, subject: s, audience: a }\n"
	r.apply(file("users:read, log:read", federation))
	s := r.service("acme-crm").Service.Service
	s.Scopes, s.ChangedBy = store.Strings{"log:read"}, "usr_1"
	r.must(r.db.UpdateService(t.Context(), s))
	if said := r.apply(file("users:read, log:read", federation)); !strings.HasPrefix(said, "= service acme-crm of acme: kept scopes") {
		t.Errorf("said again: %s", said)
	}
	if said := r.apply(file("users:read", federation)); said != "~ service acme-crm in acme: scopes become users:read" {
		t.Errorf("said anew: %s", said)
	}
	if said := r.apply(file("users:read", "        name: CRM\n        federation: {}\n")); said != "~ service acme-crm in acme: name, federation" {
		t.Errorf("a name, and no federation: %s", said)
	}
	r.must(r.db.RevokeClientSecret(t.Context(), "acme-crm", r.service("acme-crm").Secrets[0].ID, r.now))
	if said := r.apply(file("users:read", "")); !strings.Contains(said, "was revoked or has expired, and stays so") {
		t.Errorf("a revoked secret: %s", said)
	}
	s = r.service("acme-crm").Service.Service
	s.RevokedAt = store.At(r.now)
	r.must(r.db.UpdateService(t.Context(), s))
	if said := r.apply(file("log:read", "")); said != "= service acme-crm of acme: was revoked, and stays so" {
		t.Errorf("a revoked service: %s", said)
	}
}

// The file ends a service for good, with its secrets, and says so once.
func TestServicesThatTheFileRevokes(t *testing.T) {
	r := newRig(t, storetest.Open(t, store.SQLite))
	revoked := servicesFile("        revoked: true\n")
	if said := r.apply(revoked); strings.Contains(said, "service") {
		t.Errorf("one that never was: %s", said)
	}
	r.apply(servicesFile("        scopes: [users:read]\n        secrets: [" + hashes(1) + "]\n"))
	if said := r.apply(revoked); said != "- service acme-crm of acme: is revoked" {
		t.Errorf("revoking: %s", said)
	}
	if c := r.service("acme-crm"); c.Service.RevokedAt.IsZero() || c.State != store.ClientDisabled {
		t.Errorf("it is %+v", c)
	}
	if said := r.apply(revoked); said != "" {
		t.Errorf("once more: %s", said)
	}
}

// All that is wrong is said with the service and the key, and nothing is written.
func TestServicesThatCannotBe(t *testing.T) {
	r := newRig(t, storetest.Open(t, store.SQLite))
	r.apply("organizations:\n  - code: acme\n  - code: globex\n    services:\n      - { clientId: globex-crm, scopes: [\"users:read\"], secrets: [" + hashes(1) + "] }\n" +
		"applications:\n  - { clientId: app, redirectUris: [\"https://crm.example/cb\"] }\n")
	t.Setenv("SERVICE_SECRET", "short-canary")
	t.Setenv("APPLICATION_SECRET", client.NewSecret(client.ApplicationSecret))
	private := filepath.Join(t.TempDir(), "jwks.json")
	r.must(os.WriteFile(private, []byte(`{"keys":[{"kty":"oct","k":"canary"}]}`), 0o600))
	good := "        scopes: [users:read]\n"
	federation := func(issuer, keys string) string {
		return good + "        federation: { issuer: " + issuer + ", jwksUri: " + keys + ", subject: s, audience: a }\n"
	}
	for want, text := range map[string]string{
		"scopes: want at least one":                      servicesFile(""),
		"scopes: want at least":                          servicesFile("        scopes: []\n"),
		"scopes: want at least one of":                   servicesFile("        scopes: [services:write]\n"),
		"name: want a name":                              servicesFile(good + "        name: \"\"\n"),
		"secrets: want a secret that was made":           servicesFile(good + "        secrets: [{ env: SERVICE_SECRET }]\n"),
		"secrets: want a secret that was":                servicesFile(good + "        secrets: [{ env: APPLICATION_SECRET }]\n"),
		"secrets: the environment has no NO_SUCH":        servicesFile(good + "        secrets: [{ env: NO_SUCH }]\n"),
		"secrets: lifetime: want 30d":                    servicesFile(good + "        secrets: [{ hash: sha256:" + client.HashOf("a") + ", lifetime: 2y }]\n"),
		"secrets: there are three live":                  servicesFile(good + "        secrets: [" + strings.ReplaceAll(hashes(5), hashes(1)+", ", "") + "]\n"),
		"secrets: add a secret: another client":          servicesFile(good + "        secrets: [" + hashes(1) + "]\n"),
		"keys: want a file or jwksUri, not both":         servicesFile(good + "        keys: { file: " + r.keySet() + ", jwksUri: https://i.example/k }\n"),
		"keys.jwks: want a file with a key set":          servicesFile(good + "        keys: { file: " + private + " }\n"),
		"keys.jwksUri: want an https address":            servicesFile(good + "        keys: { jwksUri: http://i.example/k }\n"),
		"federation.issuer: want the iss":                servicesFile(federation("http://i.example", "https://i.example/k")),
		"federation.issuer: is this deployment itself":   servicesFile(federation("https://sso.example", "https://sso.example/k")),
		"federation.jwksUri: want an https address":      servicesFile(federation("https://i.example", "https://k.example/k")),
		"service app: clientId: is that of an app":       strings.Replace(servicesFile(good), "acme-crm", "app", 1),
		"service globex-crm: clientId: is that of a":     strings.Replace(servicesFile(good), "acme-crm", "globex-crm", 1),
		"service -: clientId: want letters":              strings.Replace(servicesFile(good), "acme-crm", "\"-\"", 1),
		"service acme-crm: clientId: stands there twice": servicesFile(good + "      - { clientId: acme-crm, scopes: [\"users:read\"] }\n"),
		"service other: secrets: another client has this secret": servicesFile(good + "        secrets: [{ hash: sha256:" + client.HashOf("z") + " }]\n" +
			"      - { clientId: other, scopes: [\"users:read\"], secrets: [{ hash: sha256:" + client.HashOf("z") + " }] }\n"),
		"application acme-crm: clientId: stands there tw": servicesFile(good) + "applications:\n  - { clientId: acme-crm, redirectUris: [\"https://crm.example/cb\"] }\n",
	} {
		if !strings.Contains(want, "clientId") && !strings.HasPrefix(want, "service ") {
			want = "service acme-crm: " + want
		}
		r.refuses(text, want)
	}
	r.refuses("applications:\n  - { clientId: app, secrets: ["+hashes(1)+"] }\n", "application app: secrets: another client has this secret")
	if _, err := r.db.ClientByID(t.Context(), "acme-crm"); err == nil {
		t.Error("a service was made")
	}
	for _, text := range []string{"        scope: x\n", "        state: disabled\n", "        secrets: [{ value: x }]\n", "        scopes: users:read\n"} {
		if _, err := apply.Read(strings.NewReader(servicesFile(text))); err == nil || !strings.HasPrefix(err.Error(), "line 5: ") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// The file that the documentation shows, and the one of its applications, are files.
func TestFilesOfTheDocumentation(t *testing.T) {
	r := newRig(t, storetest.Open(t, store.SQLite))
	t.Setenv("CRM_BACKEND_SECRET", client.NewSecret(client.ServiceSecret))
	for file, want := range map[string]string{
		"call/services.yaml":       "+ service crm-backend in acme: users:read users:write",
		"signin/applications.yaml": "+ application crm",
	} {
		text, err := os.ReadFile("../../docs/snippets/" + file)
		r.must(err)
		if said := r.apply(string(text)); !strings.Contains(said, want) {
			t.Errorf("%s: %s", file, said)
		}
	}
}
