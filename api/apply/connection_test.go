package apply_test

import (
	"strings"
	"testing"
	"time"

	"latchkey/api/secret"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// google is a file about acme's Google connection.
func google(text string) string {
	return "organizations:\n  - code: acme\n    connections:\n      - {provider: google, " + text + "}\n"
}

// A22, J01: a change of id or secret is a new version; the old one retires, and
// what was believed of it is forgotten.
func TestNewSecretMakesANewVersion(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
		r := newRig(t, open())
		r.apply(world)
		old := r.google()
		_, err := r.db.MarkRefused(t.Context(), store.CredentialsRefused{OrganizationID: old.OrganizationID, ConnectionID: old.ID, VersionID: old.VersionID, Reason: "r", At: r.now}, time.Minute)
		r.must(err)
		r.now = r.now.Add(time.Hour)
		if said := r.apply(google("secret: {env: APPLY_OTHER}")); said != "~ application of acme google\n~ connection google of acme" {
			t.Errorf("changed\n%s", said)
		}
		got := r.google()
		if got.VersionID == old.VersionID || got.ClientID != "client-1.apps.googleusercontent.com" || r.secret(got) != "canary-other" || got.Health.Health != store.HealthOK || got.ID != old.ID {
			t.Errorf("google %+v", got)
		}
		retired, err := r.db.VersionOf(t.Context(), old.OrganizationID, old.VersionID)
		r.must(err)
		fresh, err := r.db.VersionOf(t.Context(), old.OrganizationID, got.VersionID)
		r.must(err)
		if retired.State != store.VersionRetired || fresh.State != store.VersionLive || fresh.CreatedBy != store.ActorOperator || !fresh.CreatedAt.Equal(r.now) {
			t.Errorf("versions %+v, %+v", retired, fresh)
		}
		if retired.Number != 1 || fresh.Number != 2 || fresh.SecretEnds != store.SecretEndsOf("canary-other") {
			t.Errorf("versions %+v, %+v", retired, fresh)
		}
		if _, err := r.ring.OpenRow(retired.SecretPlace(), fresh.SecretSealed); err == nil {
			t.Error("a secret opens in another version's row")
		}
		if said := r.apply(google("clientId: client-9.apps.googleusercontent.com, secret: {env: APPLY_OTHER}")); r.google().ClientID != "client-9.apps.googleusercontent.com" {
			t.Errorf("changed\n%s", said)
		}
	})
}

func TestWhatAConnectionCannotBe(t *testing.T) {
	r := newRig(t, storetest.Open(t, store.SQLite))
	for text, want := range map[string]string{
		"state: enabled":                          "cannot be enabled without clientId and secret",
		"clientId: c.apps.googleusercontent.com":  "give both",
		"secret: {env: APPLY_SECRET}":             "give both",
		"provider: microsoft, tenant: " + tenantA: "give both",
	} {
		text = strings.Replace(google(text), "provider: google, provider: microsoft", "provider: microsoft", 1)
		r.refuses(text, want)
	}
	r.apply(world)
	r.refuses(google("clientId: client-9.apps.googleusercontent.com"), "needs its secret again") // or a secret could be lured to another application
	r.refuses("organizations:\n  - code: acme\n    connections:\n      - {provider: microsoft, tenant: "+tenantB+"}\n", "needs its secret again")
	if r.google().ClientID != "client-1.apps.googleusercontent.com" {
		t.Error("changed all the same")
	}
}

// G08: turning off ends the sessions that came through it, and no others.
func TestTurningOffEndsSessions(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, open func() *store.Store) {
		r := newRig(t, open())
		r.apply(world)
		o, l := r.acme(), r.google()
		u, err := r.db.UserByEmail(t.Context(), o.ID, "sofia@acme.example")
		r.must(err)
		session := store.Session{
			ID: "through", OrganizationID: o.ID, UserID: u.ID, ConnectionID: &l.ID, Method: "sso", Generation: 1,
			AuthenticatedAt: store.At(r.now), LastUsedAt: store.At(r.now), IdleExpiresAt: store.At(r.now.Add(time.Hour)), ExpiresAt: store.At(r.now.Add(time.Hour)),
		}
		r.must(r.db.AddSession(t.Context(), session))
		session.ID, session.ConnectionID, session.Method = "beside", nil, "password"
		r.must(r.db.AddSession(t.Context(), session))
		if said := r.apply(google("linking: confirm")); strings.Contains(said, "!") {
			t.Errorf("changed\n%s", said)
		}
		said := r.apply(google("state: disabled"))
		if !strings.Contains(said, "! connection google of acme: turned off, 1 sessions ended") || !strings.Contains(r.audit(), `connection.disabled {"sessions":1}`) {
			t.Errorf("changed\n%s", said)
		}
		for id, want := range map[string]string{"through": "connection_turned_off", "beside": ""} {
			if h, err := r.db.SessionPrincipal(t.Context(), id); err != nil || h.EndReason != want {
				t.Errorf("%s ended by %q, %v", id, h.EndReason, err)
			}
		}
		if said := r.apply(google("state: enabled")); !strings.Contains(said, "enabled by the operator, never tested") {
			t.Errorf("changed\n%s", said)
		}
	})
}

// R26, J03: a stored secret that does not open stops the apply, by name.
func TestStoredSecretThatDoesNotOpen(t *testing.T) {
	r := newRig(t, storetest.Open(t, store.SQLite))
	r.apply(world)
	l := r.google()
	v := l.Version()
	v.ID, v.Number, v.SecretSealed, v.State, v.CreatedAt = secret.NewID(), 2, "k9.canary", store.VersionLive, store.At(r.now)
	r.must(r.db.AddVersion(t.Context(), v))
	c, err := r.db.ConnectionByID(t.Context(), l.OrganizationID, l.ID)
	r.must(err)
	c.LiveVersionID = &v.ID
	r.must(r.db.UpdateConnection(t.Context(), c))
	r.refuses(google("secret: {env: APPLY_OTHER}"), "connection google: the stored secret")
}
