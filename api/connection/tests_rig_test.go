package connection_test

import (
	"encoding/base64"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"latchkey/api/connection"
	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/idp/idptest"
	"latchkey/api/secret"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

const testedSecret = "canary-tested-secret"

// bench is an organization with a connection to test, and its provider.
type bench struct {
	t        *testing.T
	now      time.Time
	db       *store.Store
	ring     *secret.Ring
	provider *idptest.Provider
	room     *connection.Connections
	org      store.Organization
	sofia    store.User
	conn     store.Connection
}

// tests runs a test on both engines.
func tests(t *testing.T, run func(b *bench)) {
	t.Helper()
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) { run(newBench(t, open())) })
}

func newBench(t *testing.T, db *store.Store) *bench {
	t.Helper()
	b := &bench{t: t, db: db, now: time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)}
	var handler http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	t.Cleanup(server.Close)
	clock := func() time.Time { return b.now }
	var err error
	b.provider, err = idptest.New(server.URL, idptest.Options{Now: clock})
	b.must(err)
	handler = b.provider
	providers, err := idp.New(idp.Options{GoogleIssuer: b.provider.GoogleIssuer(), Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}, Now: clock})
	b.must(err)
	t.Cleanup(providers.Close)
	b.ring, err = secret.NewRing([]string{"k1:" + base64.StdEncoding.EncodeToString([]byte(strings.Repeat("k", secret.KeySize)))})
	b.must(err)
	b.room = connection.New(connection.Options{
		Store: db, Ring: b.ring, Providers: providers, Log: slog.New(slog.DiscardHandler), Now: clock,
		RedirectURI: func(id string) string { return "https://sso.example.com/api/v1/sso/callback/" + id },
	})
	b.org = store.NewOrganization("acme", "Acme", b.now)
	b.must(db.AddOrganization(t.Context(), b.org))
	b.sofia = store.NewUser(b.org.ID, "sofia@acme.example", "Sofia", store.SuperAdmin, b.now)
	hash := "h"
	b.sofia.PasswordHash = &hash
	b.must(db.AddUser(t.Context(), b.sofia))
	b.conn = store.NewConnection(b.org.ID, "google", b.now)
	b.must(db.AddConnection(t.Context(), b.conn))
	b.provider.AddClient(idptest.Client{ID: "client-1", Secret: testedSecret})
	return b
}

func (b *bench) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// version saves a version of the connection and points at it.
func (b *bench) version(state store.VersionState) store.Version {
	b.t.Helper()
	ctx := b.t.Context()
	number, err := b.db.NextVersionNumber(ctx, b.org.ID, b.conn.ID)
	b.must(err)
	v := store.Version{
		ID: secret.NewID(), OrganizationID: b.org.ID, ConnectionID: b.conn.ID, Issuer: b.provider.GoogleIssuer(), ClientID: "client-1",
		Number: number, State: state, CreatedAt: store.At(b.now), CreatedBy: b.sofia.ID,
	}
	v.SecretSealed = b.ring.SealRow(v.SecretPlace(), []byte(testedSecret))
	b.must(b.db.AddVersion(ctx, v))
	if state == store.VersionLive {
		b.conn.LiveVersionID, b.conn.State = &v.ID, store.Enabled
	} else {
		b.conn.DraftVersionID = &v.ID
	}
	b.must(b.db.UpdateConnection(ctx, b.conn))
	return v
}

func (b *bench) begin() (connection.BegunTest, error) {
	return b.room.BeginTest(b.t.Context(), connection.TestRequest{
		OrganizationID: b.org.ID, ConnectionID: b.conn.ID, Admin: b.sofia.ID, SeenHost: "sso.example.com",
	})
}

// begun is a test whose first checks went well.
func (b *bench) begun() connection.BegunTest {
	b.t.Helper()
	got, err := b.begin()
	if err != nil || got.State != store.TestRunning {
		b.t.Fatalf("%+v, %v", got, err)
	}
	return got
}

// finish ends a test with checks of these results.
func (b *bench) finish(t connection.BegunTest, code fault.Code, results ...string) error {
	e := connection.TestEnd{OrganizationID: b.org.ID, ConnectionID: b.conn.ID, TestID: t.ID, By: b.sofia.ID, Code: code}
	for _, result := range results {
		e.Report.Checks = append(e.Report.Checks, store.TestCheck{Stage: "person", Name: "lock", Result: result})
	}
	e.Report.Claims = []store.TestClaim{{Name: "iss", Value: "x"}}
	return b.room.FinishTest(b.t.Context(), e)
}

func (b *bench) refused(err error, code fault.Code, reason string) *fault.Fault {
	b.t.Helper()
	f := fault.Of(err)
	if err == nil || f.Code != code || f.Reason != reason {
		b.t.Errorf("got %v, want %s (%s)", err, code, reason)
	}
	return f
}

// after reads what a test led to: the connection, a version, and the actions
// that were audited, oldest first.
func (b *bench) after(version string) (store.Connection, store.Version, string) {
	b.t.Helper()
	ctx := b.t.Context()
	c, err := b.db.ConnectionByID(ctx, b.org.ID, b.conn.ID)
	b.must(err)
	v, err := b.db.VersionOf(ctx, b.org.ID, version)
	b.must(err)
	events, err := b.db.AuditEvents(ctx, b.org.ID, 10)
	b.must(err)
	said := ""
	for _, e := range events {
		said = e.Action + " " + said
	}
	return c, v, strings.TrimSpace(said)
}

func credentials(r store.TestReport) string {
	for _, c := range r.Checks {
		if c.Name == "credentials" {
			return c.Result + " " + c.Reason
		}
	}
	return ""
}
