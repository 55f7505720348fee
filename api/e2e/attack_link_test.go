//go:build attack

package e2e_test

import (
	"maps"
	"net/http"
	"strings"

	"latchkey/api/idp/idptest"
)

// attacksByLinking are those of groups D and E: to become somebody else, or somebody of elsewhere.
func attacksByLinking() []attack {
	return []attack{
		{"D01", "an account whose address is somebody's, but was not proven", func(a *assault) {
			who, _ := a.agent()
			weak := idptest.Person{Provider: idptest.Google, Subject: "weak-" + who, Email: who, HostedDomain: "acme.example"}
			a.account(weak)
			a.asks("at Google", "google", weak.Subject)
			a.account(idptest.Person{Provider: idptest.Microsoft, Subject: "ms-" + who, Email: who, TenantID: acmeTenant, ObjectID: "5a0c7b1e-0000-4000-8000-00000000dd01", Guest: true})
			a.asks("a guest at Entra", "microsoft", "ms-"+who)
		}},
		{"D02", "another account under the address of somebody who is linked", func(a *assault) {
			who, _ := a.agent()
			a.browser().signIn("acme", "google", who).wantSignedIn()
			a.account(idptest.Person{Subject: "again-" + who, Email: who})
			b := a.browser()
			a.refusesUnwritten("the mailbox was passed on", b, b.beforeCallback("acme", "google", "again-"+who))
		}},
		{"D04", "the domain was bought again: the same address, another subject", func(a *assault) {
			who, _ := a.agent()
			a.browser().signIn("acme", "google", who).wantSignedIn()
			a.lie(func(s *idptest.Script) {
				s.MutateClaims = func(c map[string]any) { c["sub"] = "9" + c["sub"].(string)[1:] }
			})
			b := a.browser()
			a.refusesUnwritten("another subject", b, b.beforeCallback("acme", "google", who))
		}},
		{"D06", "names that look like an address: preferred_username, upn, unique_name", func(a *assault) {
			who, _ := a.agent()
			a.lie(func(s *idptest.Script) {
				s.MutateClaims = func(c map[string]any) {
					delete(c, "email")
					c["preferred_username"], c["upn"], c["unique_name"], c["name"] = who, who, who, who
					c["sub"] = "named-" + who
				}
				s.Userinfo = func(c map[string]any) { delete(c, "email"); c["sub"] = "named-" + who }
			})
			before := a.rows()
			answer := a.browser().signIn("acme", "google", who)
			if grown := a.grew(before); answer.cookie("latchkey-session") != nil || grown["identities"]+grown["sessions"] > 0 {
				a.t.Errorf("%d to %q, wrote %v", answer.status, answer.header.Get("Location"), grown)
			}
		}},
		{"D08", "somebody who was deactivated: sign-in, refresh, API", func(a *assault) {
			who, _ := a.agent()
			b := a.browser()
			b.signIn("acme", "google", who).wantSignedIn()
			token := b.token()
			a.office(a.t, "acme", "sofia@acme.example").change(who, members{"active": false}).want(http.StatusOK, "")
			b.me(token).want(http.StatusUnauthorized, "unauthenticated")
			b.fetch(http.MethodPost, "/api/v1/session/token", nil).want(http.StatusUnauthorized, "unauthenticated")
			again := a.browser()
			a.refuses("again", "user_not_authorized", again, again.beforeCallback("acme", "google", who))
			a.browser().password("acme", who, everybodysPassword).want(http.StatusUnauthorized, "credentials_invalid")
		}},
		{"D27", "an account of nobody, of another organization's person, of somebody deactivated: one page", func(a *assault) {
			var face map[string]string
			for _, whom := range []string{"stranger@acme.example", "eve@acme.example", "omar@acme.example"} {
				before, b := a.rows(), a.browser()
				answer := b.navigate(b.beforeCallback("acme", "google", whom))
				answer.wantRefused("user_not_authorized")
				if grown := a.grew(before); !maps.Equal(grown, map[string]int{"sign_ins": 1}) {
					a.t.Errorf("%s wrote %v", whom, grown)
				}
				if got := faceOf(answer); face == nil {
					face = got
				} else if !maps.Equal(face, got) {
					a.t.Errorf("%s shows %v and not %v", whom, got, face)
				}
			}
		}},
		{"D29", "a token that says who is an administrator", func(a *assault) {
			who, _ := a.agent()
			a.lie(func(s *idptest.Script) {
				s.MutateClaims = func(c map[string]any) {
					c["roles"], c["groups"], c["is_admin"], c["role"] = []string{"super_admin"}, []string{"super_admin"}, true, "super_admin"
				}
			})
			b := a.browser()
			b.signIn("acme", "google", who).wantSignedIn()
			if role := b.me(b.token()).object()["user"].(map[string]any)["role"]; role != "agent" {
				a.t.Errorf("became %v", role)
			}
		}},
		{"E02", "another organization's provider that names somebody of ours", func(a *assault) {
			b := a.browser()
			who, _ := a.agent()
			a.refuses("of acme, by globex", "user_not_authorized", b, b.beforeCallback("globex", "google", who))
		}},
		{"E04", "one person in two organizations: two users, and no token works in both", func(a *assault) {
			a.account(idptest.Person{Subject: "79999", Email: "agent7@acme.example"})
			here, there := a.browser(), a.browser()
			here.signIn("acme", "google", "79999").wantSignedIn()
			there.signIn("globex", "google", "79999").wantSignedIn()
			one, two := here.me(here.token()).object(), there.me(there.token()).object()
			if one["user"].(map[string]any)["id"] == two["user"].(map[string]any)["id"] {
				a.t.Error("one user")
			}
			gloria := a.office(a.t, "globex", "gloria@globex.example")
			gloria.organization = "acme"
			gloria.ask(http.MethodGet, "users", nil, "").want(http.StatusNotFound, "not_found")
		}},
	}
}

// asks wants the link page, and nothing but what waits there.
func (a *assault) asks(name, provider, whom string) {
	a.t.Helper()
	before := a.rows()
	b := a.browser()
	b.navigate(b.beforeCallback("acme", provider, whom)).wantAsked()
	if grown := a.grew(before); grown["identities"]+grown["sessions"]+grown["users"] > 0 || b.session() != "" {
		a.t.Errorf("%s: wrote %v", name, grown)
	}
}

// refusesUnwritten wants no session, whatever the refusal is called, and one row in the log.
func (a *assault) refusesUnwritten(name string, b *browser, back string) {
	a.t.Helper()
	before := a.rows()
	answer := b.navigate(back)
	if grown := a.grew(before); answer.cookie("latchkey-session") != nil || grown["identities"]+grown["sessions"]+grown["users"]+grown["pending_links"] > 0 ||
		grown["sign_ins"] != 1 || !strings.Contains(answer.header.Get("Location"), "refused") {
		a.t.Errorf("%s: %d to %q, wrote %v", name, answer.status, answer.header.Get("Location"), grown)
	}
}
