package signintest

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"sync"
	"testing"
	"time"

	"latchkey/api/clocktest"
	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/idp/idptest"
	"latchkey/api/password"
	"latchkey/api/secret"
	"latchkey/api/session"
	"latchkey/api/signin"
	"latchkey/api/signin/attempt"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// What a rig is made of.
const (
	PublicURL    = "https://sso.example.com"
	ClientID     = "client-1"
	ClientSecret = "canary-client-secret/+ %"
	SecretWord   = "canary-open-sesame"

	TenantA = "11111111-2222-4333-8444-555555555555"
	TenantB = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
	AnaOID  = "0b1e0000-0000-4000-8000-000000000001"
)

// Rig is a whole deployment but for HTTP: two organizations, a provider that
// can lie, one clock, and a log that is searched for secrets when a test ends.
type Rig struct {
	T        *testing.T
	Clock    *clocktest.Clock
	DB       *store.Store
	Ring     *secret.Ring
	IDP      *idptest.Provider
	Log      *Logbook
	Sessions *session.Sessions
	Options  Options
	Rooms

	Acme, Globex  store.Organization
	Google, Entra store.Connection // Acme's
	Users         map[string]store.User

	providers *idp.Providers
}

// Shared are what is slow to make: the provider's key, and the hash of [SecretWord].
func Shared() (*idptest.Key, string) { return made() }

var made = sync.OnceValues(func() (*idptest.Key, string) {
	key, err := idptest.NewKey(idptest.RS256)
	if err != nil {
		panic(err)
	}
	hash, err := password.NewCheap().Hash(context.Background(), SecretWord)
	if err != nil {
		panic(err)
	}
	return key, hash
})

// OnBoth runs a test on both engines, OnOne on the embedded one.
func OnBoth(t *testing.T, test func(r *Rig)) {
	t.Helper()
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) { test(New(t, open())) })
}

// OnOne gives a rig on the embedded engine.
func OnOne(t *testing.T) *Rig { t.Helper(); return New(t, storetest.Open(t, store.SQLite)) }

// BehindFront is a rig on PostgreSQL whose connections can be cut.
func BehindFront(t *testing.T) (*Rig, *storetest.Front) {
	t.Helper()
	_, where := storetest.Migrated(t, store.Postgres)
	front := storetest.NewFront(t, where)
	source, err := store.URL(front.Address)
	if err != nil {
		t.Fatal(err)
	}
	return New(t, storetest.Connect(t, source)), front
}

// New gives a rig on a database.
func New(t *testing.T, db *store.Store) *Rig {
	t.Helper()
	key, _ := Shared()
	r := &Rig{
		T: t, DB: db, Clock: clocktest.New(),
		Log: &Logbook{secrets: map[string]bool{"canary": true}}, Users: map[string]store.User{},
	}
	t.Cleanup(func() { r.Log.search(t) })
	var handler http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) { handler.ServeHTTP(w, req) }))
	t.Cleanup(server.Close)
	var err error
	r.IDP, err = idptest.New(server.URL, idptest.Options{Now: r.Clock.Now, Key: key})
	r.Must(err)
	handler = r.IDP
	r.IDP.Script(func(s *idptest.Script) { s.TokenMembers = r.NoteTokens })
	r.providers, err = idp.New(idp.Options{
		GoogleIssuer: r.IDP.GoogleIssuer(), MicrosoftAuthority: r.IDP.MicrosoftAuthority(),
		Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}, Now: r.Clock.Now,
	})
	r.Must(err)
	t.Cleanup(r.providers.Close)
	r.Ring, err = secret.NewRing([]string{"k1:" + base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{7}, secret.KeySize))})
	r.Must(err)
	r.Sessions, err = session.New(session.Options{Store: db, Ring: r.Ring, Issuer: PublicURL, Audience: PublicURL, Now: r.Clock.Now})
	r.Must(err)
	r.Must(r.Sessions.LoadKeys(t.Context()))
	r.Options = Options{Passwords: password.NewCheap(), Limits: attempt.Limits{ReplicaWait: time.Millisecond}}
	r.Build()
	r.populate()
	return r
}

// Must wants no error.
func (r *Rig) Must(err error) {
	r.T.Helper()
	if err != nil {
		r.T.Fatal(err)
	}
}

// populate makes the two organizations, their people and their accounts.
func (r *Rig) populate() {
	r.T.Helper()
	ctx := r.T.Context()
	r.Acme, r.Globex = store.NewOrganization("acme", "Acme", r.Clock.Now()), store.NewOrganization("globex", "Globex", r.Clock.Now())
	r.Must(r.DB.AddOrganization(ctx, r.Acme))
	r.Must(r.DB.AddOrganization(ctx, r.Globex))
	for _, name := range []string{"ana", "bob", "boss", "omar", "gita"} {
		r.AddUser(r.Acme, name)
	}
	r.AddUser(r.Globex, "only-globex")
	r.Google = r.Connect(r.Acme, "google", "acme.example")
	r.Entra = r.Connect(r.Acme, "microsoft", TenantA)
	for _, p := range []idptest.Person{
		{Provider: "google", Subject: "1001", Email: "ana@acme.example", HostedDomain: "acme.example", EmailVerified: true},
		{Provider: "google", Subject: "1002", Email: "bob@acme.example", HostedDomain: "acme.example", EmailVerified: true},
		{Provider: "google", Subject: "1003", Email: "boss@acme.example", HostedDomain: "acme.example", EmailVerified: true},
		{Provider: "google", Subject: "1004", Email: "omar@acme.example", HostedDomain: "acme.example", EmailVerified: true},
		{Provider: "google", Subject: "1005", Email: "stranger@acme.example", HostedDomain: "acme.example", EmailVerified: true},
		{Provider: "google", Subject: "1006", Email: "only-globex@acme.example", HostedDomain: "acme.example", EmailVerified: true},
		{Provider: "google", Subject: "1007", Email: "weak@acme.example", HostedDomain: "acme.example"},
		{Provider: "google", Subject: "1008", Email: "someone@gmail.com", EmailVerified: true},
		{Provider: "microsoft", Subject: "m-ana", Email: "ana@acme.example", TenantID: TenantA, ObjectID: AnaOID},
		{Provider: "microsoft", Subject: "m-gita", Email: "gita@acme.example", TenantID: TenantA, ObjectID: "o-gita", Guest: true},
		{Provider: "microsoft", Subject: "m-other", Email: "other@acme.example", TenantID: TenantB, ObjectID: "o-other"},
	} {
		r.Must(r.IDP.AddPerson(p))
	}
}

// AddUser adds somebody with the address name@acme.example and [SecretWord].
func (r *Rig) AddUser(o store.Organization, name string) {
	r.T.Helper()
	_, hash := Shared()
	u := store.NewUser(o.ID, name+"@acme.example", name, store.Agent, r.Clock.Now())
	u.PasswordHash = &hash
	if name == "boss" {
		u.Role = store.SuperAdmin
	}
	u.Active = name != "omar"
	r.Must(r.DB.AddUser(r.T.Context(), u))
	r.Users[name] = u
}

// Connect makes an enabled connection whose application the provider knows.
func (r *Rig) Connect(o store.Organization, provider, lock string) store.Connection {
	r.T.Helper()
	c := store.NewConnection(o.ID, provider, r.Clock.Now())
	c.State, c.LockedTo = store.Enabled, store.Strings{lock}
	r.Must(r.DB.AddConnection(r.T.Context(), c))
	return r.GoLive(c, ClientID+"-"+provider)
}

// GoLive gives a connection a new live version.
func (r *Rig) GoLive(c store.Connection, client string) store.Connection {
	r.T.Helper()
	number, err := r.DB.NextVersionNumber(r.T.Context(), c.OrganizationID, c.ID)
	r.Must(err)
	v := store.Version{
		ID: secret.NewID(), OrganizationID: c.OrganizationID, ConnectionID: c.ID, Issuer: r.IDP.GoogleIssuer(), ClientID: client, Number: number,
		State: store.VersionLive, CreatedAt: store.At(r.Clock.Now()), CreatedBy: store.ActorOperator,
	}
	v.SecretSealed = r.Ring.SealRow(v.SecretPlace(), []byte(ClientSecret))
	r.Must(r.DB.AddVersion(r.T.Context(), v))
	c.LiveVersionID = &v.ID
	r.Must(r.DB.UpdateConnection(r.T.Context(), c))
	r.IDP.AddClient(idptest.Client{ID: client, Secret: ClientSecret, RedirectURIs: []string{r.Applications.RedirectURI(c.ID)}})
	return c
}

// Change edits acme's connection at a provider.
func (r *Rig) Change(provider string, edit func(c *store.Connection)) {
	r.T.Helper()
	c, err := r.DB.ConnectionAt(r.T.Context(), r.Acme.ID, provider)
	r.Must(err)
	edit(&c)
	r.Must(r.DB.UpdateConnection(r.T.Context(), c))
}

// ChangeUser edits somebody.
func (r *Rig) ChangeUser(name string, edit func(u *store.User)) {
	r.T.Helper()
	u := r.Users[name]
	edit(&u)
	r.Must(r.DB.UpdateUser(r.T.Context(), u))
	r.Users[name] = u
}

// Visitor is a browser with a request of its own.
func (r *Rig) Visitor() signin.Visitor {
	return signin.Visitor{Reference: fault.NewReference(), Address: "192.0.2.7", Browser: "a browser"}
}

// Away is the first half of a sign-in: to the provider as somebody, and back to the
// callback with the answer.
func (r *Rig) Away(provider, who string) signin.Return {
	r.T.Helper()
	v := r.Visitor()
	s, err := r.Flow.Start(r.T.Context(), signin.StartRequest{Organization: "acme", Provider: provider, ReturnTo: "/profile", Visitor: v})
	r.Must(err)
	r.NoteAttempt(s)
	query, err := r.Visit(s.AuthorizationURL, who)
	r.Must(err)
	r.Log.Keep(query.Get("code"))
	c := r.Google
	if provider == "microsoft" {
		c = r.Entra
	}
	return signin.Return{ConnectionID: c.ID, Query: query, Attempts: map[string]string{s.Cookie.Name: s.Cookie.Value}, Visitor: v}
}

// Visit goes to the provider as somebody, and gives what comes back.
func (r *Rig) Visit(address, who string) (url.Values, error) {
	r.IDP.Choose(who)
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

// Complete handles a callback.
func (r *Rig) Complete(back signin.Return) (signin.Outcome, error) {
	out, err := r.Flow.Complete(r.T.Context(), back)
	r.Log.Keep(out.Session, out.PendingLink, out.Known)
	return out, err
}

// Enters is a whole sign-in that must go well.
func (r *Rig) Enters(provider, who string) signin.Outcome {
	r.T.Helper()
	out, err := r.Complete(r.Away(provider, who))
	if err != nil {
		r.T.Fatalf("%s by %s: %v", who, provider, err)
	}
	return out
}

// PrincipalOf is whoever a session belongs to.
func (r *Rig) PrincipalOf(out signin.Outcome) store.Principal {
	r.T.Helper()
	id, ok := r.Sessions.SessionOf(out.Session)
	if !ok {
		r.T.Fatalf("no session in %+v", out)
	}
	h, err := r.DB.SessionPrincipal(r.T.Context(), id)
	r.Must(err)
	return h
}

// NoteAttempt keeps what an attempt hides, so that the log is searched for it.
func (r *Rig) NoteAttempt(s signin.Started) {
	r.T.Helper()
	text, err := r.Ring.OpenCookie(s.Cookie.Name, s.Cookie.Value)
	r.Must(err)
	var a struct{ S, N, V string }
	r.Must(json.Unmarshal(text, &a))
	r.Log.Keep(a.S, a.N, a.V, s.Cookie.Value)
}

// NoteTokens keeps a provider's tokens, so that the log is searched for them.
func (r *Rig) NoteTokens(answer map[string]any) {
	for _, member := range []string{"id_token", "access_token"} {
		if text, ok := answer[member].(string); ok {
			r.Log.Keep(text)
		}
	}
}

// GooglePerson is an account of acme's Workspace.
func GooglePerson(subject, email string) idptest.Person {
	return idptest.Person{Provider: "google", Subject: subject, Email: email, HostedDomain: "acme.example", EmailVerified: true}
}
