package e2e_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/oauth2"
)

// RFC 6749, 4.1.2 and 5.2; RFC 7636, 4.6; RFC 9700, 4.5 and 4.8: what spends no code, and
// what spends one for nothing.
func TestOAuthCodesThatBringNothing(t *testing.T) {
	w := oauthWorld(t)
	r, b := w.crm(), w.signedIn("acme", "maya@acme.example")
	form := func(code string, change ...string) answer {
		values := map[string]string{"grant_type": "authorization_code", "code": code, "redirect_uri": crmCallback, "code_verifier": r.verifier}
		for i := 0; i < len(change); i += 2 {
			values[change[i]] = change[i+1]
		}
		var pairs []string
		for name, value := range values {
			if value != "" {
				pairs = append(pairs, name, value)
			}
		}
		return r.post(pairs...)
	}
	for name, c := range map[string]struct {
		change []string
		want   string
	}{
		"a wrong verifier":          {[]string{"code_verifier", oauth2.GenerateVerifier()}, "invalid_grant"},
		"no verifier":               {[]string{"code_verifier", ""}, "invalid_grant"},
		"the challenge as verifier": {[]string{"code_verifier", oauth2.S256ChallengeFromVerifier(r.verifier)}, "invalid_grant"},
		"another redirect_uri":      {[]string{"redirect_uri", crmCallback + "/"}, "invalid_grant"},
		"no redirect_uri":           {[]string{"redirect_uri", ""}, "invalid_grant"},
		"another resource":          {[]string{"resource", "https://api.crm.example/"}, "invalid_target"},
		"no code":                   {[]string{"code", ""}, "invalid_request"},
		"a made-up code":            {[]string{"code", "made-up"}, "invalid_grant"},
		"no grant_type":             {[]string{"grant_type", ""}, "invalid_request"},
		"the grant of passwords":    {[]string{"grant_type", "password"}, "unsupported_grant_type"},
		"a code as a refresh token": {[]string{"grant_type", "refresh_token", "refresh_token", "x.1.y.z"}, "invalid_grant"},
	} {
		if a := form(r.code(b), c.change...); a.status != http.StatusBadRequest || a.text("error") != c.want {
			t.Errorf("%s: %d %s, want %s", name, a.status, a.body, c.want)
		}
	}
	code := r.code(b)
	form(code, "code_verifier", oauth2.GenerateVerifier())
	if a := form(code); a.text("error") != "invalid_grant" {
		t.Errorf("a code that was shown with a wrong verifier: %d", a.status)
	}
	late := r.code(b)
	w.clock.add(61 * time.Second)
	if a := form(late); a.text("error") != "invalid_grant" {
		t.Errorf("a code after a minute: %d", a.status)
	}
	over := r.code(b)
	b.fetch(http.MethodDelete, "/api/v1/session", nil).want(http.StatusNoContent, "")
	if a := form(over); a.text("error") != "invalid_grant" {
		t.Errorf("a code of a session that ended: %d", a.status)
	}
	// PKCE that was taken out of the request does not come back with the exchange.
	if a := w.form("/oauth/token", nil, "grant_type", "authorization_code", "grant_type", "refresh_token", "client_id", "spa"); a.text("error") != "invalid_request" {
		t.Errorf("a parameter twice: %d %s", a.status, a.body)
	}
}

// RFC 6749, 10.5: a code is of one client. RFC 9700, 2.1.1: a second use ends what the
// first one got.
func TestOAuthCodesOfOthersAndCodesAgain(t *testing.T) {
	oauthWorlds(t, func(t *testing.T, w *world) {
		r, b := w.crm(), w.signedIn("acme", "maya@acme.example")
		spa := w.rp("spa", spaCallback, "")
		code := r.code(b)
		if a := spa.post("grant_type", "authorization_code", "code", code, "redirect_uri", crmCallback, "code_verifier", r.verifier); a.text("error") != "invalid_grant" {
			t.Errorf("mixed clients: %d %s", a.status, a.body)
		}
		got, _, _ := r.tokens(code) // and the thief has not spent it
		if a := w.userinfo(got.AccessToken); a.status != http.StatusOK {
			t.Fatalf("userinfo: %d", a.status)
		}
		if a := spa.post("grant_type", "refresh_token", "refresh_token", got.RefreshToken); a.text("error") != "invalid_grant" {
			t.Errorf("the refresh token of another client: %d %s", a.status, a.body)
		}
		if _, err := r.exchange(code); err == nil || !strings.Contains(err.Error(), "invalid_grant") {
			t.Errorf("a code again: %v", err)
		}
		if a := w.userinfo(got.AccessToken); a.status != http.StatusUnauthorized {
			t.Errorf("what the first use got still works: %d", a.status)
		}
		if a, _ := r.refresh(got.RefreshToken); a.status != http.StatusBadRequest {
			t.Errorf("and goes on: %d", a.status)
		}
		race := r.code(b)
		var all sync.WaitGroup
		var mu sync.Mutex
		won := 0
		for range 20 {
			all.Go(func() {
				if _, err := r.exchange(race); err == nil {
					mu.Lock()
					won++
					mu.Unlock()
				}
			})
		}
		all.Wait()
		if won != 1 {
			t.Errorf("%d of 20 got tokens for one code", won)
		}
	})
}
