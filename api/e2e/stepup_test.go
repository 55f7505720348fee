package e2e_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"latchkey/api/idp/idptest"
	"latchkey/api/profile"
)

// Who has no password confirms through the account: only if the provider says
// that it has just asked them.
func TestStepUpOverHTTP(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		ben := w.withoutPassword()
		ben.ask(http.MethodPost, stepUp+"/google", nil).want(http.StatusNotFound, "not_found") // not connected
		ben.ask(http.MethodPost, stepUp+"/okta", nil).want(http.StatusConflict, "sso_not_configured")
		w.clock.add(profile.Recent)
		ben.token = ben.browser.token()
		first := map[string]any{"newPassword": anotherPassword}
		goes := func() answer {
			return ben.navigate(ben.atProvider(ben.begins(stepUp+"/microsoft"), "ben@acme.example"))
		}
		w.lie(func(s *idptest.Script) { s.MutateClaims = func(c map[string]any) { delete(c, "auth_time") } })
		goes().wantSecurity(refusedAs("reauth_required", "microsoft"))
		w.lie(func(s *idptest.Script) {
			s.MutateClaims = func(c map[string]any) { c["auth_time"] = w.clock.now().Add(-time.Hour).Unix() }
		})
		goes().wantSecurity(refusedAs("reauth_required", "microsoft"))
		w.lie(func(s *idptest.Script) { s.MutateClaims = nil })
		ben.ask(http.MethodPut, "/password", first).want(http.StatusUnauthorized, "reauth_required")
		session := ben.session()
		goes().wantSecurity(url.Values{"confirmed": {"1"}})
		if ben.session() != session {
			t.Error("another session")
		}
		a := ben.ask(http.MethodGet, identities, nil)
		if until, err := time.Parse(time.RFC3339, a.text("recentUntil")); err != nil || !until.After(w.clock.now().Add(profile.Recent-time.Minute)) {
			t.Errorf("recent until %s", a.text("recentUntil"))
		}
		ben.ask(http.MethodPut, "/password", first).want(http.StatusOK, "") // at once
		if last := ben.items("/sign-ins")[0]; last["purpose"] != "step_up" || last["result"] != "signed_in" {
			t.Errorf("the latest attempt: %v", last)
		}
	})
}
