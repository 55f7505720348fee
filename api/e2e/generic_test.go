package e2e_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"latchkey/api/apply"
	"latchkey/api/idp/idptest"
	"latchkey/api/store"
)

// okta gives acme a generic provider, by the operator's file.
func (w *world) okta(t *testing.T, lockedTo ...string) {
	t.Helper()
	c := application("okta", "acme-okta", "", lockedTo...)
	c.Label, c.Issuer = ptr("Acme Login"), ptr(w.provider.OpenIDIssuer())
	w.apply(&apply.Document{Organizations: []apply.Organization{{Code: "acme", Connections: []apply.Connection{c}}}})
	w.provider.AddClient(idptest.Client{ID: "acme-okta", Secret: clientSecret, RedirectURIs: []string{w.callback("acme", "okta")}})
}

// wantAsked wants the link page.
func (a answer) wantAsked() {
	a.t.Helper()
	if a.status != http.StatusSeeOther || a.header.Get("Location") != "/o/acme/link-account" {
		a.t.Errorf("%d to %q, want the link page", a.status, a.header.Get("Location"))
	}
}

func TestGenericProvider(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		sofia := w.reader(t, "acme", "sofia@acme.example")
		w.okta(t, "ACME.example")
		page := w.browser().fetch(http.MethodGet, "/api/v1/organizations/acme/sign-in", nil)
		if got := fmt.Sprint(page.object()["providers"]); got != "[map[provider:google] map[provider:microsoft] map[label:Acme Login provider:okta]]" {
			t.Errorf("buttons %s", got)
		}

		// Its word proves nothing before the domain is the organization's.
		b := w.browser()
		b.signIn("acme", "okta", "maya@acme.example").wantAsked()
		link := b.fetch(http.MethodGet, "/api/v1/sign-in/link", nil)
		link.want(http.StatusOK, "")
		if link.text("provider") != "okta" || link.text("providerLabel") != "Acme Login" || strings.Contains(string(link.body), "maya@") {
			t.Errorf("the link page: %s", link.body)
		}
		sofia.prove("acme.example")
		maya := w.browser()
		maya.signIn("acme", "okta", "maya@acme.example").wantSignedIn()
		if got := fmt.Sprint(maya.me(maya.token()).object()["session"]); !strings.Contains(got, "provider:okta") || !strings.Contains(got, "providerLabel:Acme Login") {
			t.Errorf("the session: %s", got)
		}
		if n := w.count("SELECT count(*) FROM identities WHERE issuer = ? AND hosted_domain = 'acme.example' AND email = 'maya@acme.example'", w.provider.OpenIDIssuer()); n != 1 {
			t.Errorf("%d links with what the lock looks at", n)
		}
		w.browser().signIn("acme", "okta", "lena@acme.example").wantAsked()  // not verified there
		w.browser().signIn("acme", "okta", "sofia@acme.example").wantAsked() // a super admin, always
		w.browser().signIn("acme", "okta", "stranger@acme.example").wantRefused("user_not_authorized")
		w.browser().signIn("acme", "okta", "gita@partner.example").wantRefused("wrong_hosted_domain")
		if code, reason := w.lastSignIn(); code != "wrong_hosted_domain" || reason != "other_domain" {
			t.Errorf("logged %s (%s)", code, reason)
		}
		w.browser().signIn("acme", "okta", "oidc-27").wantRefused("wrong_hosted_domain") // no e-mail at all

		// A lost domain proves nothing any more; whoever is linked stays.
		w.zone.clear()
		for range 3 {
			w.clock.add(24 * time.Hour)
			must(t, w.app.Domains.Recheck(t.Context()))
		}
		w.browser().signIn("acme", "okta", "ben@acme.example").wantAsked()
		w.browser().signIn("acme", "okta", "maya@acme.example").wantSignedIn()
	})
}

// A domain that globex has proven says nothing about acme's accounts (E08).
func TestE08DomainOfAnotherOrganization(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.okta(t)
		gloria := w.reader(t, "globex", "gloria@globex.example")
		claim := gloria.call(http.MethodPost, "globex", "domains", map[string]any{"domain": "acme.example"})
		claim.want(http.StatusCreated, "")
		w.zone.publish(t, claim.object())
		gloria.call(http.MethodPost, "globex", "domains/"+claim.text("id")+"/check", nil).want(http.StatusOK, "")
		if w.count("SELECT count(*) FROM domains WHERE state = 'verified'") != 1 {
			t.Fatal("globex did not prove it")
		}
		w.browser().signIn("acme", "okta", "maya@acme.example").wantAsked()
	})
}

// The two that we know never read verified domains: their proof stays theirs.
func TestVerifiedDomainsAreNoProofOfGoogle(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{edit: func(d *apply.Document) {
		d.Organizations[0].Connections[0].LockedTo = []string{"acme.example", "other.example"}
	}})
	w.reader(t, "acme", "sofia@acme.example").prove("acme.example")
	w.browser().signIn("acme", "google", unproven).wantAsked()
}

// A generic provider that lies gets the same answers as the others, and no
// session comes of it.
func TestGenericProviderThatLies(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{engine: store.SQLite})
	w.okta(t, "acme.example")
	w.reader(t, "acme", "sofia@acme.example").prove("acme.example")
	for name, c := range map[string]struct {
		lie  func(s *idptest.Script)
		code string
	}{
		"another issuer":   {func(s *idptest.Script) { s.MutateClaims = func(c map[string]any) { c["iss"] = "https://evil.example" } }, "token_invalid"},
		"another audience": {func(s *idptest.Script) { s.MutateClaims = func(c map[string]any) { c["aud"] = "other" } }, "token_invalid"},
		"a nonce of old":   {func(s *idptest.Script) { s.MutateClaims = func(c map[string]any) { c["nonce"] = "old" } }, "token_invalid"},
		"an honest domain": {func(s *idptest.Script) {
			s.MutateClaims = func(c map[string]any) { c["email"], c["hd"] = "maya@evil.example", "acme.example" }
		}, "wrong_hosted_domain"},
		"two e-mails": {func(s *idptest.Script) {
			s.MutateClaims = func(c map[string]any) { c["email"] = "maya@evil.example@acme.example" }
		}, "wrong_hosted_domain"},
		"64 MB":              {func(s *idptest.Script) { s.TokenAnswer = idptest.Oversized(64 << 20) }, "provider_unreachable"},
		"a redirect inside":  {func(s *idptest.Script) { s.TokenAnswer = idptest.Redirect("http://169.254.169.254/") }, "provider_unreachable"},
		"the secret refused": {func(s *idptest.Script) { s.TokenAnswer = idptest.OAuthError(401, "invalid_client", "") }, "sso_app_invalid"},
	} {
		before := w.rows()
		w.lie(func(s *idptest.Script) { *s = idptest.Script{AutoByLoginHint: true}; c.lie(s) })
		w.browser().signIn("acme", "okta", "maya@acme.example").wantRefused(c.code)
		if grown := w.grew(before); len(grown) != 1 || grown["sign_ins"] != 1 {
			t.Errorf("%s: %v", name, grown)
		}
	}
}
