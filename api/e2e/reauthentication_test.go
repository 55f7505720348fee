package e2e_test

import (
	"maps"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"latchkey/api/profile"
)

// H05: a session is no place to guess its password from.
func TestH05ProofsAreSlowed(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		for _, c := range []struct { // the change of the password comes last: it leaves another one
			method, path string
			body         func(string) map[string]any
		}{
			{http.MethodPost, "/reauthentication", proof},
			{http.MethodPut, "/password", func(typed string) map[string]any { return changeOf(typed, anotherPassword) }},
		} {
			maya := w.person("maya@acme.example")
			ask := func(typed string) answer { return maya.ask(c.method, c.path, c.body(typed)) }
			// Until the pause is so long that it outlasts what follows on a slow machine.
			const long = 20
			pause := 0
			for try := 0; pause < long; try++ {
				a := ask("wrong canary password")
				if a.status != http.StatusTooManyRequests {
					a.want(http.StatusUnauthorized, "credentials_invalid")
					continue
				}
				var err error
				pause, err = strconv.Atoi(a.header.Get("Retry-After"))
				if err != nil || a.text("code") != "rate_limited" || try > 40 {
					t.Fatalf("%s: try %d: %s, Retry-After %q", c.path, try, a.body, a.header.Get("Retry-After"))
				}
				if pause < long {
					w.clock.add(time.Duration(pause) * time.Second)
				}
			}
			ask(everybodysPassword).want(http.StatusTooManyRequests, "rate_limited")
			maya.password("acme", "maya@acme.example", everybodysPassword).want(http.StatusTooManyRequests, "rate_limited") // one counter
			w.clock.add(31 * time.Second)
			ask(everybodysPassword).want(http.StatusOK, "")
		}
	})
}

// A wrong password and none look alike, and nothing else is told of either.
func TestProofsTellNothing(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		maya, ben := w.person("maya@acme.example"), w.withoutPassword()
		before := w.rows()
		var face map[string]string
		for _, p := range []person{maya, ben} {
			a := p.ask(http.MethodPost, "/reauthentication", proof("wrong canary password"))
			a.want(http.StatusUnauthorized, "credentials_invalid")
			got := faceOf(a)
			got["body"] = strings.ReplaceAll(got["body"], a.text("ref"), "")
			if face != nil && !maps.Equal(face, got) {
				t.Errorf("%v and %v", face, got)
			}
			face = got
		}
		if grown := w.grew(before); len(grown) > 0 {
			t.Errorf("it wrote %v", grown)
		}
	})
}

// G21: only a sign-in or a proof makes a session recent, however often it is
// refreshed.
func TestG21RefreshIsNoProof(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		ben := w.withoutPassword()
		first := map[string]any{"newPassword": anotherPassword}
		for range 2 {
			w.clock.add(profile.Recent / 2)
			ben.token = ben.browser.token()
		}
		ben.ask(http.MethodPut, "/password", first).want(http.StatusUnauthorized, "reauth_required")
		ben.signIn("acme", "microsoft", "ben@acme.example").wantSignedIn()
		ben.token = ben.browser.token()
		ben.ask(http.MethodPut, "/password", first).want(http.StatusOK, "")
		w.browser().password("acme", "ben@acme.example", anotherPassword).want(http.StatusOK, "")
	})
}

// A proof moves auth_time of the tokens that follow, and not the time of the
// sign-in; it bites at once.
func TestReauthentication(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		maya := w.person("maya@acme.example")
		signedIn := func() any {
			return maya.ask(http.MethodGet, "", nil).object()["session"].(map[string]any)["signedInAt"]
		}
		began, authTime := signedIn(), claimsOf(t, maya.token)["auth_time"]
		w.clock.add(time.Minute)
		a := maya.ask(http.MethodPost, "/reauthentication", proof(everybodysPassword))
		a.want(http.StatusOK, "")
		until, err := time.Parse(time.RFC3339, a.text("recentUntil"))
		must(t, err)
		if left := until.Sub(w.clock.now()); left > profile.Recent || left < profile.Recent-time.Minute {
			t.Errorf("recent for %v", left)
		}
		if now := signedIn(); now != began {
			t.Errorf("signed in at %v, before at %v", now, began)
		}
		maya.token = maya.browser.token()
		if now := claimsOf(t, maya.token)["auth_time"].(float64); now < authTime.(float64)+60 {
			t.Errorf("auth_time %v, before %v", now, authTime)
		}
		if n := w.count("SELECT count(*) FROM users WHERE password_used_at IS NOT NULL AND email_lower = 'maya@acme.example'"); n != 1 {
			t.Error("the use of the password is not kept")
		}
	})
}

// claimsOf reads an access token.
func claimsOf(t *testing.T, token string) jwt.MapClaims {
	t.Helper()
	claims := jwt.MapClaims{}
	_, _, err := jwt.NewParser().ParseUnverified(token, claims)
	must(t, err)
	return claims
}
