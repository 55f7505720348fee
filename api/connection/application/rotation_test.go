package application_test

import (
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp/idptest"
	"latchkey/api/signin/signintest"
	"latchkey/api/store"
)

// While a secret is rotated, the old one still works: one second request, noted,
// and nothing is degraded.
func TestRotationKeepsPeopleIn(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.Rotate(time.Hour)
		r.Enters("google", "ana@acme.example")
		if n := r.IDP.Hits("/google/token"); n != 2 || !r.FallbackUsed().Equal(r.Clock.Now()) {
			r.T.Errorf("%d requests, used %v", n, r.FallbackUsed())
		}
		r.Believed(store.HealthOK)
		r.IDP.SetSecret(signintest.ClientID+"-google", "canary-new-secret")
		r.Clock.Add(time.Minute)
		r.Enters("google", "ana@acme.example")
		if n := r.IDP.Hits("/google/token"); n != 3 || r.FallbackUsed().Equal(r.Clock.Now()) {
			r.T.Errorf("%d requests, used %v: the new secret works", n, r.FallbackUsed())
		}
	})
}

// The old secret is tried in the window, after a refusal of the secret, and once.
func TestWhenTheFallbackIsNotTried(t *testing.T) {
	answer := func(a idptest.Answer) func(r *rig) {
		return func(r *rig) { r.IDP.Script(func(s *idptest.Script) { s.TokenAnswer = a }) }
	}
	for name, c := range map[string]struct {
		world  func(r *rig)
		code   fault.Code
		reason string
		hits   int
	}{
		"both are refused":    {(*rig).BreakSecret, fault.SSOAppInvalid, "client_secret_invalid", 2},
		"after the window":    {func(r *rig) { r.Clock.Add(time.Hour) }, fault.SSOAppInvalid, "client_secret_invalid", 1},
		"a refused code":      {answer(idptest.OAuthError(400, "invalid_grant", "")), fault.CodeRejected, "token_answer", 1},
		"a provider away":     {answer(idptest.Body(503, "text/plain", "")), fault.ProviderUnreachable, "token_http_503", 1},
		"a refused request":   {answer(idptest.OAuthError(400, "unauthorized_client", "")), fault.ProviderConfigError, "token_answer", 1},
		"another application": {func(r *rig) { r.Google = r.GoLive(r.Google, "client-2"); r.IDP.SetSecret("client-2", "x") }, fault.SSOAppInvalid, "client_secret_invalid", 1},
		"the rotation was ended": {func(r *rig) {
			r.Change("google", func(c *store.Connection) { c.FallbackVersionID = nil })
		}, fault.SSOAppInvalid, "client_secret_invalid", 1},
	} {
		t.Run(name, func(t *testing.T) {
			r := onOne(t)
			r.Rotate(time.Hour)
			c.world(r)
			r.Refused(r.Away("google", "ana@acme.example"), c.code, c.reason)
			if n := r.IDP.Hits("/google/token"); n != c.hits || !r.FallbackUsed().IsZero() {
				t.Errorf("%d requests, want %d; used %v", n, c.hits, r.FallbackUsed())
			}
		})
	}
}

// What the provider says after it took the old secret is what counts.
func TestRefusalAfterTheFallback(t *testing.T) {
	r := onOne(t)
	r.Rotate(time.Hour)
	r.Lie("nonce", "x")
	r.Refused(r.Away("google", "ana@acme.example"), fault.TokenInvalid, "nonce")
	if r.FallbackUsed().IsZero() {
		t.Error("its use was not noted")
	}
	r.Believed(store.HealthOK)
}
