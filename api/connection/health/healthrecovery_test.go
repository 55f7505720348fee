package health_test

import (
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp/idptest"
	"latchkey/api/store"
)

// I8: on a degraded application the exchange itself mends: the secret is proven
// good, whatever is wrong with what came for it, which has its own refusal.
func TestI8_TheExchangeMends(t *testing.T) {
	bad := map[string]struct {
		lie    func(s *idptest.Script)
		code   fault.Code
		reason string
		health store.Verdict
	}{
		"another nonce": {func(s *idptest.Script) {
			s.MutateClaims = func(c map[string]any) { c["nonce"] = "another" }
		}, fault.TokenInvalid, "nonce", store.HealthOK},
		"no ID token": {func(s *idptest.Script) {
			s.TokenMembers = func(m map[string]any) { delete(m, "id_token") }
		}, fault.TokenInvalid, "id_token_missing", store.HealthOK},
		"userinfo is away": {func(s *idptest.Script) {
			s.MutateClaims = func(c map[string]any) { delete(c, "email") }
			s.UserinfoAnswer = idptest.Body(502, "text/plain", "")
		}, fault.ProviderUnreachable, "userinfo_http_502", store.HealthOK},
		"the keys are away": {func(s *idptest.Script) {
			s.KeysAnswer = idptest.Body(502, "text/plain", "")
		}, fault.ProviderUnreachable, "keys_http_502", store.HealthOK},
		"the token endpoint is away": {func(s *idptest.Script) {
			s.TokenAnswer = idptest.Body(502, "text/plain", "")
		}, fault.ProviderUnreachable, "token_http_502", store.HealthDegraded},
	}
	for name, row := range bad {
		t.Run("I8 "+name, func(t *testing.T) {
			onBoth(t, func(r *rig) {
				r.Degrade()
				r.MendSecret()
				r.Clock.Add(30 * time.Second)
				r.IDP.Script(row.lie)
				r.TurnedAway(r.Away("google", "ana@acme.example"), row.code, row.reason)
				r.Believed(row.health)
			})
		})
	}
}
