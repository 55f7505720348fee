package connection_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"latchkey/api/change"
	"latchkey/api/connection"
	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/idp/idptest"
	"latchkey/api/idp/provider"
	"latchkey/api/secret"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

const (
	tenantA  = "11111111-2222-4333-8444-555555555555"
	tenantB  = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
	personal = "9188040d-6c67-4c5b-b112-36a304b66dad"
	clientA  = "1234-canary.apps.googleusercontent.com"
	clientB  = "5678-canary.apps.googleusercontent.com"
	secretA  = "GOCSPX-CANARYSECRET-a-x9Q"
	secretB  = "GOCSPX-CANARYSECRET-b-y8R"
)

// rig is two organizations with a super admin each who can sign in by password,
// and the room under test with the real providers, which nobody asks anything.
type rig struct {
	t            *testing.T
	db           *store.Store
	ring         *secret.Ring
	now          time.Time
	acme, globex store.Organization
	sofia        store.User // of acme
	*connection.Connections
}

// onBoth runs a test on each engine.
func onBoth(t *testing.T, test func(r *rig)) {
	t.Helper()
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) { test(newRig(t, open())) })
}

func newRig(t *testing.T, db *store.Store) *rig {
	t.Helper()
	r := &rig{t: t, db: db, now: time.Date(2026, 11, 9, 8, 0, 0, 0, time.UTC)}
	var err error
	r.ring, err = secret.NewRing([]string{"k1:" + base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{7}, secret.KeySize))})
	r.must(err)
	providers, err := idp.New(idp.Options{})
	r.must(err)
	r.use(providers)
	r.acme, r.sofia = r.organization("acme", "Acme Support")
	r.globex, _ = r.organization("globex", "Globex")
	return r
}

func (r *rig) use(providers *idp.Providers) {
	r.Connections = connection.New(connection.Options{
		Store: r.db, Ring: r.ring, Providers: providers, RedirectURI: func(id string) string { return "https://sso.example.com/" + id },
		GenericAllowed: true, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return r.now },
	})
}

// useTestProvider puts a provider of ours in the place of both brands.
func (r *rig) useTestProvider() *idptest.Provider {
	r.t.Helper()
	var handler http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) { handler.ServeHTTP(w, req) }))
	r.t.Cleanup(server.Close)
	key, err := idptest.NewKey(idptest.ES256)
	r.must(err)
	provider, err := idptest.New(server.URL, idptest.Options{Key: key})
	r.must(err)
	handler = provider
	providers, err := idp.New(idp.Options{
		GoogleIssuer: provider.GoogleIssuer(), MicrosoftAuthority: provider.MicrosoftAuthority(),
		Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")},
	})
	r.must(err)
	r.t.Cleanup(providers.Close)
	r.use(providers)
	return provider
}

func (r *rig) organization(code, name string) (store.Organization, store.User) {
	r.t.Helper()
	o := store.NewOrganization(code, name, r.now)
	r.must(r.db.AddOrganization(r.t.Context(), o))
	u := store.NewUser(o.ID, "admin@"+code+".example", "Sofia of "+name, store.SuperAdmin, r.now)
	u.PasswordHash = ptr("h")
	r.must(r.db.AddUser(r.t.Context(), u))
	return o, u
}

// actor is Sofia, who has just confirmed who she is.
func (r *rig) actor() change.Actor {
	return change.Actor{OrganizationID: r.acme.ID, ID: r.sofia.ID, Recent: proven}
}

// at is a change of a connection as it is now, by Sofia.
func (r *rig) at(v connection.View) connection.Target {
	return connection.Target{By: r.actor(), ConnectionID: v.ID, Revision: r.row(v.ID).Revision}
}

func (r *rig) row(id string) store.Connection {
	r.t.Helper()
	c, err := r.db.ConnectionByID(r.t.Context(), r.acme.ID, id)
	r.must(err)
	return c
}

func (r *rig) made(v connection.View, err error) connection.View {
	r.t.Helper()
	r.must(err)
	r.clean(v)
	return v
}

func (r *rig) create(key string) connection.View {
	r.t.Helper()
	b := connection.Beginning{OrganizationID: r.acme.ID, Provider: key, By: r.sofia.ID}
	if !provider.Key(key).IsBrand() {
		b.Label = "Our own"
	}
	return r.made(r.Create(r.t.Context(), b))
}

func (r *rig) save(v connection.View, ch connection.Change) connection.View {
	r.t.Helper()
	return r.made(r.Change(r.t.Context(), r.at(v), ch))
}

// keys is a change of client id and secret.
func keys(id, secret string) connection.Change {
	return connection.Change{ClientID: &id, ClientSecret: &secret}
}

// tested makes the newest version one that has passed its test.
func (r *rig) tested(v connection.View) connection.View {
	r.t.Helper()
	r.must(r.db.PassVersion(r.t.Context(), r.acme.ID, v.Newest().ID, r.now))
	return r.made(r.Read(r.t.Context(), r.acme.ID, v.ID))
}

// on is a Google connection that is on, with one version.
func (r *rig) on() connection.View {
	r.t.Helper()
	v := r.save(r.create("google"), connection.Change{ClientID: ptr(clientA), ClientSecret: ptr(secretA), LockedTo: &[]string{"acme.example"}})
	return r.made(r.Enable(r.t.Context(), r.at(r.tested(v)), connection.Consent{}, 0))
}

// promote is what a passed test of the draft of an enabled connection does.
func (r *rig) promote(v connection.View) connection.View {
	r.t.Helper()
	v = r.tested(v)
	changes := change.New(r.db, func() time.Time { return r.now })
	r.must(changes.Guarded(r.t.Context(), r.actor(), func(tx change.Tx) error {
		conn, err := tx.ConnectionByID(r.t.Context(), r.acme.ID, v.ID)
		r.must(err)
		return r.Promote(r.t.Context(), tx, conn, v.Draft.Version)
	}))
	return r.made(r.Read(r.t.Context(), r.acme.ID, v.ID))
}

// onlyThrough makes a link the one sign-in method of Sofia.
func (r *rig) onlyThrough(v connection.View, domain string) {
	r.t.Helper()
	r.linked(v, r.sofia, domain)
	r.acme.PasswordSignIn = false
	r.must(r.db.UpdateOrganization(r.t.Context(), r.acme))
}

func (r *rig) linked(v connection.View, u store.User, domain string) store.Identity {
	r.t.Helper()
	i := store.Identity{
		ID: "idn_" + secret.NewID(), OrganizationID: r.acme.ID, UserID: u.ID, ConnectionID: v.ID, Issuer: v.Live.Issuer, Subject: u.ID,
		HostedDomain: domain, LinkedAt: store.At(r.now), LastUsedAt: store.At(r.now),
	}
	r.must(r.db.AddIdentity(r.t.Context(), i))
	return i
}

// session is a stay that came through a connection.
func (r *rig) session(v connection.View) (ended func() string) {
	r.t.Helper()
	s := store.Session{
		ID: secret.NewID(), OrganizationID: r.acme.ID, UserID: r.sofia.ID, ConnectionID: &v.ID, Method: "sso", Provider: v.Provider,
		IdleExpiresAt: store.At(r.now.Add(time.Hour)), ExpiresAt: store.At(r.now.Add(time.Hour)),
		AuthenticatedAt: store.At(r.now), LastUsedAt: store.At(r.now),
	}
	r.must(r.db.AddSession(r.t.Context(), s))
	return func() string {
		r.t.Helper()
		h, err := r.db.SessionPrincipal(r.t.Context(), s.ID)
		r.must(err)
		return h.EndReason
	}
}

// audited lists the actions in acme so far and wants no secret in their details.
func (r *rig) audited() []string {
	r.t.Helper()
	events, err := r.db.AuditEvents(r.t.Context(), r.acme.ID, 1000)
	r.must(err)
	actions := make([]string, len(events))
	for i, e := range events {
		actions[i] = strings.TrimPrefix(e.Action, "connection.")
		r.clean(e)
		if e.Actor != r.sofia.ID {
			r.t.Errorf("%s was done by %q", e.Action, e.Actor)
		}
	}
	return actions
}

// since lists what was audited beside what had been, in the order of the words:
// events of one instant have no other.
func (r *rig) since(before []string) []string {
	r.t.Helper()
	grown := r.audited()
	for _, action := range before {
		n := slices.Index(grown, action)
		grown = slices.Delete(grown, n, n+1)
	}
	slices.Sort(grown)
	return grown
}

// clean wants no secret in what is shown (F08, J07).
func (r *rig) clean(shown any) {
	r.t.Helper()
	text, err := json.Marshal(shown)
	r.must(err)
	if strings.Contains(string(text), "CANARYSECRET") || strings.Contains(fmt.Sprint(shown), "CANARYSECRET") {
		r.t.Errorf("a secret is shown: %s", text)
	}
}

// refuses wants a refusal, nothing written and nothing told.
func (r *rig) refuses(what string, code fault.Code, fields []fault.Field, do func() error) {
	r.t.Helper()
	before := r.picture()
	err := do()
	f := fault.Of(err)
	if err == nil || f.Code != code || !reflect.DeepEqual(f.Fields, fields) {
		r.t.Errorf("%s: got %v %v (%v), want %s %v", what, err, f.Fields, errors.Unwrap(f), code, fields)
		return
	}
	r.clean(f)
	r.clean(err.Error())
	if after := r.picture(); !reflect.DeepEqual(after, before) {
		r.t.Errorf("%s: something was written:\n%v\n%v", what, before, after)
	}
}

// picture is every connection, version and event of acme.
func (r *rig) picture() []any {
	r.t.Helper()
	list, err := r.db.ConnectionsOf(r.t.Context(), r.acme.ID)
	r.must(err)
	picture := []any{list, r.audited()}
	for _, c := range list {
		versions, err := r.db.VersionsOf(r.t.Context(), r.acme.ID, c.ID)
		r.must(err)
		picture = append(picture, versions)
	}
	return picture
}

func (r *rig) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) same(what string, got, want any) {
	r.t.Helper()
	if !reflect.DeepEqual(got, want) {
		r.t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func ptr[T any](v T) *T { return &v }

// proven is whoever has just proven to be themselves.
func proven(context.Context, store.Rows) error { return nil }
