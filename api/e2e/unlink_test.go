package e2e_test

import (
	"net/http"
	"sync"
	"testing"

	"latchkey/api/idp/idptest"
	"latchkey/api/profile"
)

// D20: nobody cuts their own last sign-in method.
func TestD20LastSignInMethod(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		ben := w.withoutPassword()
		if a := ben.account("microsoft"); a["refusal"] != "last_sign_in_method" {
			t.Errorf("got %v", a)
		}
		ben.ask(http.MethodDelete, identities+"/microsoft", nil).want(http.StatusConflict, "last_sign_in_method")
		ben.ask(http.MethodPut, "/password", map[string]any{"newPassword": anotherPassword}).want(http.StatusOK, "")
		w.turnOffPasswords()
		if a := ben.account("microsoft"); a["refusal"] != "sso_required" {
			t.Errorf("got %v", a)
		}
		ben.ask(http.MethodDelete, identities+"/microsoft", nil).want(http.StatusConflict, "sso_required")
		must(t, w.provider.AddPerson(idptest.Person{
			Provider: idptest.Google, Subject: "100000000000000000050", Email: "BEN@acme.example", HostedDomain: "acme.example", EmailVerified: true,
		}))
		ben.connects("google", "BEN@acme.example").wantSecurity(connected("google"))
		ben.ask(http.MethodDelete, identities+"/microsoft", nil).want(http.StatusOK, "")
		ben.ask(http.MethodDelete, identities+"/google", nil).want(http.StatusConflict, "sso_required")
		w.browser().signIn("acme", "google", "BEN@acme.example").wantSignedIn()
	})
}

// turnOffPasswords ends sign-in by password at acme.
func (w *world) turnOffPasswords() {
	w.t.Helper()
	_, err := w.raw.ExecContext(w.t.Context(), "UPDATE organizations SET password_sign_in = FALSE WHERE code = 'acme'")
	must(w.t, err)
}

// D21: a session alone cuts nothing, and nobody's account but one's own.
func TestD21UnlinkWantsAProof(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		maya, ben := w.person("maya@acme.example"), w.person("ben@acme.example")
		maya.connects("google", "maya@acme.example").wantSecurity(connected("google"))
		ben.ask(http.MethodDelete, identities+"/google", nil).want(http.StatusNotFound, "not_found")
		w.clock.add(profile.Recent)
		maya.token = maya.browser.token() // a refresh is no proof (G21)
		maya.ask(http.MethodDelete, identities+"/google", nil).want(http.StatusUnauthorized, "reauth_required")
		a := maya.ask(http.MethodGet, identities, nil)
		if a.want(http.StatusOK, ""); a.object()["recentUntil"] != nil || a.object()["hasPassword"] != true {
			t.Errorf("got %s", a.body)
		}
		maya.ask(http.MethodPost, "/reauthentication", proof("wrong canary password")).want(http.StatusUnauthorized, "credentials_invalid")
		maya.ask(http.MethodDelete, identities+"/google", nil).want(http.StatusUnauthorized, "reauth_required")
		maya.ask(http.MethodPost, "/reauthentication", proof(everybodysPassword)).want(http.StatusOK, "")
		maya.ask(http.MethodDelete, identities+"/google", nil).want(http.StatusOK, "")
	})
}

// D20 as a race: of two that cut the last two accounts, or of one cut while the
// other provider is turned off, one wins.
func TestD20Races(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		ben := w.withoutPassword()
		must(t, w.provider.AddPerson(idptest.Person{
			Provider: idptest.Google, Subject: "100000000000000000050", Email: "ben@acme.example", HostedDomain: "acme.example", EmailVerified: true,
		}))
		ben.connects("google", "ben@acme.example").wantSecurity(connected("google"))
		statuses := make([]int, 2)
		var all sync.WaitGroup
		for n, provider := range []string{"google", "microsoft"} {
			all.Go(func() { statuses[n] = ben.ask(http.MethodDelete, identities+"/"+provider, nil).status })
		}
		all.Wait()
		if statuses[0]+statuses[1] != http.StatusOK+http.StatusConflict || w.identitiesOf("ben@acme.example") != 1 {
			t.Errorf("answered %v, %d left", statuses, w.identitiesOf("ben@acme.example"))
		}
	})
}
