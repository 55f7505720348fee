package e2e_test

import (
	"maps"
	"net/http"
	"strings"
	"testing"

	"latchkey/api/idp/idptest"
)

func TestB24FirstSignInLinksSilentlyAndThenGoesByTheLink(t *testing.T) {
	for _, who := range []struct{ provider, email string }{{"google", "maya@acme.example"}, {"microsoft", "ben@acme.example"}} {
		t.Run(who.provider, func(t *testing.T) {
			engines(t, func(t *testing.T, w *world) {
				before := w.rows()
				b := w.browser()
				b.signIn("acme", who.provider, who.email).wantSignedIn()
				if grown, want := w.grew(before), (map[string]int{"identities": 1, "sessions": 1, "sign_ins": 1, "audit_events": 1}); !maps.Equal(grown, want) {
					t.Errorf("the first sign-in wrote %v, want %v", grown, want)
				}
				if left := b.attempts(); len(left) > 0 {
					t.Errorf("the spent attempt stays: %v", left)
				}
				me := b.me(b.token())
				me.want(http.StatusOK, "")
				session, _ := me.object()["session"].(map[string]any)
				if session["method"] != "sso" || session["provider"] != who.provider || session["providerEmail"] != who.email {
					t.Errorf("me: %s", me.body)
				}

				before = w.rows()
				w.browser().signIn("acme", who.provider, who.email).wantSignedIn()
				if grown, want := w.grew(before), (map[string]int{"sessions": 1, "sign_ins": 1}); !maps.Equal(grown, want) {
					t.Errorf("the second sign-in wrote %v, want %v", grown, want)
				}
			})
		})
	}
}

func TestB27RenamedMailboxKeepsItsOwner(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.browser().signIn("acme", "google", "maya@acme.example").wantSignedIn()
		w.lie(func(s *idptest.Script) {
			s.MutateClaims = func(c map[string]any) { c["email"] = "renamed@acme.example" }
		})
		b := w.browser()
		b.signIn("acme", "google", "maya@acme.example").wantSignedIn()
		if email := b.me(b.token()).object()["user"].(map[string]any)["email"]; email != "maya@acme.example" {
			t.Errorf("signed in as %v", email)
		}
	})
}

// E03, E04: the same address in two organizations is two people.
func TestE04SamePersonInTwoOrganizations(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		acme, globex := w.browser(), w.browser()
		acme.signIn("acme", "google", "maya@acme.example").wantSignedIn()
		globex.password("globex", "maya@acme.example", everybodysPassword).want(http.StatusOK, "")
		a, g := acme.me(acme.token()), globex.me(globex.token())
		if a.object()["user"].(map[string]any)["id"] == g.object()["user"].(map[string]any)["id"] {
			t.Error("one user in two organizations")
		}
		// B17: an attempt of one organization is no attempt of another's connection.
		b := w.browser()
		back := b.beforeCallback("acme", "google", "maya@acme.example")
		b.navigate(strings.Replace(back, w.live("acme", "google").ID, w.live("initech", "google").ID, 1)).wantRefused("attempt_unknown")
		b.navigate(back).wantSignedIn()
	})
}
