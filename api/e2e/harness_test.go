package e2e_test

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"encoding/base64"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/jmoiron/sqlx"

	"latchkey/api/app"
	"latchkey/api/apply"
	"latchkey/api/config"
	"latchkey/api/idp/idptest"
	"latchkey/api/mail/mailtest"
	"latchkey/api/password"
	"latchkey/api/secret"
	"latchkey/api/signin/attempt"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// world is the whole program with a provider and people, all in this process.
type world struct {
	t        *testing.T
	url      string // the product's public URL
	client   *http.Client
	clock    *clock
	provider *idptest.Provider
	store    *store.Store
	ring     *secret.Ring
	raw      *sqlx.DB // the same database, for looking behind the scenes
	log      *logBook
	app      *app.App
	zone     *zone
	applier  *apply.Applier
	secrets  secrets
	mailbox  *mailtest.Server // where setting.mail is
}

// setting is how one world differs from the usual one: HTTPS, SQLite, peopled.
type setting struct {
	engine  store.Engine
	plain   bool           // http on loopback
	empty   bool           // no organization yet
	proxies []netip.Prefix // trusted
	generic bool           // organizations may add generic providers
	mail    bool           // this deployment sends mail: see world.message
	starts  int            // per minute and address; 0 = the default
	limits  attempt.Limits
	pages   fs.FS
	edit    func(*apply.Document)
}

// engines runs a test in a world on each engine.
func engines(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			test(t, newWorld(t, setting{engine: engine}))
		})
	}
}

func newWorld(t *testing.T, s setting) *world {
	t.Helper()
	w := &world{t: t, clock: &clock{}, log: &logBook{}}
	if s.pages == nil {
		s.pages = builtPages()
	}
	w.openDatabase(s.engine)
	w.startProvider()
	w.startProduct(s)
	if !s.empty {
		w.populate(s.edit)
	}
	t.Cleanup(func() { w.checkLog() })
	return w
}

func (w *world) openDatabase(engine store.Engine) {
	w.t.Helper()
	source, where := storetest.Migrated(w.t, cmp.Or(engine, store.SQLite))
	driver, address := "postgres", where
	if engine != store.Postgres {
		driver, address = "sqlite", "file:"+where+"?_pragma=busy_timeout(5000)"
	}
	var err error
	w.store, err = store.Open(w.t.Context(), source)
	must(w.t, err)
	w.t.Cleanup(func() { _ = w.store.Close() })
	w.raw, err = sqlx.Open(driver, address)
	must(w.t, err)
	w.t.Cleanup(func() { _ = w.raw.Close() })
}

func (w *world) startProvider() {
	w.t.Helper()
	var handler http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { handler.ServeHTTP(rw, r) }))
	w.t.Cleanup(server.Close)
	var err error
	w.provider, err = idptest.New(server.URL, idptest.Options{Now: w.clock.now, Key: providerKey()})
	must(w.t, err)
	handler = w.provider
	w.provider.Script(func(s *idptest.Script) { s.AutoByLoginHint = true })
	for _, p := range accounts() {
		must(w.t, w.provider.AddPerson(p))
	}
}

// startProduct builds the product as the binary does, with a clock, names and pages
// of the test's own, and serves it.
func (w *world) startProduct(s setting) {
	w.t.Helper()
	server := httptest.NewUnstartedServer(nil)
	scheme := "https"
	if s.plain {
		scheme = "http"
	}
	w.url = scheme + "://" + server.Listener.Addr().String()
	log := slog.New(slog.NewJSONHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	w.zone = &zone{}
	var err error
	w.app, err = app.New(w.t.Context(), app.Options{
		Config: w.config(s), Store: w.store, Log: log, Now: w.clock.now, Passwords: password.NewCheap(),
		Resolver: w.zone, Limits: s.limits, Pages: s.pages,
	})
	must(w.t, err)
	w.t.Cleanup(w.app.Providers.Close)
	w.applier = &apply.Applier{
		Store: w.store, Ring: w.ring, Providers: w.app.Providers, Issuer: w.url, GenericAllowed: true, Now: w.clock.now,
		Allow: apply.Allow{IdentityChanges: true, ResetPasswords: true, Overwrite: true},
	}
	w.serve(server, log, s.plain)
}

// config is what the operator of this world has set.
func (w *world) config(s setting) *config.Config {
	w.t.Helper()
	publicURL, err := url.Parse(w.url)
	must(w.t, err)
	w.ring, err = secret.NewRing([]string{"k1:" + base64.StdEncoding.EncodeToString([]byte(strings.Repeat("k", 32)))})
	must(w.t, err)
	c := &config.Config{
		Settings: config.Settings{
			GoogleIssuer: w.provider.GoogleIssuer(), MicrosoftAuthority: w.provider.MicrosoftAuthority(),
			TokenAudience: w.url, GenericProviders: s.generic, StartsPerMinute: cmp.Or(s.starts, 10_000),
		},
		URL: publicURL, Ring: w.ring, TrustedNetworks: s.proxies,
		AllowedNetworks: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")},
	}
	if s.mail {
		w.startMail(c)
	}
	return c
}

// serve serves the product, and makes the client that its browsers use.
func (w *world) serve(server *httptest.Server, log *slog.Logger, plain bool) {
	server.Config.Handler = w.app.Server
	server.Config.ErrorLog = slog.NewLogLogger(log.Handler(), slog.LevelWarn)
	if plain {
		server.Start()
	} else {
		server.StartTLS()
	}
	w.t.Cleanup(server.Close)
	w.client = server.Client()
	w.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	w.client.Timeout = 20 * time.Second
	w.client.Transport = &answerChecker{w, w.client.Transport}
}

// populate applies the world's file and registers its applications.
func (w *world) populate(edit func(*apply.Document)) {
	w.t.Helper()
	d := people()
	if edit != nil {
		edit(d)
	}
	w.apply(d)
	for _, o := range d.Organizations {
		for _, c := range o.Connections {
			w.provider.AddClient(idptest.Client{
				ID: *c.ClientID, Secret: clientSecret, RedirectURIs: []string{w.callback(o.Code, c.Provider)},
			})
		}
	}
	w.secrets.add(clientSecret, everybodysPassword)
}

func (w *world) apply(d *apply.Document) {
	w.t.Helper()
	_, err := w.applier.Apply(w.t.Context(), d, false)
	must(w.t, err)
}

func (w *world) live(organization, provider string) store.LiveConnection {
	w.t.Helper()
	l, err := w.store.LiveAt(w.t.Context(), organization, provider)
	must(w.t, err)
	return l
}

// callback is the redirect URI of a connection.
func (w *world) callback(organization, provider string) string {
	w.t.Helper()
	return w.app.Applications.RedirectURI(w.live(organization, provider).ID)
}

// lie edits the provider's script for the rest of the test.
func (w *world) lie(edit func(*idptest.Script)) { w.provider.Script(edit) }

// count reads one number from the database.
func (w *world) count(query string, args ...any) int {
	w.t.Helper()
	var n int
	must(w.t, w.raw.GetContext(w.t.Context(), &n, w.raw.Rebind(query), args...))
	return n
}

// rows counts what a sign-in may create.
func (w *world) rows() map[string]int {
	w.t.Helper()
	n := map[string]int{}
	for _, table := range []string{"users", "identities", "sessions", "sign_ins", "pending_links", "audit_events"} {
		n[table] = w.count("SELECT count(*) FROM " + table)
	}
	return n
}

// grew says by how much each table grew; tables that did not are left out.
func (w *world) grew(before map[string]int) map[string]int {
	w.t.Helper()
	grown := map[string]int{}
	for table, n := range w.rows() {
		if n != before[table] {
			grown[table] = n - before[table]
		}
	}
	return grown
}

// lastSignIn reads how the latest attempt ended.
func (w *world) lastSignIn() (code, reason string) {
	w.t.Helper()
	var row struct{ Code, Reason string }
	must(w.t, w.raw.GetContext(w.t.Context(), &row, "SELECT code, reason FROM sign_ins ORDER BY finished_at DESC LIMIT 1"))
	return row.Code, row.Reason
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// clock is the real time plus what tests add.
type clock struct {
	mu     sync.Mutex
	offset time.Duration
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.offset)
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.offset += d
}

// providerKey spares each world the making of an RSA key.
var providerKey = sync.OnceValue(func() *idptest.Key {
	k, err := idptest.NewKey(idptest.RS256)
	if err != nil {
		panic(err)
	}
	return k
})

// everybodysHash is made once: a hash is meant to be slow.
var everybodysHash = sync.OnceValue(func() string {
	h, err := password.NewCheap().Hash(context.Background(), everybodysPassword)
	if err != nil {
		panic(err)
	}
	return h
})

// builtPages stands in for the built frontend.
func builtPages() fstest.MapFS {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	return fstest.MapFS{
		"en/login.html":          file(`<!doctype html><title>login</title><script type="application/json" id="page">null</script></head>`),
		"en/app.html":            file(`<!doctype html><title>app</title><meta name="csp-nonce" nonce="">`),
		"latchkey.svg":           file(`<svg/>`),
		"assets/app-1a.js":       file("plain()"),
		"assets/app-1a.js.br":    file("br"),
		"assets/app-1a.js.gz":    file("gz"),
		"assets/login-2b.css":    file("a{}"),
		"assets/packed-4d.js.gz": file(gzipped("packed()")),
		"assets/only-3c.js":      file("only()"),
		"assets/only-3c.js.gz":   file("gz"),
	}
}

func gzipped(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return b.String()
}
