package e2e_test

import (
	"bytes"
	"io/fs"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"latchkey/api/fault"
	"latchkey/api/secret"
	"latchkey/api/store"
)

func enginesOf() []store.Engine { return []store.Engine{store.SQLite, store.Postgres} }

func TestProblemCodesAreTheCatalogue(t *testing.T) {
	t.Parallel()
	inContract := map[string]bool{}
	for _, code := range contract().Components.Schemas["ProblemCode"].Value.Enum {
		inContract[code.(string)] = true
	}
	for _, e := range fault.Catalogue() {
		if !inContract[string(e.Code)] {
			t.Errorf("%s is not in openapi.yaml", e.Code)
		}
		delete(inContract, string(e.Code))
	}
	if len(inContract) > 0 {
		t.Errorf("no such refusal: %v", inContract)
	}
}

// anyPath fills a path of the contract with ids of acme that exist, new ones
// each time where a call may use them up.
func (w *world) anyPath(template string) string {
	w.t.Helper()
	ctx, live := w.t.Context(), w.live("acme", "google")
	var signIn string
	must(w.t, w.raw.GetContext(ctx, &signIn, "SELECT id FROM sign_ins WHERE organization_id = '"+live.OrganizationID+"' LIMIT 1"))
	user := store.NewUser(live.OrganizationID, secret.NewID()+"@acme.example", "Somebody", store.Agent, w.clock.now())
	user.ExternalID = &user.ID
	link := store.Identity{
		ID: "idn_" + secret.NewID(), OrganizationID: user.OrganizationID, UserID: user.ID, ConnectionID: live.ID, Issuer: live.Issuer,
		Subject: secret.NewID(), ClientID: live.ClientID, LinkedAt: user.CreatedAt, LastUsedAt: user.CreatedAt,
	}
	test := store.ConnectionTest{
		ID: secret.NewID(), OrganizationID: live.OrganizationID, ConnectionID: live.ID, VersionID: live.VersionID,
		StartedBy: user.ID, StartedAt: user.CreatedAt, State: store.TestRunning,
	}
	domain := store.Domain{
		ID: "dom_" + secret.NewID(), OrganizationID: live.OrganizationID, Domain: strings.ToLower(user.ID[4:]) + ".example",
		Token: "t", State: store.DomainPending, CreatedAt: user.CreatedAt, CreatedBy: user.ID,
	}
	must(w.t, w.store.AddUser(ctx, user))
	must(w.t, w.store.AddIdentity(ctx, link))
	must(w.t, w.store.AddConnectionTest(ctx, test))
	must(w.t, w.store.AddDomain(ctx, domain))
	m := w.machine("acme", "users:read")
	role := store.RoleRow{OrganizationID: live.OrganizationID, Key: store.Role("r" + strings.ToLower(user.ID[4:])), Name: "Desk", Permissions: store.Strings{}, Revision: 1, ChangedBy: user.ID}
	must(w.t, w.store.AddRole(ctx, role))
	bulk := store.NewBulkChange(live.OrganizationID, "deactivate", "", user.ID, false, w.clock.now())
	must(w.t, w.store.InTx(ctx, func(rows store.Rows) error {
		_, err := rows.AddBulkChange(ctx, bulk, store.Selection{IDs: []string{user.ID}})
		return err
	}))
	file := store.UserImport{
		ID: "imp_" + secret.NewID(), OrganizationID: live.OrganizationID, State: store.ImportFinished, FirstWrong: "[]", CreatedBy: user.ID, CreatedAt: user.CreatedAt,
	}
	must(w.t, w.store.AddUserImport(ctx, file))
	guest := store.GuestLink{
		ID: secret.NewID(), OrganizationID: live.OrganizationID, ConnectionID: live.ID, TokenHash: secret.NewID(), CreatedBy: user.ID,
		CreatedAt: user.CreatedAt, ExpiresAt: store.At(user.CreatedAt.Add(time.Hour)),
	}
	must(w.t, w.store.AddGuestLink(ctx, guest))
	application := store.NewApplication("app-" + user.ID[4:]) // of acme alone
	application.AllOrganizations, application.OrganizationIDs = false, []string{live.OrganizationID}
	must(w.t, w.store.AddClient(ctx, store.Client{
		ID: application.ClientID, Kind: store.KindApplication, Name: "CRM", State: store.ClientEnabled,
		CreatedAt: user.CreatedAt, CreatedBy: store.ActorOperator, UpdatedAt: user.CreatedAt,
	}))
	must(w.t, w.store.SetApplication(ctx, application))
	return strings.NewReplacer(
		"{organization}", "acme", "{connectionId}", live.ID, "{signInId}", signIn, "{userId}", user.ID, "{importId}", file.ID, "{externalId}", *user.ExternalID, "{identityId}", link.ID,
		"{provider}", "google", "{sessionId}", secret.NewID(), "{testId}", test.ID, "{versionId}", live.VersionID, "{domainId}", domain.ID,
		"{step}", "G1", "{serviceId}", m.id, "{secretId}", m.secretID, "{clientId}", application.ClientID, "{roleKey}", string(role.Key), "{bulkChangeId}", bulk.ID, "{webhookId}", w.plainHook(),
		"{linkId}", guest.ID,
	).Replace(template)
}

func TestHeadUnknownRoutesAndMethods(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	b := w.browser()
	for _, path := range []string{"/", "/sign-in", "/o/acme/sign-in", "/healthz", "/readyz", "/openapi.yaml", "/.well-known/jwks.json", "/assets/app-1a.js", "/api/v1/organizations/acme/sign-in"} {
		get, head := b.send(http.MethodGet, path, nil, nil), b.send(http.MethodHead, path, nil, nil)
		if head.status != get.status || len(head.body) > 0 || head.header.Get("Content-Type") != get.header.Get("Content-Type") {
			t.Errorf("HEAD %s: %d, GET %d", path, head.status, get.status)
		}
	}
	for _, path := range []string{"/api/v1/nothing", "/api/", "/.well-known/x", "/assets/x.js", "/assets/", "/assets/..%2flogin.html", "/api/v1/me/"} {
		b.send(http.MethodGet, path, nil, nil).want(http.StatusNotFound, "not_found")
	}
	b.send(http.MethodPost, "/nowhere", nil, http.Header{"Sec-Fetch-Site": {"same-origin"}}).want(http.StatusNotFound, "not_found")
	for path, method := range map[string]string{"/api/v1/me": "DELETE", "/api/v1/session/token": "GET", "/api/v1/sign-in/sso": "PUT", "/": "POST", "/healthz": "TRACE"} {
		a := b.send(method, path, nil, http.Header{"Sec-Fetch-Site": {"same-origin"}})
		a.want(http.StatusMethodNotAllowed, "method_not_allowed")
		if a.header.Get("Allow") == "" {
			t.Errorf("%s %s: no Allow", method, path)
		}
	}
	for _, path := range []string{"/nowhere", "/o/nobody/sign-in", "/o/%00/sign-in", "/o/%ff/sign-in", "/o/a%2fb/sign-in", "/index.php", "/debug/pprof/", "/metrics"} {
		a := b.navigate(path)
		if a.status != http.StatusNotFound || !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
			t.Errorf("%s: %d %s", path, a.status, a.header.Get("Content-Type"))
		}
	}
}

// What PostgreSQL cannot keep is no error of ours.
func TestOddBytesOnPostgres(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{engine: store.Postgres})
	b := w.browser()
	for _, code := range []string{"%00", "a%00b", "%ff", "%ed%a0%80"} {
		if a := b.navigate("/o/" + code + "/sign-in"); a.status != http.StatusNotFound {
			t.Errorf("%s: %d", code, a.status)
		}
		b.fetch(http.MethodGet, "/api/v1/organizations/"+code+"/sign-in", nil).want(http.StatusNotFound, "org_not_resolved")
	}
	b.header.Set("User-Agent", "caf\u00e9 \xff")
	b.signIn("acme", "google", "maya@acme.example").wantSignedIn()
	b.fetch(http.MethodPost, "/api/v1/sign-in/discover", map[string]any{"code": " ACME "}).want(http.StatusOK, "")
	for _, code := range []string{"nobody", "'; DROP TABLE users; --", "%", "\U0001f600"} {
		b.fetch(http.MethodPost, "/api/v1/sign-in/discover", map[string]any{"code": code}).want(http.StatusNotFound, "org_not_resolved")
	}
}

// A04 and CSRF: what another site makes a browser send.
func TestA04CrossSite(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	b := w.browser()
	b.signIn("acme", "google", "maya@acme.example").wantSignedIn()
	start := []byte(`{"organization":"acme","provider":"google"}`)
	for name, h := range map[string]http.Header{
		"cross-site":      {"Sec-Fetch-Site": {"cross-site"}},
		"same-site":       {"Sec-Fetch-Site": {"same-site"}},
		"foreign origin":  {"Origin": {"https://evil.example"}},
		"null origin":     {"Origin": {"null"}},
		"another port":    {"Origin": {"https://127.0.0.1:1"}},
		"another scheme":  {"Origin": {strings.Replace(w.url, "https", "http", 1)}, "Sec-Fetch-Site": {"same-site"}},
		"our name in it":  {"Origin": {w.url + ".evil.example"}},
		"form, no origin": {"Sec-Fetch-Site": {"cross-site"}, "Sec-Fetch-Mode": {"navigate"}},
	} {
		h.Set("Content-Type", "application/json")
		for path, method := range map[string]string{"/api/v1/sign-in/sso": "POST", "/api/v1/session/token": "POST", "/api/v1/session": "DELETE", "/api/v1/sign-in/link": "POST", "/api/v1/sign-in/link/code": "POST"} {
			if a := b.send(method, path, start, h); a.status != http.StatusForbidden || a.text("code") != "origin_refused" || len(a.set) > 0 {
				t.Errorf("%s %s: %d %s", name, path, a.status, a.body)
			}
		}
	}
	// A form can say these types without asking first.
	for _, kind := range []string{"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"} {
		b.send(http.MethodPost, "/api/v1/sign-in/sso", start, http.Header{"Content-Type": {kind}}).want(http.StatusUnsupportedMediaType, "media_type_unsupported")
	}
	// Cookie routes want some sign of our page.
	for path, method := range map[string]string{"/api/v1/session/token": "POST", "/api/v1/session": "DELETE", "/api/v1/sign-in/link": "POST", "/api/v1/sign-in/link/code": "POST"} {
		b.send(method, path, start, http.Header{"Content-Type": {"application/json"}}).want(http.StatusForbidden, "origin_refused")
	}
	for name, h := range map[string]http.Header{"fetch metadata": {"Sec-Fetch-Site": {"same-origin"}}, "origin": {"Origin": {w.url}}, "our header": {"X-Latchkey": {"1"}}} {
		if a := b.send(http.MethodPost, "/api/v1/session/token", nil, h); a.status != http.StatusOK {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
}

// A05: only exact routes of the app are kept as return path.
func TestA05ReturnTo(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	for _, to := range []string{
		"//evil.com", `/\evil.com`, "/%5cevil.com", "https:evil.com", "https://evil.com", "javascript:alert(1)",
		"/@evil", "///evil.com", "/./", "/?next=//evil.com", "/#//evil.com", " /", "", "/settings/../..", strings.Repeat("/", 2000),
	} {
		b := w.browser()
		a := b.fetch(http.MethodPost, "/api/v1/sign-in/sso", map[string]any{"organization": "acme", "provider": "google", "returnTo": to})
		a.want(http.StatusCreated, "")
		b.navigate(b.atProvider(a.text("authorizationUrl"), "maya@acme.example")).wantSignedIn()
	}
	for _, to := range []string{"/\tevil", "/\n/evil.com", "\u2028/", "/" + strings.Repeat("a", 2048)} {
		w.browser().fetch(http.MethodPost, "/api/v1/sign-in/sso", map[string]any{"organization": "acme", "provider": "google", "returnTo": to}).
			want(http.StatusUnprocessableEntity, "validation_failed")
	}
	b := w.browser()
	a := b.fetch(http.MethodPost, "/api/v1/sign-in/password", map[string]any{"organization": "acme", "email": "ben@acme.example", "password": everybodysPassword, "returnTo": "//evil.com"})
	if a.text("returnTo") != "/" {
		t.Errorf("%s", a.body)
	}
}

// A07: nothing that a client says about the host gets anywhere.
func TestA07SpoofedHost(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{mail: true})
	spoof := http.Header{
		"Host": {"evil.example"}, "X-Forwarded-Host": {"evil.example"}, "X-Forwarded-Proto": {"http"},
		"Forwarded": {"host=evil.example;proto=http"}, "X-Original-Url": {"//evil.example"}, "Content-Type": {"application/json"},
	}
	b := w.browser()
	a := b.send(http.MethodPost, "/api/v1/sign-in/sso", []byte(`{"organization":"acme","provider":"google"}`), spoof)
	a.want(http.StatusCreated, "")
	u, err := url.Parse(a.text("authorizationUrl"))
	must(t, err)
	if got := u.Query().Get("redirect_uri"); got != w.callback("acme", "google") {
		t.Errorf("redirect_uri %s", got)
	}
	for _, path := range []string{"/", "/sign-in", "/o/acme/sign-in", "/nowhere"} {
		if a := b.send(http.MethodGet, path, nil, spoof); strings.Contains(string(a.body)+a.header.Get("Location"), "evil") {
			t.Errorf("%s: %s", path, a.body)
		}
	}
	for _, path := range []string{resetPath, bypassPath} { // what anybody may have mailed
		spoof.Set("Sec-Fetch-Site", "same-origin")
		spoof.Set("Origin", w.url)
		b.send(http.MethodPost, path, []byte(`{"organization":"acme","email":"sofia@acme.example"}`), spoof).want(http.StatusAccepted, "")
	}
	must(t, w.app.Sender.Send(t.Context()))
	for _, m := range w.mailbox.Messages() {
		if text := m.Text + m.HTML; strings.Contains(text, "evil") || !strings.Contains(text, w.url+"/") {
			t.Errorf("mailed %s", text)
		}
	}
	if n := len(w.mailbox.Messages()); n == 0 {
		t.Error("nothing was mailed")
	}
}

// H04: the client address is the peer's, unless the operator trusts the peer.
func TestH04ForwardedFor(t *testing.T) {
	t.Parallel()
	address := func(w *world, h http.Header) string {
		before := w.log.String()
		w.browser().send(http.MethodGet, "/healthz", nil, h)
		_, address, _ := strings.Cut(w.log.String()[len(before):], `"address":"`)
		address, _, _ = strings.Cut(address, `"`)
		return address
	}
	w := newWorld(t, setting{empty: true})
	for name := range map[string]bool{"X-Forwarded-For": true, "X-Real-Ip": true, "Cf-Connecting-Ip": true, "X-Appengine-Remote-Addr": true, "Forwarded": true} {
		if got := address(w, http.Header{name: {"9.9.9.9"}}); got != "127.0.0.1" {
			t.Errorf("%s is believed: %s", name, got)
		}
	}
	behind := newWorld(t, setting{empty: true, proxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32"), netip.MustParsePrefix("10.0.0.0/8")}})
	for forwarded, want := range map[string]string{"9.9.9.9": "9.9.9.9", "6.6.6.6, 9.9.9.9": "9.9.9.9", "6.6.6.6, 9.9.9.9, 10.0.0.1": "9.9.9.9", "x, 9.9.9.9": "9.9.9.9"} {
		if got := address(behind, http.Header{"X-Forwarded-For": {forwarded}}); got != want {
			t.Errorf("%q is read as %s", forwarded, got)
		}
	}
	// A proxy that appends a line of its own behind the client's.
	if got := address(behind, http.Header{"X-Forwarded-For": {"6.6.6.6", "9.9.9.9"}}); got != "9.9.9.9" {
		t.Errorf("two lines are read as %s", got)
	}
	if got := address(behind, http.Header{"X-Real-Ip": {"6.6.6.6"}}); got != "127.0.0.1" {
		t.Errorf("X-Real-IP, which no setting names, is believed: %s", got)
	}
}

// Message 45: starts are limited by address, and a spoofed one helps nobody.
func TestRateLimit(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{starts: 3})
	b := w.browser()
	for i := range 5 {
		a := b.send(http.MethodPost, "/api/v1/sign-in/sso", []byte(`{"organization":"acme","provider":"google"}`), http.Header{
			"Content-Type": {"application/json"}, "X-Forwarded-For": {"9.9.9." + string(rune('0'+i))},
		})
		if i < 3 {
			a.want(http.StatusCreated, "")
			continue
		}
		a.want(http.StatusTooManyRequests, "rate_limited")
		if a.header.Get("Retry-After") == "" {
			t.Error("no Retry-After")
		}
	}
	b.password("acme", "maya@acme.example", everybodysPassword).want(http.StatusTooManyRequests, "rate_limited")
	for _, path := range []string{resetPath, bypassPath, codePath} {
		b.fetch(http.MethodPost, path, asking("maya@acme.example")).want(http.StatusTooManyRequests, "rate_limited")
	}
	b.resets("acme", secret.NewToken(), anotherPassword).want(http.StatusTooManyRequests, "rate_limited")
	b.fetch(http.MethodGet, "/api/v1/organizations/acme/sign-in", nil).want(http.StatusOK, "") // reading is not beginning
}

// I02 and headers: what pages carry.
func TestPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	b := w.browser()
	page := b.navigate("/o/acme/sign-in")
	page.want(http.StatusOK, "")
	if text := string(page.body); strings.Count(text, "</script>") != 1 || strings.Contains(text, "<script>alert") ||
		!strings.Contains(text, `\u003c/script\u003e\u003cscript\u003ealert(1)`) {
		t.Errorf("I02: %s", text)
	}
	if policy := page.header.Get("Content-Security-Policy"); policy != contentPolicy {
		t.Errorf("the sign-in entry has %q", policy)
	}
	one, two := b.navigate("/"), b.navigate("/")
	nonce := func(a answer) string {
		_, after, _ := strings.Cut(string(a.body), `nonce="`)
		value, _, _ := strings.Cut(after, `"`)
		return value
	}
	if n := nonce(one); len(n) != 24 || n == nonce(two) ||
		one.header.Get("Content-Security-Policy") != strings.Replace(contentPolicy, "style-src 'self'", "style-src 'self' 'nonce-"+n+"'", 1)+"; trusted-types default" {
		t.Errorf("nonce %q, policy %q", n, one.header.Get("Content-Security-Policy"))
	}
	if a := b.navigate("/sign-in"); a.status != http.StatusOK { // several organizations: ask
		t.Errorf("/sign-in: %d", a.status)
	}
	for _, path := range []string{"/sign-in/refused", "/o/acme/sign-in/refused", "/o/acme/sign-in/google", "/o/acme/link-account", "/o/acme/bypass", "/o/acme/forgot-password", "/o/acme/reset-password", "/setup"} {
		b.navigate(path+"?reason=<script>CANARY</script>").want(http.StatusOK, "")
		if a := b.navigate(path + "?reason=CANARY"); bytes.Contains(a.body, []byte("CANARY")) {
			t.Errorf("%s repeats its query", path)
		}
	}
}

func TestAssets(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{empty: true})
	for _, c := range []struct{ path, accept, coding, body string }{
		{"/assets/app-1a.js", "", "", "plain()"},
		{"/assets/app-1a.js", "gzip, deflate, br", "br", "br"},
		{"/assets/app-1a.js", "gzip", "gzip", "gz"},
		{"/assets/app-1a.js", "br;q=0, gzip;q=0.5", "gzip", "gz"},
		{"/assets/app-1a.js", "identity", "", "plain()"},
		{"/assets/only-3c.js", "br, gzip", "gzip", "gz"},
		{"/assets/packed-4d.js", "gzip", "gzip", gzipped("packed()")},
		{"/assets/packed-4d.js", "br, identity", "", "packed()"},
		{"/assets/login-2b.css", "br, gzip", "", "a{}"},
	} {
		h := http.Header{"Accept-Encoding": {c.accept}}
		if c.accept == "" {
			h.Set("Accept-Encoding", "identity")
		}
		a := w.browser().send(http.MethodGet, c.path, nil, h)
		kind := map[bool]string{true: "text/css; charset=utf-8", false: "text/javascript; charset=utf-8"}[strings.HasSuffix(c.path, "css")]
		if a.status != http.StatusOK || a.header.Get("Content-Encoding") != c.coding || string(a.body) != c.body ||
			a.header.Get("Vary") != "Accept-Encoding" || a.header.Get("Content-Type") != kind {
			t.Errorf("%s with %q: %d %q %q %v", c.path, c.accept, a.status, a.header.Get("Content-Encoding"), a.body, a.header)
		}
	}
}

// H12: a panic in a handler is a 500 problem; the process lives, the log has
// the stack and nothing of the request.
func TestH12Panic(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{empty: true, pages: brokenDisk{builtPages()}})
	b := w.browser()
	b.cookies["__Host-latchkey-session"] = "CANARY-COOKIE-VALUE"
	w.secrets.add("CANARY-COOKIE-VALUE", "CANARY-BEARER", "CANARY-QUERY")
	b.send(http.MethodGet, "/assets/app-1a.js?x=CANARY-QUERY", nil, http.Header{"Authorization": {"Bearer CANARY-BEARER"}}).
		want(http.StatusInternalServerError, "internal_error")
	b.send(http.MethodGet, "/healthz", nil, nil).want(http.StatusOK, "")
	if !strings.Contains(w.log.String(), `"msg":"panic"`) || !strings.Contains(w.log.String(), "brokenDisk") {
		t.Error("the log does not tell about the panic")
	}
}

// brokenDisk panics when an asset is read, by whichever way.
type brokenDisk struct{ fstest.MapFS }

func (d brokenDisk) Open(name string) (fs.File, error) {
	d.spin(name)
	return d.MapFS.Open(name)
}

func (d brokenDisk) ReadFile(name string) ([]byte, error) {
	d.spin(name)
	return d.MapFS.ReadFile(name)
}

func (brokenDisk) spin(name string) {
	if strings.HasPrefix(name, "assets/app") {
		panic("the disk is gone")
	}
}

func (d brokenDisk) ReadDir(name string) ([]fs.DirEntry, error) { return d.MapFS.ReadDir(name) }
