package e2e_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"latchkey/api/change"
	"latchkey/api/idp/idptest"
	"latchkey/api/profile"
	"latchkey/api/store"
)

const (
	identities = "/identities"
	stepUp     = "/step-up"
)

// begins starts an attempt about oneself and gives the address at the provider.
func (p person) begins(path string) string {
	p.w.t.Helper()
	a := p.ask(http.MethodPost, path, nil)
	a.want(http.StatusCreated, "")
	return a.text("authorizationUrl")
}

// connects makes the whole attempt that connects an account.
func (p person) connects(provider, who string) answer {
	p.w.t.Helper()
	return p.navigate(p.atProvider(p.begins(identities+"/"+provider), who))
}

// wantSecurity checks that the callback led to the person's own page, and that
// nobody was signed in by it.
func (a answer) wantSecurity(query url.Values) {
	a.t.Helper()
	u, err := url.Parse(a.header.Get("Location"))
	must(a.t, err)
	got := u.Query()
	if got.Get("refused") != "" && got.Get("ref") == "" {
		a.t.Errorf("no reference in %q", u)
	}
	got.Del("ref")
	if a.status != http.StatusSeeOther || u.Path != "/profile/security" || got.Encode() != query.Encode() || a.cookie("latchkey-session") != nil {
		a.t.Fatalf("got %d to %q %s, want %q", a.status, u, a.body, query.Encode())
	}
}

func connected(provider string) url.Values { return url.Values{"connected": {provider}} }
func refusedAs(code, provider string) url.Values {
	return url.Values{"refused": {code}, "provider": {provider}}
}

// account is what one is told of a provider.
func (p person) account(provider string) map[string]any {
	p.w.t.Helper()
	for _, item := range p.items(identities) {
		if item["provider"] == provider {
			return item
		}
	}
	p.w.t.Fatalf("%s is not listed", provider)
	return nil
}

// identitiesOf counts the accounts of a user of acme.
func (w *world) identitiesOf(email string) int {
	w.t.Helper()
	return w.count(`SELECT count(*) FROM identities i JOIN users u ON u.id = i.user_id JOIN organizations o ON o.id = u.organization_id
		WHERE o.code = 'acme' AND u.email_lower = ?`, email)
}

// Every route about one's accounts wants a token that is good now; a cookie is none (D21).
func TestAccountRoutesWantASession(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		maya := w.person("maya@acme.example")
		maya.connects("google", "maya@acme.example").wantSecurity(connected("google"))
		routes := []struct{ method, path string }{
			{http.MethodGet, identities},
			{http.MethodPost, identities + "/microsoft"},
			{http.MethodPost, identities + "/google/replacement"},
			{http.MethodDelete, identities + "/google"},
			{http.MethodPost, stepUp + "/google"},
		}
		before := w.rows()
		all := func(p person) {
			t.Helper()
			for _, r := range routes {
				a := p.ask(r.method, r.path, nil)
				if a.want(http.StatusUnauthorized, "unauthenticated"); len(a.set) > 0 {
					t.Errorf("%s %s set %v", r.method, r.path, a.set)
				}
			}
		}
		all(person{w.browser(), ""})
		all(person{maya.browser, ""})
		all(person{maya.browser, "garbage"})
		w.clock.add(6 * time.Minute)
		all(maya) // run out
		maya.token = maya.browser.token()
		maya.fetch(http.MethodDelete, "/api/v1/session", nil).want(http.StatusNoContent, "")
		all(maya) // signed out
		if grown := w.grew(before); len(grown) > 0 || w.identitiesOf("maya@acme.example") != 1 {
			t.Errorf("it wrote %v", grown)
		}
		// Another organization's token reads its own accounts, whatever they are called.
		gloria := w.browser()
		gloria.password("globex", "gloria@globex.example", everybodysPassword).want(http.StatusOK, "")
		theirs := person{gloria, gloria.token()}
		if state := theirs.account("google")["state"]; state != "not_set_up" {
			t.Errorf("globex reads google as %v", state)
		}
		theirs.ask(http.MethodPost, identities+"/google", nil).want(http.StatusConflict, "sso_not_configured")
		theirs.ask(http.MethodDelete, identities+"/google", nil).want(http.StatusNotFound, "not_found")
		theirs.ask(http.MethodPost, stepUp+"/google", nil).want(http.StatusConflict, "sso_not_configured")
	})
}

// A36-A40: connect, see it, sign in through it, disconnect.
func TestConnectAndDisconnect(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		maya, phone := w.person("maya@acme.example"), w.person("maya@acme.example")
		if a := maya.account("google"); a["state"] != "not_connected" || a["account"] != nil || a["refusal"] != nil {
			t.Errorf("before: %v", a)
		}
		back := maya.atProvider(maya.begins(identities+"/google"), "maya@acme.example")
		maya.navigate(back).wantSecurity(connected("google"))
		maya.ask(http.MethodGet, "", nil).want(http.StatusOK, "") // this session stays
		w.clock.add(time.Second)
		phone.ask(http.MethodGet, "", nil).want(http.StatusUnauthorized, "unauthenticated") // D23
		a := maya.account("google")
		if account, _ := a["account"].(map[string]any); a["state"] != "connected" || account["email"] != "maya@acme.example" || a["refusal"] != nil {
			t.Errorf("connected: %v", a)
		}
		if last := maya.items("/sign-ins")[0]; last["purpose"] != "link" || last["provider"] != "google" || last["result"] != "signed_in" {
			t.Errorf("the latest attempt: %v", last)
		}
		if len(maya.attempts()) != 0 {
			t.Error("the attempt is still there")
		}
		through := w.browser()
		through.signIn("acme", "google", "maya@acme.example").wantSignedIn()
		token := through.token()
		a2 := maya.ask(http.MethodDelete, identities+"/google", nil)
		a2.want(http.StatusOK, "")
		w.clock.add(time.Second)
		through.me(token).want(http.StatusUnauthorized, "unauthenticated") // G08
		maya.ask(http.MethodDelete, identities+"/google", nil).want(http.StatusNotFound, "not_found")
		if w.identitiesOf("maya@acme.example") != 0 || w.audited("identity.linked") != 1 || w.audited("identity.unlinked") != 1 {
			t.Errorf("%d links", w.identitiesOf("maya@acme.example"))
		}
	})
}

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
