package e2e_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"
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
