//go:build attack

package e2e_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"latchkey/api/idp/idptest"
	"latchkey/api/secret"
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

// assault is a row at work.
type assault struct {
	*world
	s      *siege
	book   *ledger
	figure string // what it measured, if it did
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

const otherSecret = "canary-other-application-secret-0123456789"

// startProvider starts the provider, and remembers what it is told and what it gives that nobody else may see.
func (s *siege) startProvider(t *testing.T) {
	t.Helper()
	var handler http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, "/token") {
			handler.ServeHTTP(w, r)
			return
		}
		body, _ := io.ReadAll(io.LimitReader(r.Body, 1<<20))
		r.Body = io.NopCloser(bytes.NewReader(body))
		if form, err := url.ParseQuery(string(body)); err == nil {
			s.secrets.add(form.Get("code_verifier"), form.Get("code"))
		}
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	s.base = server.URL
	var err error
	s.provider, err = idptest.New(server.URL, idptest.Options{Key: providerKey()})
	must(t, err)
	handler = s.provider
	for _, p := range accounts() {
		must(t, s.provider.AddPerson(p))
	}
	s.i.settings["LATCHKEY_GOOGLE_ISSUER"] = s.provider.GoogleIssuer()
	s.i.settings["LATCHKEY_MICROSOFT_AUTHORITY"] = s.provider.MicrosoftAuthority()
	s.i.settings["LATCHKEY_OUTBOUND_ALLOW"] = "127.0.0.1/32"
}

// startFront starts the proxy before the product, as every deployment has one.
func (s *siege) startFront(t *testing.T) {
	t.Helper()
	to, err := url.Parse(s.p.url)
	must(t, err)
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(to)
			r.Out.Host = r.In.Host
			r.Out.Header["X-Forwarded-For"] = r.In.Header["X-Forwarded-For"]
			r.SetXForwarded()
		},
		Transport: &http.Transport{MaxIdleConnsPerHost: 100},
	}
	s.front.Config.Handler = proxy
	s.front.StartTLS()
	t.Cleanup(s.front.Close)
	for _, id := range []string{"acme-google", "acme-microsoft", "acme-okta", "globex-google", "initech-google", "hooli-google"} {
		s.provider.AddClient(idptest.Client{ID: id, Secret: clientSecret, RedirectsBelow: s.front.URL + "/api/v1/sso/callback/"})
	}
	s.provider.AddClient(idptest.Client{ID: "umbrella-google", Secret: "another canary secret", RedirectsBelow: s.front.URL + "/api/v1/sso/callback/"})
}

// world is what a row has: the provider is honest, and its canaries are its own.
func (s *siege) world(t *testing.T) *assault {
	t.Helper()
	s.provider.Script(func(script *idptest.Script) {
		*script = idptest.Script{AutoByLoginHint: true, TokenMembers: s.remember}
	})
	w := &world{t: t, url: s.front.URL, clock: &clock{}, provider: s.provider, store: s.store, raw: s.raw, log: s.p.log}
	shared := s.front.Client().Transport.(*http.Transport)
	shared.DisableCompression, shared.MaxIdleConnsPerHost = true, 100
	w.client = &http.Client{
		Timeout: 30 * time.Second, Transport: &leakChecker{s, &answerChecker{w, shared}, s.ledger(w)},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	t.Cleanup(func() { s.secrets.add(w.secrets.list...) })
	return &assault{world: w, s: s, book: w.client.Transport.(*leakChecker).book}
}

// remember keeps the tokens that the provider gives.
func (s *siege) remember(answer map[string]any) {
	for _, name := range []string{"access_token", "id_token"} {
		text, _ := answer[name].(string)
		s.secrets.add(text)
	}
}

// leakChecker looks for secrets in every answer but those whose purpose is to give them.
type leakChecker struct {
	s    *siege
	next *answerChecker
	book *ledger
}

// RoundTrip sends and looks.
func (c *leakChecker) RoundTrip(req *http.Request) (*http.Response, error) {
	res, err := c.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	c.book.note(req, res)
	gives := []string{"/api/v1/sign-in/sso", "/api/v1/session/token", "/oauth/token", "/oauth/authorize", "/oauth/logout"}
	if slices.Contains(gives, req.URL.Path) || strings.HasPrefix(req.URL.Path, "/oauth/continue/") || strings.HasSuffix(req.URL.Path, "/step-up/google") {
		return res, nil
	}
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	res.Body = io.NopCloser(bytes.NewReader(body))
	if found := c.s.secrets.in(string(body) + res.Header.Get("Location")); len(found) > 0 && req.URL.Path != "/api/v1/me/identities/google" {
		c.next.w.t.Errorf("%s %s: secrets in the answer: %q", req.Method, req.URL.Path, found)
	}
	return res, nil
}

// agent is somebody of acme with an account at Google, whom no other row knows.
func (a *assault) agent() (email, subject string) {
	a.t.Helper()
	n := int(a.s.people.Add(1)) + 10
	if n >= agents {
		a.t.Fatal("no agents are left")
	}
	email, subject = fmt.Sprintf("agent%d@acme.example", n), fmt.Sprintf("7%020d", n)
	a.account(idptest.Person{Subject: subject, Email: email})
	return email, subject
}

// account gives somebody an account at Google, of acme's domain unless it says another.
func (a *assault) account(p idptest.Person) {
	a.t.Helper()
	if p.Provider == "" {
		p.Provider, p.EmailVerified = idptest.Google, true
	}
	if p.HostedDomain == "" {
		p.HostedDomain = "acme.example"
	}
	p.Name = p.Email
	must(a.t, a.provider.AddPerson(p))
}

// refuses holds the rule of every refused attempt: one row in the log of sign-ins and one line in
// the operator's log, nothing else in the database, no session, and the attempt is spent.
func (a *assault) refuses(name, code string, b *browser, back string) {
	a.t.Helper()
	before, from := a.rows(), len(a.log.String())
	answer := b.navigate(back)
	answer.wantRefused(code)
	if grown := a.grew(before); !maps.Equal(grown, map[string]int{"sign_ins": 1}) {
		a.t.Errorf("%s wrote %v", name, grown)
	}
	if got, _ := a.lastSignIn(); got != code {
		a.t.Errorf("%s: the log of sign-ins says %s, want %s", name, got, code)
	}
	a.loggedOnce(name, answer, from)
	if again := b.navigate(back); again.cookie("latchkey-session") != nil || len(a.grew(before)) > 1 {
		a.t.Errorf("%s: it was not spent: %d, wrote %v", name, again.status, a.grew(before))
	}
}

// loggedOnce waits for the operator's log, which comes through a pipe.
func (a *assault) loggedOnce(name string, answer answer, from int) {
	a.t.Helper()
	to, err := url.Parse(answer.header.Get("Location"))
	must(a.t, err)
	ref, lines, text := to.Query().Get("ref"), 0, ""
	for range 200 {
		lines, text = 0, ""
		for line := range strings.Lines(a.log.String()[from:]) {
			var entry struct{ Msg, Ref string }
			if json.Unmarshal([]byte(line), &entry) == nil && entry.Ref == ref && entry.Msg == "sign-in refused" {
				lines, text = lines+1, text+line
			}
		}
		if lines > 0 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if lines != 1 {
		a.t.Errorf("%s: %d lines in the operator's log, want 1:\n%s", name, lines, text)
	}
}

// unknownCallback wants a callback that is no attempt of this browser refused with nothing written and no code sent.
func (a *assault) unknownCallback(name, code string, b *browser, back string) {
	a.t.Helper()
	before, hits := a.rows(), a.provider.Hits("/google/token")
	b.navigate(back).wantRefused(code)
	if grown := a.grew(before); len(grown) > 0 || a.provider.Hits("/google/token") != hits {
		a.t.Errorf("%s wrote %v, and sent %d codes", name, grown, a.provider.Hits("/google/token")-hits)
	}
}

// dump is everything that somebody with the database has.
func (s *siege) dump(t *testing.T) string {
	t.Helper()
	text := &strings.Builder{}
	if s.engine == store.SQLite {
		files, err := filepath.Glob(filepath.Join(s.i.settings["LATCHKEY_DATA_DIR"], "latchkey.db*"))
		must(t, err)
		for _, path := range files {
			raw, err := os.ReadFile(path)
			must(t, err)
			text.Write(raw)
		}
	}
	return text.String() + s.tables(t)
}

// tables are all values of all rows.
func (s *siege) tables(t *testing.T) string {
	t.Helper()
	text := &strings.Builder{}
	tables := "SELECT name FROM sqlite_master WHERE type = 'table'"
	if s.engine == store.Postgres {
		tables = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
	}
	var names []string
	must(t, s.raw.Select(&names, tables))
	for _, name := range names {
		rows, err := s.raw.Queryx("SELECT * FROM " + name)
		must(t, err)
		for rows.Next() {
			values, err := rows.SliceScan()
			must(t, err)
			for _, v := range values {
				if raw, ok := v.([]byte); ok {
					v = string(raw)
				}
				fmt.Fprintln(text, v)
			}
		}
		must(t, rows.Err())
	}
	return text.String()
}

// secretsAreKept is J01 with G15: neither the database nor the log holds what any row has seen.
func (s *siege) secretsAreKept(t *testing.T) {
	t.Helper()
	if len(s.secrets.list) < 200 {
		t.Errorf("only %d secrets were seen", len(s.secrets.list))
	}
	if found := s.secrets.in(s.dump(t)); len(found) > 0 {
		t.Errorf("in the database: %q", found)
	}
	if found := s.secrets.in(s.p.log.String() + s.p.out.String()); len(found) > 0 {
		t.Errorf("in the log: %q", found)
	}
	if strings.Contains(s.dump(t), secret.Hash(everybodysPassword)) {
		t.Error("a password is kept by a fast hash")
	}
	checkLogText(t, s.p.log.String(), &s.secrets)
}
