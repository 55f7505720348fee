package connection_test

import (
	"encoding/base64"
	"fmt"
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

// The first checks are kept in their order; a test that they fail has ended.
func TestFirstChecks(t *testing.T) {
	tests(t, func(b *bench) {
		_, err := b.begin()
		b.refused(err, fault.Conflict, "no_version")
		v := b.version(store.VersionDraft)
		got := b.begun()
		line, err := b.room.Test(b.t.Context(), b.org.ID, b.conn.ID, got.ID)
		b.must(err)
		names := ""
		for _, c := range line.Report.Checks {
			names += c.Stage + " " + c.Name + " " + c.Result + ", "
		}
		if !strings.HasPrefix(names, "server discovery passed, server keys passed, server clock ") ||
			!strings.HasSuffix(names, "server public_address passed, server credentials passed, ") || got.Version.ID != v.ID {
			b.t.Errorf("checks %s", names)
		}
		if line.StartedByName != "Sofia" || !line.Current || line.VersionNumber != 1 || !line.FinishedAt.IsZero() {
			b.t.Errorf("line %+v", line)
		}
		b.provider.SetSecret("client-1", "another")
		bad, err := b.begin()
		if err != nil || bad.State != store.TestFailed || bad.Code != "sso_app_invalid" || !bad.FinishedAt.Equal(b.now) {
			b.t.Errorf("%+v, %v", bad, err)
		}
		if text := fmt.Sprintf("%+v", bad.Report); strings.Contains(text, "canary") {
			b.t.Errorf("the report holds the secret: %s", text)
		}
		b.refused(b.finish(bad, "", store.CheckPassed), fault.AttemptReplayed, "test_over")
		c, version, said := b.after(v.ID)
		if c.State != store.Draft || version.State != store.VersionDraft || said != "connection.test_failed" {
			b.t.Errorf("%s %s %s", c.State, version.State, said)
		}
	})
}

// The address that providers send people back to is looked at, never failed.
func TestPublicAddress(t *testing.T) {
	for name, c := range map[string]struct{ uri, host, want string }{
		"as the browser came":  {"https://sso.example.com/x", "SSO.example.com", "passed "},
		"by another name":      {"https://sso.example.com/x", "10.0.0.7:8080", "look other_host"},
		"without TLS":          {"http://sso.example.com/x", "sso.example.com", "look not_https"},
		"on one machine":       {"http://localhost:8080/x", "localhost:8080", "info not_https"},
		"on its own address":   {"http://127.0.0.1:8080/x", "127.0.0.1:8080", "info not_https"},
		"in the other family":  {"http://[::1]:8080/x", "[::1]:8080", "info not_https"},
		"an unreadable URL":    {"http://a b/", "a", "look unreadable"},
		"of a rewriting proxy": {"https://sso.example.com/x", "", "look other_host"},
	} {
		if got := connection.PublicAddress(c.uri, c.host); got.Result+" "+got.Reason != c.want || got.Stage != "server" {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// F05: five a minute for an organization, whoever asks and however many at once.
func TestTestsAreLimited(t *testing.T) {
	tests(t, func(b *bench) {
		b.version(store.VersionDraft)
		results := make(chan error)
		for range 8 {
			go func() { _, err := b.begin(); results <- err }()
		}
		limited := 0
		for range 8 {
			if err := <-results; err != nil {
				f := b.refused(err, fault.RateLimited, "tests")
				if f.RetryAfter != time.Minute {
					b.t.Errorf("retry after %v", f.RetryAfter)
				}
				limited++
			}
		}
		if limited != 3 || b.provider.Hits("/google/token") != 10 { // each tries the secret, and a wrong one
			b.t.Errorf("%d of 8 limited, %d probes", limited, b.provider.Hits("/google/token"))
		}
		b.now = b.now.Add(time.Minute)
		b.begun()
		lines, err := b.room.Tests(b.t.Context(), b.org.ID, b.conn.ID)
		if err != nil || len(lines) != 6 || !lines[0].StartedAt.Equal(b.now) {
			b.t.Errorf("%d tests, %v", len(lines), err)
		}
	})
}

// A passed draft waits to be turned on; where the connection is on it is live at once.
func TestPassedTests(t *testing.T) {
	t.Run("a first draft", func(t *testing.T) {
		tests(t, func(b *bench) {
			v := b.version(store.VersionDraft)
			b.must(b.finish(b.begun(), "", store.CheckPassed, store.CheckLook, store.CheckInfo))
			c, version, said := b.after(v.ID)
			if c.State != store.Draft || c.LiveVersionID != nil || version.State != store.VersionPassed || !version.PassedAt.Equal(b.now) || said != "connection.test_passed" {
				b.t.Errorf("%+v, %+v, %s", c, version, said)
			}
		})
	})
	t.Run("a draft under a live version", func(t *testing.T) {
		tests(t, func(b *bench) {
			old, v := b.version(store.VersionLive), b.version(store.VersionDraft)
			b.must(b.finish(b.begun(), "", store.CheckPassed))
			c, version, said := b.after(v.ID)
			if *c.LiveVersionID != v.ID || c.DraftVersionID != nil || version.State != store.VersionLive || said != "connection.live connection.test_passed" &&
				said != "connection.test_passed connection.live" {
				b.t.Errorf("%+v, %+v, %s", c, version, said)
			}
			if _, replaced, _ := b.after(old.ID); replaced.State != store.VersionRetired {
				b.t.Errorf("the old one is %s", replaced.State)
			}
		})
	})
	t.Run("the live version recovers", func(t *testing.T) {
		tests(t, func(b *bench) {
			v := b.version(store.VersionLive)
			for range 2 {
				_, err := b.db.MarkRefused(b.t.Context(), b.org.ID, b.conn.ID, v.ID, "client_secret_invalid", time.Minute, b.now)
				b.must(err)
			}
			b.must(b.finish(b.begun(), "", store.CheckPassed))
			c, version, _ := b.after(v.ID)
			if c.Health != (store.Health{Health: store.HealthOK}) || version.State != store.VersionLive || version.PassedAt.IsZero() {
				b.t.Errorf("%+v, %+v", c.Health, version)
			}
		})
	})
}

// What failed leaves everything as it was, and so does a draft that was replaced.
func TestFailedTests(t *testing.T) {
	tests(t, func(b *bench) {
		live, draft := b.version(store.VersionLive), b.version(store.VersionDraft)
		b.must(b.finish(b.begun(), fault.WrongTenant, store.CheckFailed))
		b.must(b.finish(b.begun(), "", store.CheckPassed, store.CheckFailed))
		overtaken := b.begun()
		newer := b.version(store.VersionDraft)
		b.must(b.finish(overtaken, "", store.CheckPassed))
		c, version, said := b.after(draft.ID)
		if *c.LiveVersionID != live.ID || *c.DraftVersionID != newer.ID || version.State != store.VersionDraft || !version.PassedAt.IsZero() {
			b.t.Errorf("%+v, %+v", c, version)
		}
		if strings.Count(said, "connection.test_failed") != 2 || strings.Count(said, "connection.test_passed") != 1 || strings.Contains(said, "live") {
			b.t.Errorf("audited %s", said)
		}
		line, err := b.room.Test(b.t.Context(), b.org.ID, b.conn.ID, overtaken.ID)
		if err != nil || line.Current || line.State != store.TestPassed {
			b.t.Errorf("%+v, %v", line, err)
		}
	})
}

// Of many ends of one test one is written.
func TestOneEndWins(t *testing.T) {
	tests(t, func(b *bench) {
		b.version(store.VersionDraft)
		test := b.begun()
		results := make(chan error)
		for range 10 {
			go func() { results <- b.finish(test, "", store.CheckPassed) }()
		}
		won := 0
		for range 10 {
			if err := <-results; err == nil {
				won++
			} else {
				b.refused(err, fault.AttemptReplayed, "test_over")
			}
		}
		if _, _, said := b.after(test.VersionID); won != 1 || said != "connection.test_passed" {
			b.t.Errorf("%d ends were written, %s", won, said)
		}
	})
}

// A secret that does not open is said to be so, and a removed connection is gone.
func TestWhatCannotBeTested(t *testing.T) {
	tests(t, func(b *bench) {
		v := b.version(store.VersionDraft)
		spoiled := v
		spoiled.ID, spoiled.Number, spoiled.SecretSealed = secret.NewID(), 2, b.ring.SealRow("elsewhere", []byte(testedSecret))
		b.must(b.db.AddVersion(b.t.Context(), spoiled))
		b.conn.DraftVersionID = &spoiled.ID
		b.must(b.db.UpdateConnection(b.t.Context(), b.conn))
		got, err := b.begin()
		if err != nil || got.Code != "sso_app_invalid" || got.Report.Checks[4].Reason != "secret_unreadable" {
			b.t.Errorf("%+v, %v", got, err)
		}
		b.conn.State = store.Removed
		b.must(b.db.UpdateConnection(b.t.Context(), b.conn))
		_, err = b.begin()
		b.refused(err, fault.NotFound, "no_connection")
		_, err = b.room.Tests(b.t.Context(), b.org.ID, b.conn.ID)
		b.refused(err, fault.NotFound, "no_connection")
		_, err = b.room.Test(b.t.Context(), b.org.ID, b.conn.ID, got.ID)
		b.refused(err, fault.NotFound, "no_connection")
		_, err = b.room.Tests(b.t.Context(), "org_other", b.conn.ID)
		b.refused(err, fault.NotFound, "no_connection") // E01
	})
}

// Another issuer, at which the last super admin is nobody, does not go live.
func TestATestThatWouldLockTheLastOneOut(t *testing.T) {
	tests(t, func(b *bench) {
		ctx := b.t.Context()
		b.conn = store.NewConnection(b.org.ID, "okta", b.now)
		b.must(b.db.AddConnection(ctx, b.conn))
		version := func(state store.VersionState, issuer string) store.Version {
			n, err := b.db.NextVersionNumber(ctx, b.org.ID, b.conn.ID)
			b.must(err)
			v := store.Version{
				ID: secret.NewID(), OrganizationID: b.org.ID, ConnectionID: b.conn.ID, Issuer: issuer, ClientID: "client-1",
				Number: n, State: state, CreatedAt: store.At(b.now), CreatedBy: b.sofia.ID,
			}
			v.SecretSealed = b.ring.SealRow(v.SecretPlace(), []byte(testedSecret))
			b.must(b.db.AddVersion(ctx, v))
			return v
		}
		live, draft := version(store.VersionLive, "https://old.example"), version(store.VersionDraft, b.provider.OpenIDIssuer())
		b.conn.LiveVersionID, b.conn.DraftVersionID, b.conn.State = &live.ID, &draft.ID, store.Enabled
		b.must(b.db.UpdateConnection(ctx, b.conn))
		b.must(b.db.AddIdentity(ctx, store.Identity{
			ID: "idn_" + secret.NewID(), OrganizationID: b.org.ID, UserID: b.sofia.ID, ConnectionID: b.conn.ID, Issuer: live.Issuer,
			Subject: "sofia", LinkedAt: store.At(b.now), LastUsedAt: store.At(b.now),
		}))
		b.org.PasswordSignIn = false
		b.must(b.db.UpdateOrganization(ctx, b.org))
		test := b.begun()
		b.must(b.finish(test, "", store.CheckPassed))
		c, v, said := b.after(draft.ID)
		if *c.LiveVersionID != live.ID || v.State != store.VersionDraft || !v.PassedAt.IsZero() || said != "connection.test_failed" {
			b.t.Errorf("%+v, %+v, %s", c, v, said)
		}
		line, err := b.room.Test(ctx, b.org.ID, b.conn.ID, test.ID)
		if err != nil || line.State != store.TestFailed || line.Code != string(fault.LastSuperAdmin) {
			b.t.Errorf("%+v, %v", line, err)
		}
	})
}

// I13: a provider that looks at the code first proves nothing of the secret
// before somebody has signed in, and then the report says what that has shown.
func TestI13_CredentialsAreKnownByTheSignIn(t *testing.T) {
	for name, c := range map[string]struct {
		codeFirst          bool
		token              string
		before, afterwards string
	}{
		"the client first":                {false, store.CheckPassed, "passed ", "passed "},
		"the code first, a token":         {true, store.CheckPassed, "info not_before_sign_in", "passed "},
		"the code first, none":            {true, store.CheckFailed, "info not_before_sign_in", "info not_before_sign_in"},
		"the code first, nobody returned": {true, store.CheckNotReached, "info not_before_sign_in", "info not_before_sign_in"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, storetest.Open(t, store.SQLite))
			b.provider.Script(func(s *idptest.Script) { s.CodeFirst = c.codeFirst })
			b.version(store.VersionDraft)
			begun := b.begun()
			end := connection.TestEnd{OrganizationID: b.org.ID, ConnectionID: b.conn.ID, TestID: begun.ID, By: b.sofia.ID}
			end.Report.Checks = []store.TestCheck{{Stage: "person", Name: "token", Result: c.token}}
			b.must(b.room.FinishTest(t.Context(), end))
			line, err := b.room.Test(t.Context(), b.org.ID, b.conn.ID, begun.ID)
			b.must(err)
			if got := credentials(begun.Report); got != c.before {
				t.Errorf("before the sign-in %q, want %q", got, c.before)
			}
			if got := credentials(line.Report); got != c.afterwards {
				t.Errorf("after it %q, want %q", got, c.afterwards)
			}
		})
	}
}

func credentials(r store.TestReport) string {
	for _, c := range r.Checks {
		if c.Name == "credentials" {
			return c.Result + " " + c.Reason
		}
	}
	return ""
}
