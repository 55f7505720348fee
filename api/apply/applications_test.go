package apply_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"latchkey/api/apply"
	"latchkey/api/client"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

const crmFile = `
organizations:
  - code: acme
applications:
  - clientId: acme-crm
    name: Acme CRM
    homeUrl: https://crm.example/
    redirectUris: [https://crm.example/callback]
    postLogoutRedirectUris: [https://crm.example/]
    backchannelLogoutUri: https://crm.example/logout
    initiateLoginUri: https://crm.example/login
    resources: [https://api.crm.example/]
    organizations: [acme]
    idTokenAlg: ES256
    requirePkce: false
    refresh: offline
    logoutOnRoleChange: true
    secrets: [{ env: APP_SECRET }]
`

// Everything of an application can come from the file, twice without a change.
func TestApplicationsFromAFile(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
		r := newRig(t, open())
		secret := "canary-" + strings.Repeat("a7", 16)
		t.Setenv("APP_SECRET", secret)
		changes, err := r.Apply(t.Context(), r.document(crmFile), true)
		r.must(err)
		dry := r.said(changes)
		said := r.apply(crmFile)
		if want := "+ application acme-crm\n+ secret of application acme-crm"; !strings.HasSuffix(said, want) || dry != said {
			t.Errorf("dry %q, said %q", dry, said)
		}
		c, err := client.Read(t.Context(), r.db.Rows, "acme-crm")
		r.must(err)
		a := *c.Application
		if !a.For(r.acme().ID) || a.For("other") || a.RequirePKCE || a.Refresh != store.RefreshOffline || a.IDTokenAlg != "ES256" ||
			c.Name != "Acme CRM" || a.RedirectURIs[0] != "https://crm.example/callback" || len(c.Secrets) != 1 || c.Secrets[0].Hash != client.HashOf(secret) {
			t.Errorf("%+v %+v", c, a)
		}
		if again := r.apply(crmFile); again != "" {
			t.Errorf("the second time: %s", again)
		}
		other := strings.Replace(strings.Replace(crmFile, "requirePkce: false", "state: disabled", 1), "[acme]", "all", 1)
		if said := r.apply(other); said != "~ application acme-crm: state, organizations" {
			t.Errorf("changed: %s", said)
		}
		r.must(r.db.RevokeClientSecret(t.Context(), "acme-crm", c.Secrets[0].ID, r.now))
		if said := r.apply(other); !strings.Contains(said, "was revoked or has expired, and stays so") {
			t.Errorf("a revoked secret: %s", said)
		}
	})
}

// All that is wrong is said with the application and the key.
func TestApplicationsThatCannotBe(t *testing.T) {
	r := newRig(t, storetest.Open(t, store.SQLite))
	picture := filepath.Join(t.TempDir(), "icon.svg")
	r.must(os.WriteFile(picture, []byte("<svg onload='x()'/>"), 0o600))
	t.Setenv("APP_SECRET", "short-canary")
	entry := func(more string) string {
		return "applications:\n  - clientId: crm\n    redirectUris: [https://crm.example/cb]\n" + more
	}
	for want, text := range map[string]string{
		"application crm: redirectUris: want at least one address":     "applications:\n  - clientId: crm\n",
		"application crm: redirectUris: want whole https addresses":    "applications:\n  - clientId: crm\n    redirectUris: [http://crm.example/]\n",
		"application -: clientId: want letters":                        "applications:\n  - clientId: \"-\"\n    redirectUris: [https://crm.example/cb]\n",
		"application crm: clientId: stands there twice":                entry("  - clientId: crm\n"),
		"application crm: secrets: want a secret of latchkey":          entry("    secrets: [{ env: APP_SECRET }]\n"),
		"application crm: secrets: the environment has no NO_SUCH":     entry("    secrets: [{ env: NO_SUCH }]\n"),
		"application crm: secrets: want sha256: and":                   entry("    secrets: [{ hash: abc }]\n"),
		"application crm: secrets: want one of env, file and hash":     entry("    secrets: [{ hash: abc, env: X }]\n"),
		"application crm: secrets: want one of env, file and":          entry("    secrets: [{}]\n"),
		"application crm: secrets: is the hash of nothing":             entry("    secrets: [{ hash: sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 }]\n"),
		"application crm: organizations: acme stands there twice":      "organizations: [{ code: acme }]\n" + entry("    organizations: [acme, acme]\n"),
		"application crm: secrets: there are three live secrets":       entry("    secrets: [" + hashes(4) + "]\n"),
		"application crm: secrets: an application in a browser":        entry("    type: spa\n    secrets: [" + hashes(1) + "]\n"),
		"application crm: requirePkce: may be false for web only":      entry("    type: native\n    requirePkce: false\n"),
		"application crm: organizations: there is no organization b-2": entry("    organizations: [b-2]\n"),
		"application crm: icon: want a PNG or JPEG":                    entry("    icon: { file: " + picture + " }\n"),
		"application crm: refresh: want none, session or offline":      entry("    refresh: always\n"),
		"application crm: idTokenAlg: want RS256 or ES256":             entry("    idTokenAlg: HS256\n"),
	} {
		r.refuses(text, want)
	}
	many := "applications:\n  - clientId: a-1\n  - { clientId: a-2, redirectUris: [https://a.example/cb], organizations: [b-2] }\n" +
		"  - { clientId: a-3, redirectUris: [https://a.example/cb] }\n  - { clientId: a-4, redirectUris: ['https://a.example/cb?code=1'] }\n"
	for _, want := range []string{"application a-1: redirectUris: want at", "application a-2: organizations: there is no", "application a-4: redirectUris: want whole"} {
		r.refuses(many, want) // all are told at once
	}
	if _, err := r.db.ClientByID(t.Context(), "crm"); err == nil {
		t.Error("an application was registered")
	}
	for _, text := range []string{"applications:\n  - organizations: some\n", "applications:\n  - scope: x\n", "applications:\n  - secrets: [{ value: x }]\n"} {
		if _, err := apply.Read(strings.NewReader(text)); err == nil || !strings.HasPrefix(err.Error(), "line 2: ") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// A dry run refuses what the run would, and one secret that stands there twice is one.
func TestADryRunCountsTheSecretsOfAClient(t *testing.T) {
	r := newRig(t, storetest.Open(t, store.SQLite))
	application := func(secrets string) string {
		return "applications:\n  - clientId: crm\n    redirectUris: [https://crm.example/cb]\n    secrets: [" + secrets + "]\n"
	}
	machine := func(secrets string) string {
		return servicesFile("        scopes: [users:read]\n        secrets: [" + secrets + "]\n")
	}
	four := strings.TrimPrefix(hashes(5), hashes(1)+", ") // the first is the application's, and alone
	for name, file := range map[string]string{"application crm": application(four), "service acme-crm": machine(four)} {
		_, err := r.Apply(t.Context(), r.document(file), true)
		if err == nil || !strings.Contains(err.Error(), name+": secrets: there are three live secrets") {
			t.Errorf("four in a dry run: %v", err)
		}
	}
	second := strings.TrimPrefix(hashes(2), hashes(1)+", ")
	for want, file := range map[string]string{
		"+ secret of application crm":          application(hashes(1) + ", " + hashes(1)),
		"+ secret of service acme-crm of acme": machine(second + ", " + second),
	} {
		if said := r.apply(file); strings.Count(said, want) != 1 {
			t.Errorf("one twice: %s", said)
		}
	}
}

func hashes(n int) string {
	var list []string
	for i := range n {
		list = append(list, "{ hash: sha256:"+client.HashOf(strings.Repeat("a", i+1))+" }")
	}
	return strings.Join(list, ", ")
}
