//go:build attack

package e2e_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jmoiron/sqlx"

	"latchkey/api/idp/idptest"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// siege is the real binary behind a proxy that speaks TLS, on one engine, with a
// provider that lies as it is told. Each row gets a world of its own, which shares them.
type siege struct {
	engine   store.Engine
	i        *install
	p        *process
	front    *httptest.Server
	provider *idptest.Provider
	base     string // the provider
	store    *store.Store
	raw      *sqlx.DB
	people   atomic.Int64 // who were given to rows
	secrets  secrets      // that any row has seen
	once     sync.Once
	globex   string // its connection
}

// attack is one row: what is tried, and the try, which fails its test where it succeeds.
type attack struct {
	id, tried string
	try       func(a *assault)
}

// agents are people of acme that nobody has used yet.
const agents = 900

func siegeFile() string {
	text := &strings.Builder{}
	hash := everybodysHash()
	fmt.Fprintf(text, `
applications:
  - {clientId: crm, name: CRM, type: web, organizations: [acme, globex], redirectUris: [%q], secrets: [{env: CRM_SECRET}], refresh: offline, resources: ['https://api.crm.example/'], postLogoutRedirectUris: ['https://crm.example/bye?from=latchkey']}
  - {clientId: spa, name: SPA, type: spa, organizations: [acme], redirectUris: [%q]}
  - {clientId: other, name: Other, type: web, organizations: [acme], redirectUris: ['https://other.example/callback'], secrets: [{env: OTHER_SECRET}]}
organizations:
  - code: globex
    name: Globex
    connections: [{provider: google, state: enabled, clientId: globex-google, secret: {env: ACME_SECRET}}]
    people:
      - {email: gloria@globex.example, role: super_admin, passwordHash: %[3]q}
      - {email: agent7@acme.example, passwordHash: %[3]q}
  - code: initech
    name: Initech
    connections: [{provider: google, state: enabled, clientId: initech-google, secret: {env: ACME_SECRET}, linking: automatic}]
    people: [{email: peter@initech.example, passwordHash: %[3]q}]
  - code: umbrella
    name: Umbrella
    connections: [{provider: google, state: enabled, clientId: umbrella-google, secret: {env: ACME_SECRET}}]
    people:
      - {email: ugo@umbrella.example, role: super_admin, passwordHash: %[3]q}
      - {email: una@umbrella.example, passwordHash: %[3]q}
  - code: hooli
    name: Hooli
    connections: [{provider: google, state: disabled, clientId: hooli-google, secret: {env: ACME_SECRET}}]
  - {code: dormant, name: Dormant, active: false}
  - code: acme
    name: Acme
    connections:
      - {provider: google, state: enabled, clientId: acme-google, secret: {env: ACME_SECRET}, lockedTo: [acme.example]}
      - {provider: microsoft, state: enabled, clientId: acme-microsoft, secret: {env: ACME_SECRET}, tenant: %[4]s, lockedTo: [%[4]s]}
      - {provider: okta, label: Okta, state: enabled, clientId: acme-okta, secret: {env: ACME_SECRET}, issuer: PROVIDER/openid, lockedTo: [acme.example]}
    people:
      - {email: sofia@acme.example, role: super_admin, passwordHash: %[3]q}
      - {email: omar@acme.example, active: false, passwordHash: %[3]q}
`, crmCallback, spaCallback, hash, acmeTenant)
	for n := range agents {
		fmt.Fprintf(text, "      - {email: agent%d@acme.example, name: Agent %d, passwordHash: %q}\n", n, n, hash)
	}
	return text.String()
}

func newSiege(t *testing.T, engine store.Engine) *siege {
	t.Helper()
	s := &siege{engine: engine, i: newInstall(t)}
	s.startProvider(t)
	s.front = httptest.NewUnstartedServer(nil)
	s.i.settings["LATCHKEY_PUBLIC_URL"] = "https://" + s.front.Listener.Addr().String()
	s.i.settings["LATCHKEY_TRUSTED_PROXIES"] = "127.0.0.1/32"
	s.i.settings["LATCHKEY_GENERIC_PROVIDERS"] = "true"
	s.i.settings["LATCHKEY_STARTS_PER_MINUTE"] = "1000000"
	s.i.settings["ACME_SECRET"], s.i.settings["CRM_SECRET"], s.i.settings["OTHER_SECRET"] = clientSecret, crmSecret, otherSecret
	s.secrets.add(clientSecret, crmSecret, otherSecret, everybodysPassword)
	if engine == store.Postgres {
		s.i.settings["LATCHKEY_DATABASE_URL"], s.i.settings["LATCHKEY_ENCRYPTION_KEYS"] = storetest.Address(t), newKey("k1")
	}
	if text, ok := s.i.run("apply", "-f", s.i.file("acme.yaml", strings.ReplaceAll(siegeFile(), "PROVIDER", s.base))); !ok {
		t.Fatal(text)
	}
	s.p = s.i.serve()
	s.startFront(t)
	s.raw = s.i.database()
	t.Cleanup(func() { _ = s.raw.Close() })
	source := store.File(s.i.settings["LATCHKEY_DATA_DIR"])
	var err error
	if engine == store.Postgres {
		source, err = store.URL(s.i.settings["LATCHKEY_DATABASE_URL"])
		must(t, err)
	}
	s.store, err = store.Open(t.Context(), source)
	must(t, err)
	t.Cleanup(func() { _ = s.store.Close() })
	return s
}
