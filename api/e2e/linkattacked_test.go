package e2e_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"latchkey/api/change"
	"latchkey/api/idp/idptest"
	"latchkey/api/profile"
	"latchkey/api/store"
)

// D11: a link that somebody else began or finished at the provider is nothing in
// the victim's browser, and starting one takes more than a visit.
func TestD11LinkCSRF(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		attacker, victim := w.person("ben@acme.example"), w.person("maya@acme.example")
		planted := attacker.atProvider(attacker.begins(identities+"/google"), "stranger@acme.example")
		before := w.rows()
		for range 2 {
			a := victim.navigate(planted)
			if a.status != http.StatusSeeOther || a.header.Get("Location") != "/" || len(a.set) > 0 {
				t.Errorf("%d to %q, cookies %v", a.status, a.header.Get("Location"), a.set)
			}
			victim.begins(identities + "/google") // an attempt of the victim's own changes nothing
		}
		// Another site's request, with all cookies and even the token.
		for _, h := range []http.Header{{"Sec-Fetch-Site": {"cross-site"}}, {"Origin": {"https://evil.example"}}} {
			h.Set("Authorization", "Bearer "+victim.token)
			for method, path := range map[string]string{http.MethodPost: "/api/v1/me/identities/google", http.MethodDelete: "/api/v1/me/identities/google"} {
				victim.send(method, path, nil, h).want(http.StatusForbidden, "origin_refused")
			}
			victim.send(http.MethodPost, "/api/v1/me/step-up/google", nil, h).want(http.StatusForbidden, "origin_refused")
		}
		victim.send(http.MethodGet, "/api/v1/me/identities/google", nil, nil).want(http.StatusMethodNotAllowed, "method_not_allowed")
		w.clock.add(profile.Recent)
		victim.token = victim.browser.token()
		victim.ask(http.MethodPost, identities+"/google", nil).want(http.StatusUnauthorized, "reauth_required")
		if grown := w.grew(before); len(grown) > 0 || w.provider.Hits("/google/token") != 0 {
			t.Errorf("it wrote %v and sent %d codes", grown, w.provider.Hits("/google/token"))
		}
		victim.ask(http.MethodPost, "/reauthentication", proof(everybodysPassword)).want(http.StatusOK, "")
		victim.begins(identities + "/google")
	})
}

// D12: whoever began it finishes it, in that session.
func TestD12AnotherSessionFinishes(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		attacker, victim := w.person("ben@acme.example"), w.person("maya@acme.example")
		address := attacker.begins(identities + "/google")
		victim.navigate(victim.atProvider(address, "maya@acme.example")) // home: no attempt here
		// Even with the attacker's attempt in the victim's browser.
		address = attacker.begins(identities + "/google")
		for _, name := range attacker.attempts() {
			victim.cookies[name] = attacker.cookies[name]
		}
		back := victim.atProvider(address, "maya@acme.example")
		victim.navigate(back).wantSecurity(refusedAs("attempt_session_changed", "google"))
		attacker.navigate(back).wantSecurity(refusedAs("attempt_replayed", "google")) // it is spent
		// Signed out meanwhile, and signed in as another.
		shared := w.person("ben@acme.example")
		address = shared.begins(identities + "/google")
		shared.fetch(http.MethodDelete, "/api/v1/session", nil).want(http.StatusNoContent, "")
		shared.navigate(shared.atProvider(address, "maya@acme.example")).wantRefused("attempt_session_changed")
		shared = w.person("ben@acme.example")
		address = shared.begins(identities + "/google")
		shared.password("acme", "maya@acme.example", everybodysPassword).want(http.StatusOK, "")
		shared.navigate(shared.atProvider(address, "maya@acme.example")).wantSecurity(refusedAs("attempt_session_changed", "google"))
		if n := w.count("SELECT count(*) FROM identities"); n != 0 || w.provider.Hits("/google/token") != 0 {
			t.Errorf("%d links, %d codes sent", n, w.provider.Hits("/google/token"))
		}
	})
}

// D14: each purpose ends as itself.
func TestD14PurposeConfusion(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		// A sign-in that somebody who is signed in finishes links them nothing.
		maya := w.person("maya@acme.example")
		maya.signIn("acme", "microsoft", "ben@acme.example").wantSignedIn()
		if w.identitiesOf("maya@acme.example") != 0 || w.identitiesOf("ben@acme.example") != 1 {
			t.Error("a sign-in linked to whoever was signed in")
		}
		// A link opens no session where none is left, and none of the account's owner.
		lena := w.browser()
		lena.signIn("acme", "google", "lena@acme.example").wantSignedIn()
		maya = w.person("maya@acme.example")
		before := w.count("SELECT count(*) FROM sessions")
		maya.connects("google", "lena@acme.example").wantSecurity(refusedAs("already_linked_other_user", "google"))
		back := maya.atProvider(maya.begins(identities+"/google"), "maya@acme.example")
		maya.fetch(http.MethodDelete, "/api/v1/session", nil).want(http.StatusNoContent, "")
		maya.navigate(back).wantRefused("attempt_session_changed")
		if w.count("SELECT count(*) FROM sessions") != before {
			t.Error("a link began a session")
		}
		// A step-up connects nothing.
		ben := w.withoutPassword()
		must(t, w.provider.AddPerson(idptest.Person{
			Provider: idptest.Microsoft, Subject: "ms-subject-19", Email: "ben.second@acme.example", TenantID: acmeTenant, ObjectID: "5a0c7b1e-0000-4000-8000-000000000019",
		}))
		w.clock.add(profile.Recent)
		ben.token = ben.browser.token()
		ben.navigate(ben.atProvider(ben.begins(stepUp+"/microsoft"), "ben.second@acme.example")).wantSecurity(refusedAs("user_not_authorized", "microsoft"))
		ben.ask(http.MethodDelete, identities+"/microsoft", nil).want(http.StatusUnauthorized, "reauth_required")
		if w.identitiesOf("ben@acme.example") != 1 {
			t.Error("a step-up linked")
		}
		// And a link makes nothing recent.
		if code := ben.ask(http.MethodPost, identities+"/google", nil); code.text("code") != "reauth_required" {
			t.Errorf("got %s", code.body)
		}
	})
}

// D18: an account has one owner, and a person one account of a provider.
func TestD18LinkedToAnotherUser(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		lena := w.browser()
		lena.signIn("acme", "google", "lena@acme.example").wantSignedIn()
		maya := w.person("maya@acme.example")
		maya.connects("google", "lena@acme.example").wantSecurity(refusedAs("already_linked_other_user", "google"))
		maya.connects("google", "stranger@acme.example").wantSecurity(refusedAs("email_mismatch", "google"))
		maya.connects("google", "someone@gmail.com").wantSecurity(refusedAs("wrong_hosted_domain", "google"))
		maya.connects("google", "maya@acme.example").wantSecurity(connected("google"))
		maya.connects("google", "stranger@acme.example").wantSecurity(refusedAs("already_linked_other", "google"))
		maya.connects("google", "maya@acme.example").wantSecurity(connected("google"))
		if w.count("SELECT count(*) FROM identities") != 2 {
			t.Error("not one account each")
		}
		// The attempts are in the log of super admins, with the person.
		if n := w.count("SELECT count(*) FROM sign_ins WHERE purpose = 'link' AND user_id IS NOT NULL"); n != 6 {
			t.Errorf("%d rows", n)
		}
	})
}

// G08, D09: what a super admin takes away ends what came through it, and an attempt
// that is under way.
func TestG08TakenAwayMeanwhile(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		maya := w.person("maya@acme.example")
		back := maya.atProvider(maya.begins(identities+"/google"), "maya@acme.example")
		w.setState("google", store.Disabled)
		maya.navigate(back).wantSecurity(refusedAs("sso_provider_disabled", "google"))
		maya.ask(http.MethodPost, identities+"/google", nil).want(http.StatusConflict, "sso_provider_disabled")
		if a := maya.account("google"); a["state"] != "off" {
			t.Errorf("got %v", a)
		}
		w.setState("google", store.Enabled)
		maya.connects("google", "maya@acme.example").wantSecurity(connected("google"))
		through := w.browser()
		through.signIn("acme", "google", "maya@acme.example").wantSignedIn()
		token := through.token()
		through.me(token).want(http.StatusOK, "")
		w.disconnect("maya@acme.example")
		w.clock.add(time.Second)
		through.me(token).want(http.StatusUnauthorized, "unauthenticated")
		through.fetch(http.MethodPost, "/api/v1/session/token", nil).want(http.StatusUnauthorized, "unauthenticated")
		if a := maya.account("google"); a["state"] != "not_connected" || a["account"] != nil {
			t.Errorf("got %v", a)
		}
	})
}

// Two browsers of two people connect one account at once: one owner.
func TestTwoBrowsersConnectOneAccount(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		_, err := w.raw.ExecContext(t.Context(), "UPDATE connections SET different_email = TRUE")
		must(t, err)
		people := []person{w.person("maya@acme.example"), w.person("ben@acme.example")}
		backs := make([]string, len(people))
		for n, p := range people {
			backs[n] = p.atProvider(p.begins(identities+"/google"), "stranger@acme.example")
		}
		answers := make([]answer, len(people))
		var all sync.WaitGroup
		for n, p := range people {
			all.Go(func() { answers[n] = p.navigate(backs[n]) })
		}
		all.Wait()
		won := 0
		for _, a := range answers {
			if strings.HasSuffix(a.header.Get("Location"), "connected=google") {
				won++
				continue
			}
			a.wantSecurity(refusedAs("already_linked_other_user", "google"))
		}
		if won != 1 || w.count("SELECT count(*) FROM identities") != 1 {
			t.Errorf("%d connected", won)
		}
	})
}

func (w *world) setState(provider string, state store.State) {
	w.t.Helper()
	_, err := w.raw.ExecContext(w.t.Context(), w.raw.Rebind("UPDATE connections SET state = ? WHERE id = ?"), state, w.live("acme", provider).ID)
	must(w.t, err)
}

// disconnect is what a super admin does to somebody's only account.
func (w *world) disconnect(email string) {
	w.t.Helper()
	u, err := w.store.UserByEmail(w.t.Context(), w.live("acme", "google").OrganizationID, email)
	must(w.t, err)
	links, err := w.store.IdentitiesOf(w.t.Context(), u.OrganizationID, u.ID)
	must(w.t, err)
	_, err = w.app.People.Disconnect(w.t.Context(), change.Actor{OrganizationID: u.OrganizationID, ID: u.ID}, u.ID, links[0].ID)
	must(w.t, err)
}
