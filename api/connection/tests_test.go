package connection_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"latchkey/api/connection"
	"latchkey/api/fault"
	"latchkey/api/idp/idptest"
	"latchkey/api/secret"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

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
