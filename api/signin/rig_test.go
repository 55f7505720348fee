package signin_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/idp/idptest"
	"latchkey/api/password"
	"latchkey/api/secret"
	"latchkey/api/session"
	"latchkey/api/signin"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

const (
	publicURL    = "https://sso.example.com"
	clientID     = "client-1"
	clientSecret = "canary-client-secret/+ %"
	secretWord   = "canary-open-sesame"

	tenantA = "11111111-2222-4333-8444-555555555555"
	tenantB = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
	anaOID  = "0b1e0000-0000-4000-8000-000000000001"
)

// rig is a whole deployment but for HTTP: two organizations, a provider that
// can lie, one clock, and a log that is searched for secrets when a test ends.
type rig struct {
	t        *testing.T
	clock    *clock
	db       *store.Store
	ring     *secret.Ring
	idp      *idptest.Provider
	log      *logbook
	sessions *session.Sessions
	options  signin.Options
	flow     *signin.Flow

	acme, globex  store.Organization
	google, entra store.Connection // acme's
	users         map[string]store.User
}

type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// shared are what is slow to make.
var shared = sync.OnceValues(func() (*idptest.Key, string) {
	key, err := idptest.NewKey(idptest.RS256)
	if err != nil {
		panic(err)
	}
	hash, err := password.NewCheap().Hash(context.Background(), secretWord)
	if err != nil {
		panic(err)
	}
	return key, hash
})

// onBoth runs a test on both engines, onOne on the embedded one.
func onBoth(t *testing.T, test func(r *rig)) {
	t.Helper()
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) { test(newRig(t, open())) })
}

func onOne(t *testing.T) *rig { t.Helper(); return newRig(t, storetest.Open(t, store.SQLite)) }

// behindFront is a rig on PostgreSQL whose connections can be cut.
func behindFront(t *testing.T) (*rig, *storetest.Front) {
	t.Helper()
	_, where := storetest.Migrated(t, store.Postgres)
	front := storetest.NewFront(t, where)
	source, err := store.URL(front.Address)
	if err != nil {
		t.Fatal(err)
	}
	return newRig(t, storetest.Connect(t, source)), front
}

func newRig(t *testing.T, db *store.Store) *rig {
	t.Helper()
	key, _ := shared()
	r := &rig{
		t: t, db: db, clock: &clock{at: time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)},
		log: &logbook{secrets: map[string]bool{"canary": true}}, users: map[string]store.User{},
	}
	t.Cleanup(func() { r.log.search(t) })
	var handler http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) { handler.ServeHTTP(w, req) }))
	t.Cleanup(server.Close)
	var err error
	r.idp, err = idptest.New(server.URL, idptest.Options{Now: r.clock.now, Key: key})
	r.must(err)
	handler = r.idp
	r.idp.Script(func(s *idptest.Script) { s.TokenMembers = r.noteTokens })
	providers, err := idp.New(idp.Options{
		GoogleIssuer: r.idp.GoogleIssuer(), MicrosoftAuthority: r.idp.MicrosoftAuthority(),
		Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}, Now: r.clock.now,
	})
	r.must(err)
	t.Cleanup(providers.Close)
	r.ring, err = secret.NewRing([]string{"k1:" + base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{7}, secret.KeySize))})
	r.must(err)
	r.sessions, err = session.New(session.Options{Store: db, Ring: r.ring, Issuer: publicURL, Audience: publicURL, Now: r.clock.now})
	r.must(err)
	r.must(r.sessions.LoadKeys(t.Context()))
	r.options = signin.Options{
		Store: db, Ring: r.ring, Providers: providers, Sessions: r.sessions, Passwords: password.NewCheap(),
		Log: slog.New(slog.NewJSONHandler(r.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Now: r.clock.now, PublicURL: publicURL, Limits: signin.Limits{ReplicaWait: time.Millisecond}, Routes: []string{"/", "/profile"},
	}
	r.flow = signin.New(r.options)
	r.populate()
	return r
}

func (r *rig) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// populate makes the two organizations, their people and their accounts.
func (r *rig) populate() {
	r.t.Helper()
	ctx := r.t.Context()
	r.acme, r.globex = store.NewOrganization("acme", "Acme", r.clock.now()), store.NewOrganization("globex", "Globex", r.clock.now())
	r.must(r.db.AddOrganization(ctx, r.acme))
	r.must(r.db.AddOrganization(ctx, r.globex))
	for _, name := range []string{"ana", "bob", "boss", "omar", "gita"} {
		r.addUser(r.acme, name)
	}
	r.addUser(r.globex, "only-globex")
	r.google = r.connect(r.acme, "google", "acme.example")
	r.entra = r.connect(r.acme, "microsoft", tenantA)
	for _, p := range []idptest.Person{
		{Provider: "google", Subject: "1001", Email: "ana@acme.example", HostedDomain: "acme.example", EmailVerified: true},
		{Provider: "google", Subject: "1002", Email: "bob@acme.example", HostedDomain: "acme.example", EmailVerified: true},
		{Provider: "google", Subject: "1003", Email: "boss@acme.example", HostedDomain: "acme.example", EmailVerified: true},
		{Provider: "google", Subject: "1004", Email: "omar@acme.example", HostedDomain: "acme.example", EmailVerified: true},
		{Provider: "google", Subject: "1005", Email: "stranger@acme.example", HostedDomain: "acme.example", EmailVerified: true},
		{Provider: "google", Subject: "1006", Email: "only-globex@acme.example", HostedDomain: "acme.example", EmailVerified: true},
		{Provider: "google", Subject: "1007", Email: "weak@acme.example", HostedDomain: "acme.example"},
		{Provider: "google", Subject: "1008", Email: "someone@gmail.com", EmailVerified: true},
		{Provider: "microsoft", Subject: "m-ana", Email: "ana@acme.example", TenantID: tenantA, ObjectID: anaOID},
		{Provider: "microsoft", Subject: "m-gita", Email: "gita@acme.example", TenantID: tenantA, ObjectID: "o-gita", Guest: true},
		{Provider: "microsoft", Subject: "m-other", Email: "other@acme.example", TenantID: tenantB, ObjectID: "o-other"},
	} {
		r.must(r.idp.AddPerson(p))
	}
}

func (r *rig) addUser(o store.Organization, name string) {
	r.t.Helper()
	_, hash := shared()
	u := store.NewUser(o.ID, name+"@acme.example", name, store.Agent, r.clock.now())
	u.PasswordHash = &hash
	if name == "boss" {
		u.Role = store.SuperAdmin
	}
	u.Active = name != "omar"
	r.must(r.db.AddUser(r.t.Context(), u))
	r.users[name] = u
}

// connect makes an enabled connection whose application the provider knows.
func (r *rig) connect(o store.Organization, provider, lock string) store.Connection {
	r.t.Helper()
	c := store.NewConnection(o.ID, provider, r.clock.now())
	c.State, c.LockedTo = store.Enabled, store.Strings{lock}
	r.must(r.db.AddConnection(r.t.Context(), c))
	return r.goLive(c, clientID+"-"+provider)
}

// goLive gives a connection a new live version.
func (r *rig) goLive(c store.Connection, client string) store.Connection {
	r.t.Helper()
	number, err := r.db.NextVersionNumber(r.t.Context(), c.OrganizationID, c.ID)
	r.must(err)
	v := store.Version{
		ID: secret.NewID(), OrganizationID: c.OrganizationID, ConnectionID: c.ID, Issuer: r.idp.GoogleIssuer(), ClientID: client, Number: number,
		State: store.VersionLive, CreatedAt: store.At(r.clock.now()), CreatedBy: store.ActorOperator,
	}
	v.SecretSealed = r.ring.SealRow(v.SecretPlace(), []byte(clientSecret))
	r.must(r.db.AddVersion(r.t.Context(), v))
	c.LiveVersionID = &v.ID
	r.must(r.db.UpdateConnection(r.t.Context(), c))
	r.idp.AddClient(idptest.Client{ID: client, Secret: clientSecret, RedirectURIs: []string{r.flow.RedirectURI(c.ID)}})
	return c
}

// change edits acme's connection at a provider.
func (r *rig) change(provider string, edit func(c *store.Connection)) {
	r.t.Helper()
	c, err := r.db.ConnectionAt(r.t.Context(), r.acme.ID, provider)
	r.must(err)
	edit(&c)
	r.must(r.db.UpdateConnection(r.t.Context(), c))
}

func (r *rig) changeUser(name string, edit func(u *store.User)) {
	r.t.Helper()
	u := r.users[name]
	edit(&u)
	r.must(r.db.UpdateUser(r.t.Context(), u))
	r.users[name] = u
}

func (r *rig) visitor() signin.Visitor {
	return signin.Visitor{Reference: fault.NewReference(), Address: "192.0.2.7", Browser: "a browser"}
}

// away is the first half of a sign-in: to the provider as somebody, and back to the
// callback with the answer.
func (r *rig) away(provider, who string) signin.Return {
	r.t.Helper()
	v := r.visitor()
	s, err := r.flow.Start(r.t.Context(), signin.StartRequest{Organization: "acme", Provider: provider, ReturnTo: "/profile", Visitor: v})
	r.must(err)
	r.noteAttempt(s)
	query, err := r.visit(s.AuthorizationURL, who)
	r.must(err)
	r.log.keep(query.Get("code"))
	c := r.google
	if provider == "microsoft" {
		c = r.entra
	}
	return signin.Return{ConnectionID: c.ID, Query: query, Attempts: map[string]string{s.Cookie.Name: s.Cookie.Value}, Visitor: v}
}

func (r *rig) visit(address, who string) (url.Values, error) {
	r.idp.Choose(who)
	browser := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := browser.Get(address)
	if err != nil {
		return nil, err
	}
	res.Body.Close()
	back, err := res.Location()
	if err != nil {
		return nil, errors.New("the provider sent nobody back: " + res.Status)
	}
	return back.Query(), nil
}

func (r *rig) complete(back signin.Return) (signin.Outcome, error) {
	out, err := r.flow.Complete(r.t.Context(), back)
	r.log.keep(out.Session, out.PendingLink, out.Known)
	return out, err
}

// enters is a whole sign-in that must go well.
func (r *rig) enters(provider, who string) signin.Outcome {
	r.t.Helper()
	out, err := r.complete(r.away(provider, who))
	if err != nil {
		r.t.Fatalf("%s by %s: %v", who, provider, err)
	}
	return out
}

// holder is who a session belongs to.
func (r *rig) holder(out signin.Outcome) store.Principal {
	r.t.Helper()
	id, ok := r.sessions.SessionOf(out.Session)
	if !ok {
		r.t.Fatalf("no session in %+v", out)
	}
	h, err := r.db.SessionPrincipal(r.t.Context(), id)
	r.must(err)
	return h
}

// noteAttempt keeps what an attempt hides, so that the log is searched for it.
func (r *rig) noteAttempt(s signin.Started) {
	r.t.Helper()
	text, err := r.ring.OpenCookie(s.Cookie.Name, s.Cookie.Value)
	r.must(err)
	var a struct{ S, N, V string }
	r.must(json.Unmarshal(text, &a))
	r.log.keep(a.S, a.N, a.V, s.Cookie.Value)
}

func (r *rig) noteTokens(answer map[string]any) {
	for _, member := range []string{"id_token", "access_token"} {
		if text, ok := answer[member].(string); ok {
			r.log.keep(text)
		}
	}
}

// logbook keeps what is logged, and what must never be.
type logbook struct {
	mu      sync.Mutex
	lines   bytes.Buffer
	secrets map[string]bool
}

func (l *logbook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lines.Write(p)
}

func (l *logbook) keep(secrets ...string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, s := range secrets {
		if s != "" {
			l.secrets[s] = true
		}
	}
}

func (l *logbook) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lines.String()
}

// search wants none of the secrets in the log (J07, B21).
func (l *logbook) search(t *testing.T) {
	t.Helper()
	text := l.text()
	for s := range l.secrets {
		if strings.Contains(text, s) {
			t.Errorf("the log shows %.12q…", s)
		}
	}
}

// count says how many lines hold a text.
func (l *logbook) count(text string) int { return strings.Count(l.text(), text) }

// googlePerson is an account of acme's Workspace.
func googlePerson(subject, email string) idptest.Person {
	return idptest.Person{Provider: "google", Subject: subject, Email: email, HostedDomain: "acme.example", EmailVerified: true}
}
