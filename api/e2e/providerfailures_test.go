package e2e_test

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"latchkey/api/idp/idptest"
)

// Messages 5-10: what the provider says with error=, and its description never
// comes through (B11).
func TestB11ProviderErrorsBecomeCodes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	nasty := "<script>alert(1)</script>\r\nxAADSTS50105 CANARY-DESCRIPTION"
	w.secrets.add("CANARY-DESCRIPTION", "CANARY-ERROR")
	for sent, code := range map[string]string{
		"access_denied": "provider_denied", "consent_required": "provider_consent_required",
		"login_required": "provider_interaction", "interaction_required": "provider_interaction",
		"temporarily_unavailable": "provider_unavailable", "server_error": "provider_other",
		"CANARY-ERROR <b>":    "provider_other",
		"unauthorized_client": "provider_config_error", "invalid_scope": "provider_config_error",
		"unsupported_response_type": "provider_config_error",
	} {
		b := w.browser()
		before := w.rows()
		back := withQuery(t, b.beforeCallback("acme", "google", "maya@acme.example"), func(q url.Values) {
			q.Del("code")
			q.Set("error", sent)
			q.Set("error_description", nasty)
		})
		b.navigate(back).wantRefused(code)
		if grown := w.grew(before); !maps.Equal(grown, map[string]int{"sign_ins": 1}) {
			t.Errorf("%s wrote %v", sent, grown)
		}
		b.navigate(back).wantRefused("attempt_cookie_missing")
	}
	b := w.browser()
	consent := withQuery(t, b.beforeCallback("acme", "microsoft", "ben@acme.example"), func(q url.Values) {
		q.Del("code")
		q.Set("error", "invalid_client")
		q.Set("error_description", "AADSTS65001: The user or administrator has not consented")
	})
	b.navigate(consent).wantRefused("provider_consent_required")
}

// A45, messages 13 and 2: the secret stops working; after a second refusal
// starts are refused in place, and one per half minute finds out whether it
// was mended.
func TestA45InvalidApplicationIsDegradedAndRecovers(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		w.provider.SetSecret("acme-google", "another")
		for range 2 {
			before := w.rows()
			w.browser().signIn("acme", "google", "maya@acme.example").wantRefused("sso_app_invalid")
			if grown := w.grew(before); !maps.Equal(grown, map[string]int{"sign_ins": 1}) {
				t.Errorf("it wrote %v", grown)
			}
		}
		start := map[string]any{"organization": "acme", "provider": "google"}
		b := w.browser()
		b.fetch(http.MethodPost, "/api/v1/sign-in/sso", start).want(http.StatusConflict, "sso_app_invalid")
		page := b.fetch(http.MethodGet, "/api/v1/organizations/acme/sign-in", nil)
		if !strings.Contains(string(page.body), `"google"`) {
			t.Errorf("the button has gone: %s", page.body)
		}
		w.browser().signIn("acme", "microsoft", "ben@acme.example").wantSignedIn() // the other one works

		w.provider.SetSecret("acme-google", clientSecret)
		w.clock.add(31 * time.Second)
		w.browser().signIn("acme", "google", "maya@acme.example").wantSignedIn() // the trial
		w.browser().signIn("acme", "google", "maya@acme.example").wantSignedIn()
	})
}

// R06-R08: a token endpoint that is down, slow to make sense, or lying.
func TestR06ProviderFailuresAreControlled(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	w.secrets.add("CANARY-BODY")
	for name, c := range map[string]struct {
		answer idptest.Answer
		code   string
	}{
		"500":            {idptest.Body(500, "text/html", "<b>CANARY-BODY</b>"), "provider_unreachable"},
		"hang up":        {idptest.HangUp(), "provider_unreachable"},
		"HTML":           {idptest.Body(200, "text/html", "<html>CANARY-BODY"), "provider_unreachable"},
		"2 MB":           {idptest.Oversized(2 << 20), "provider_unreachable"},
		"no token":       {idptest.Body(200, "application/json", `{"access_token":"CANARY-BODY"}`), "token_invalid"},
		"duplicate keys": {idptest.Body(200, "application/json", `{"id_token":"CANARY-BODY","id_token":"b"}`), "provider_unreachable"},
		"redirect":       {idptest.Redirect("http://127.0.0.1:1/"), "provider_unreachable"},
		"invalid_grant":  {idptest.OAuthError(400, "invalid_grant", "CANARY-BODY"), "code_rejected"},
	} {
		w.lie(func(s *idptest.Script) { s.TokenAnswer = c.answer })
		b := w.browser()
		before, hits := w.rows(), w.provider.Hits("/google/token")
		a := b.signIn("acme", "google", "maya@acme.example")
		a.wantRefused(c.code)
		if grown := w.grew(before); !maps.Equal(grown, map[string]int{"sign_ins": 1}) {
			t.Errorf("%s wrote %v", name, grown)
		}
		if n := w.provider.Hits("/google/token") - hits; n != 1 {
			t.Errorf("%s: the code was sent %d times", name, n)
		}
	}
	w.lie(func(s *idptest.Script) { s.TokenAnswer = nil })
	w.browser().signIn("acme", "google", "maya@acme.example").wantSignedIn()
}

// C, by sample (package idp has them all): a bad token, nothing created.
func TestC17BadTokensCreateNothing(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		for name, edit := range map[string]func(map[string]any){
			"nonce":    func(c map[string]any) { c["nonce"] = "another" },
			"audience": func(c map[string]any) { c["aud"] = "somebody-else" },
			"issuer":   func(c map[string]any) { c["iss"] = "https://accounts.google.com" },
			"subject":  func(c map[string]any) { delete(c, "sub") },
		} {
			w.lie(func(s *idptest.Script) { s.MutateClaims = edit })
			before := w.rows()
			w.browser().signIn("acme", "google", "maya@acme.example").wantRefused("token_invalid")
			if grown := w.grew(before); !maps.Equal(grown, map[string]int{"sign_ins": 1}) {
				t.Errorf("%s wrote %v", name, grown)
			}
		}
	})
}
