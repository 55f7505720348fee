package signin_test

import (
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp/idptest"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// rotate gives acme's Google a live version whose secret the provider does not
// know yet; the one before stays as the fallback for a while.
func (r *rig) rotate(keep time.Duration) {
	r.t.Helper()
	old := *r.google.LiveVersionID
	c := r.goLive(r.google, clientID+"-google")
	c, err := r.db.ConnectionByID(r.t.Context(), c.OrganizationID, c.ID)
	r.must(err)
	v, err := r.db.VersionOf(r.t.Context(), c.OrganizationID, *c.LiveVersionID)
	r.must(err)
	v.ID, v.Number = secret.NewID(), v.Number+1
	v.SecretSealed = r.ring.SealRow(v.SecretPlace(), []byte("canary-new-secret"))
	r.must(r.db.AddVersion(r.t.Context(), v))
	c.LiveVersionID, c.FallbackVersionID, c.FallbackUntil = &v.ID, &old, store.At(r.clock.now().Add(keep))
	r.must(r.db.UpdateConnection(r.t.Context(), c))
	r.google = c
}

func (r *rig) fallbackUsed() store.Time {
	r.t.Helper()
	c, err := r.db.ConnectionByID(r.t.Context(), r.acme.ID, r.google.ID)
	r.must(err)
	return c.FallbackUsedAt
}

// While a secret is rotated, the old one still works: one second request, noted,
// and nothing is degraded.
func TestRotationKeepsPeopleIn(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.rotate(time.Hour)
		r.enters("google", "ana@acme.example")
		if n := r.idp.Hits("/google/token"); n != 2 || !r.fallbackUsed().Equal(r.clock.now()) {
			r.t.Errorf("%d requests, used %v", n, r.fallbackUsed())
		}
		r.believed(store.HealthOK)
		r.idp.SetSecret(clientID+"-google", "canary-new-secret")
		r.clock.add(time.Minute)
		r.enters("google", "ana@acme.example")
		if n := r.idp.Hits("/google/token"); n != 3 || r.fallbackUsed().Equal(r.clock.now()) {
			r.t.Errorf("%d requests, used %v: the new secret works", n, r.fallbackUsed())
		}
	})
}

// The old secret is tried in the window, after a refusal of the secret, and once.
func TestWhenTheFallbackIsNotTried(t *testing.T) {
	answer := func(a idptest.Answer) func(r *rig) {
		return func(r *rig) { r.idp.Script(func(s *idptest.Script) { s.TokenAnswer = a }) }
	}
	for name, c := range map[string]struct {
		world  func(r *rig)
		code   fault.Code
		reason string
		hits   int
	}{
		"both are refused":    {(*rig).breakSecret, fault.SSOAppInvalid, "client_secret_invalid", 2},
		"after the window":    {func(r *rig) { r.clock.add(time.Hour) }, fault.SSOAppInvalid, "client_secret_invalid", 1},
		"a refused code":      {answer(idptest.OAuthError(400, "invalid_grant", "")), fault.CodeRejected, "token_answer", 1},
		"a provider away":     {answer(idptest.Body(503, "text/plain", "")), fault.ProviderUnreachable, "token_http_503", 1},
		"a refused request":   {answer(idptest.OAuthError(400, "unauthorized_client", "")), fault.ProviderConfigError, "token_answer", 1},
		"another application": {func(r *rig) { r.google = r.goLive(r.google, "client-2"); r.idp.SetSecret("client-2", "x") }, fault.SSOAppInvalid, "client_secret_invalid", 1},
		"the rotation was ended": {func(r *rig) {
			r.change("google", func(c *store.Connection) { c.FallbackVersionID = nil })
		}, fault.SSOAppInvalid, "client_secret_invalid", 1},
	} {
		t.Run(name, func(t *testing.T) {
			r := onOne(t)
			r.rotate(time.Hour)
			c.world(r)
			r.refused(r.away("google", "ana@acme.example"), c.code, c.reason)
			if n := r.idp.Hits("/google/token"); n != c.hits || !r.fallbackUsed().IsZero() {
				t.Errorf("%d requests, want %d; used %v", n, c.hits, r.fallbackUsed())
			}
		})
	}
}

// What the provider says after it took the old secret is what counts.
func TestRefusalAfterTheFallback(t *testing.T) {
	r := onOne(t)
	r.rotate(time.Hour)
	lying("nonce", "x")(r)
	r.refused(r.away("google", "ana@acme.example"), fault.TokenInvalid, "nonce")
	if r.fallbackUsed().IsZero() {
		t.Error("its use was not noted")
	}
	r.believed(store.HealthOK)
}
