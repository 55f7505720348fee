package connection_test

import (
	"strings"
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/secret"
	"latchkey/api/store"
)

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
				_, err := b.db.MarkRefused(b.t.Context(), store.CredentialsRefused{OrganizationID: b.org.ID, ConnectionID: b.conn.ID, VersionID: v.ID, Reason: "client_secret_invalid", At: b.now}, time.Minute)
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
