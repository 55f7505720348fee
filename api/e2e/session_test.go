package e2e_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/base64"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

func TestPasswordSignIn(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		b := w.browser()
		a := b.password("acme", "Maya@ACME.example", everybodysPassword)
		a.want(http.StatusOK, "")
		if a.text("returnTo") != "/" || a.cookie("latchkey-session") == nil || a.cookie("latchkey-browser") == nil {
			t.Errorf("%s %v", a.body, a.set)
		}
		me := b.me(b.token())
		if session := me.object()["session"].(map[string]any); session["method"] != "password" {
			t.Errorf("me: %s", me.body)
		}
		var face map[string]string
		for _, email := range []string{"maya@acme.example", "nobody@acme.example", "omar@acme.example", "gloria@globex.example"} {
			before := w.rows()
			wrong := w.browser().password("acme", email, "wrong canary password")
			wrong.want(http.StatusUnauthorized, "credentials_invalid")
			if grown := w.grew(before); !maps.Equal(grown, map[string]int{"sign_ins": 1}) {
				t.Errorf("%s wrote %v", email, grown)
			}
			got := faceOf(wrong)
			got["body"] = strings.ReplaceAll(got["body"], wrong.text("ref"), "")
			if face == nil {
				face = got
			} else if !maps.Equal(face, got) {
				t.Errorf("%s shows %v and not %v", email, got, face)
			}
		}
		w.browser().password("nobody", "maya@acme.example", "x").want(http.StatusNotFound, "org_not_resolved")
		w.browser().password("dormant", "dora@dormant.example", everybodysPassword).want(http.StatusNotFound, "org_not_resolved")
	})
}

// H05: guessing is slowed per account and address, never locked, and a browser
// that was here before keeps its own counter.
func TestH05WrongPasswordsAreSlowed(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		known := w.browser()
		known.password("acme", "maya@acme.example", everybodysPassword).want(http.StatusOK, "")
		b := w.browser()
		limited := 0
		for range 6 {
			a := b.password("acme", "maya@acme.example", "wrong canary password")
			if a.status == http.StatusTooManyRequests {
				limited++
				if a.text("code") != "rate_limited" || a.header.Get("Retry-After") == "" {
					t.Errorf("%s, Retry-After %q", a.body, a.header.Get("Retry-After"))
				}
			}
		}
		if limited == 0 {
			t.Error("six wrong passwords in a row were all looked at")
		}
		b.password("acme", "maya@acme.example", everybodysPassword).want(http.StatusTooManyRequests, "rate_limited")
		known.password("acme", "maya@acme.example", everybodysPassword).want(http.StatusOK, "") // its owner is not slowed
		w.browser().password("acme", "ben@acme.example", everybodysPassword).want(http.StatusOK, "")
		w.clock.add(31 * time.Second)
		b.password("acme", "maya@acme.example", everybodysPassword).want(http.StatusOK, "")
	})
}

// A41: the person proves the account by its password and is linked.
func TestA41LinkPage(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		elsewhere := w.browser()
		elsewhere.password("acme", "gita@partner.example", everybodysPassword).want(http.StatusOK, "")
		b := w.browser()
		b.signIn("acme", "microsoft", "gita@partner.example")
		pending := maps.Clone(b.cookies)
		prove := func(b *browser, body map[string]any) answer {
			return b.fetch(http.MethodPost, "/api/v1/sign-in/link", body)
		}
		prove(b, map[string]any{"password": "wrong canary password"}).want(http.StatusUnauthorized, "link_proof_failed")
		if left := b.fetch(http.MethodGet, "/api/v1/sign-in/link", nil).object()["triesLeft"]; left != 4.0 {
			t.Errorf("%v tries left", left)
		}
		// An address that may not be typed is not looked at: ben's password links nobody.
		prove(b, map[string]any{"password": everybodysPassword, "email": "ben@acme.example"}).want(http.StatusOK, "")
		if email := b.me(b.token()).object()["user"].(map[string]any)["email"]; email != "gita@partner.example" {
			t.Errorf("linked to %v", email)
		}
		if b.cookies[w.cookieName("latchkey-link")] != "" {
			t.Error("the link cookie stays")
		}
		elsewhere.fetch(http.MethodPost, "/api/v1/session/token", nil).want(http.StatusUnauthorized, "unauthenticated") // D23

		again := w.browser()
		again.cookies = pending
		prove(again, map[string]any{"password": everybodysPassword}).want(http.StatusGone, "link_ticket_expired") // D15
		w.browser().signIn("acme", "microsoft", "gita@partner.example").wantSignedIn()
	})
}

// A43 and messages 37-39: no proof succeeds without an account, tries run out,
// and the step times out.
func TestA43LinkPageWithoutAnAccount(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		b := w.browser()
		b.signIn("acme", "microsoft", "nobody@partner.example")
		before := w.rows()
		for i := range 5 {
			w.clock.add(40 * time.Second) // the account's own pause
			b.fetch(http.MethodPost, "/api/v1/sign-in/link", map[string]any{"password": everybodysPassword}).
				want(http.StatusUnauthorized, "link_proof_failed")
			if left := b.fetch(http.MethodGet, "/api/v1/sign-in/link", nil).object()["triesLeft"]; left != float64(4-i) {
				t.Errorf("%v tries left after %d", left, i+1)
			}
		}
		a := b.fetch(http.MethodPost, "/api/v1/sign-in/link", map[string]any{"password": everybodysPassword})
		a.want(http.StatusTooManyRequests, "link_locked")
		if a.header.Get("Retry-After") == "" {
			t.Error("no Retry-After")
		}
		if grown := w.grew(before); !maps.Equal(grown, map[string]int{"sign_ins": 5}) {
			t.Errorf("it wrote %v", grown)
		}
		w.clock.add(11 * time.Minute)
		b.fetch(http.MethodGet, "/api/v1/sign-in/link", nil).want(http.StatusGone, "link_ticket_expired")
		b.fetch(http.MethodPost, "/api/v1/sign-in/link", map[string]any{"password": everybodysPassword}).want(http.StatusGone, "link_ticket_expired")
		w.browser().fetch(http.MethodGet, "/api/v1/sign-in/link", nil).want(http.StatusGone, "link_ticket_expired")
	})
}

// A super admin is never linked silently.
func TestSuperAdminIsAsked(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		b := w.browser()
		if a := b.signIn("acme", "google", "sofia@acme.example"); a.header.Get("Location") != "/o/acme/link-account" {
			t.Fatalf("%d to %q", a.status, a.header.Get("Location"))
		}
		page := b.fetch(http.MethodGet, "/api/v1/sign-in/link", nil)
		if page.text("email") != "sofia@acme.example" {
			t.Errorf("%s", page.body) // the proof is strong, so the address may be shown
		}
		b.fetch(http.MethodPost, "/api/v1/sign-in/link", map[string]any{"password": everybodysPassword}).want(http.StatusOK, "")
		w.browser().signIn("acme", "google", "sofia@acme.example").wantSignedIn()
	})
}

// G10: twenty tabs at once get one successor and no alarm.
func TestG10ParallelRefresh(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		b := w.browser()
		b.signIn("acme", "google", "maya@acme.example").wantSignedIn()
		jar := maps.Clone(b.cookies)
		var wait sync.WaitGroup
		var mu sync.Mutex
		children := map[string]bool{}
		for range 20 {
			wait.Go(func() {
				tab := w.browser()
				tab.cookies = maps.Clone(jar)
				tab.token()
				mu.Lock()
				defer mu.Unlock()
				children[tab.session()] = true
			})
		}
		wait.Wait()
		if len(children) != 1 {
			t.Errorf("%d successors", len(children))
		}
		for child := range children {
			b.cookies[w.cookieName("latchkey-session")] = child
		}
		b.token()
	})
}

// G09, message 61: an older token ends the session, and the thief's too.
func TestG09RefreshReuse(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		b := w.browser()
		b.signIn("acme", "google", "maya@acme.example").wantSignedIn()
		thief := w.browser()
		thief.cookies = maps.Clone(b.cookies)
		token := b.token()
		b.token() // S3: at once, too
		a := thief.fetch(http.MethodPost, "/api/v1/session/token", nil)
		a.want(http.StatusUnauthorized, "session_reused")
		if thief.session() != "" {
			t.Error("the dead cookie is not cleared")
		}
		b.me(token).want(http.StatusUnauthorized, "unauthenticated")
		b.fetch(http.MethodPost, "/api/v1/session/token", nil).want(http.StatusUnauthorized, "unauthenticated")
		if n := w.count("SELECT count(*) FROM audit_events WHERE action = 'session.reused'"); n != 1 {
			t.Errorf("%d audit events", n)
		}
	})
}

// G13: idle and absolute ends.
func TestG13SessionsEnd(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		idle, busy := w.browser(), w.browser()
		idle.signIn("acme", "google", "maya@acme.example").wantSignedIn()
		busy.signIn("acme", "microsoft", "ben@acme.example").wantSignedIn()
		w.clock.add(7 * time.Hour)
		busy.token()
		w.clock.add(2 * time.Hour)
		idle.fetch(http.MethodPost, "/api/v1/session/token", nil).want(http.StatusUnauthorized, "unauthenticated")
		busy.token()
		w.clock.add(2*time.Hour + 58*time.Minute)
		token := busy.token()
		w.clock.add(3 * time.Minute)
		busy.me(token).want(http.StatusUnauthorized, "unauthenticated")
		busy.fetch(http.MethodPost, "/api/v1/session/token", nil).want(http.StatusUnauthorized, "unauthenticated")
	})
}

// G06: sign-out bites at once, for the access token too.
func TestG06SignOut(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		b := w.browser()
		b.signIn("acme", "google", "maya@acme.example").wantSignedIn()
		token := b.token()
		b.me(token).want(http.StatusOK, "")
		kept := maps.Clone(b.cookies)
		b.fetch(http.MethodDelete, "/api/v1/session", nil).want(http.StatusNoContent, "")
		if b.session() != "" {
			t.Error("the cookie stays")
		}
		b.me(token).want(http.StatusUnauthorized, "unauthenticated")
		b.cookies = kept
		b.fetch(http.MethodPost, "/api/v1/session/token", nil).want(http.StatusUnauthorized, "unauthenticated")
		w.browser().fetch(http.MethodDelete, "/api/v1/session", nil).want(http.StatusNoContent, "") // there was none
	})
}

// S11: over https the browser is told to forget what the pages kept, when somebody
// signs out and when a session was ended as stolen; the cookies of others stay.
func TestS11ClearSiteData(t *testing.T) {
	t.Parallel()
	const all = `"cache", "storage"`
	for _, plain := range []bool{false, true} {
		w := newWorld(t, setting{plain: plain})
		want := map[bool]string{false: all}[plain]
		clears := func(what string, a answer, want string) {
			t.Helper()
			if got := a.header.Get("Clear-Site-Data"); got != want {
				t.Errorf("%s, plain %v: %q", what, plain, got)
			}
		}
		b := w.browser()
		b.signIn("acme", "google", "maya@acme.example").wantSignedIn()
		thief := w.browser()
		thief.cookies = maps.Clone(b.cookies)
		clears("a token", b.fetch(http.MethodPost, "/api/v1/session/token", nil), "")
		b.token()
		clears("reuse", thief.fetch(http.MethodPost, "/api/v1/session/token", nil), want)
		clears("an ended session", b.fetch(http.MethodPost, "/api/v1/session/token", nil), "")
		b.signIn("acme", "google", "maya@acme.example").wantSignedIn()
		clears("sign-out", b.fetch(http.MethodDelete, "/api/v1/session", nil), want)
		if len(b.cookies) == 0 {
			t.Error("the browser is not known any more")
		}
	}
}

// G07: a deactivated person is out at the next request.
func TestG07Deactivated(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		b := w.browser()
		b.signIn("acme", "google", "maya@acme.example").wantSignedIn()
		token := b.token()
		if _, err := w.raw.ExecContext(t.Context(), "UPDATE users SET active = FALSE WHERE email = 'maya@acme.example'"); err != nil {
			t.Fatal(err)
		}
		w.clock.add(1100 * time.Millisecond)
		b.me(token).want(http.StatusUnauthorized, "unauthenticated")
		b.fetch(http.MethodPost, "/api/v1/session/token", nil).want(http.StatusUnauthorized, "unauthenticated")
	})
}

// H01 and G01-G03 at the API: what is no access token of ours.
func TestG03OnlyAccessTokensOpen(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	b := w.browser()
	b.signIn("acme", "google", "maya@acme.example").wantSignedIn()
	token := b.token()
	parts := strings.Split(token, ".")
	claims, err := base64.RawURLEncoding.DecodeString(parts[1])
	must(t, err)
	swap := func(from, to string) string {
		return parts[0] + "." + base64.RawURLEncoding.EncodeToString([]byte(strings.Replace(string(claims), from, to, 1))) + "." + parts[2]
	}
	none := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","typ":"at+jwt"}`))
	for name, value := range map[string]string{
		"nothing": "", "another scheme": "Basic " + token, "no scheme": token, "garbage": "Bearer garbage",
		"the refresh token": "Bearer " + b.session(), "alg none": "Bearer " + none + "." + parts[1] + ".",
		"another role": "Bearer " + swap(`"agent"`, `"super_admin"`), "another organization": "Bearer " + swap(`"org_`, `"org_x`),
		"no signature": "Bearer " + parts[0] + "." + parts[1] + ".", "two tokens": "Bearer " + token + " " + token,
	} {
		h := http.Header{}
		if value != "" {
			h.Set("Authorization", value)
		}
		a := b.send(http.MethodGet, "/api/v1/me", nil, h)
		if a.status != http.StatusUnauthorized || a.text("code") != "unauthenticated" || !strings.HasPrefix(a.header.Get("WWW-Authenticate"), `Bearer realm="latchkey"`) {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	b.send(http.MethodGet, "/api/v1/me", nil, http.Header{"Authorization": {"Bearer " + token, "Bearer " + token}}).want(http.StatusUnauthorized, "")
	b.me(token).want(http.StatusOK, "")
	w.clock.add(6 * time.Minute)
	b.me(token).want(http.StatusUnauthorized, "unauthenticated")
}

// G18: an integrator verifies a token offline, as openapi.yaml tells it.
func TestG18IntegratorVerifiesOffline(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		b := w.browser()
		b.signIn("acme", "google", "maya@acme.example").wantSignedIn()
		token := b.token()
		set := w.browser().send(http.MethodGet, "/.well-known/jwks.json", nil, nil)
		set.want(http.StatusOK, "")
		if set.header.Get("Access-Control-Allow-Origin") != "*" {
			t.Error("pages of integrators cannot read the keys")
		}
		var keys struct{ Keys []map[string]string }
		must(t, json.Unmarshal(set.body, &keys))
		claims := jwt.MapClaims{}
		parsed, err := jwt.ParseWithClaims(token, claims, func(tok *jwt.Token) (any, error) {
			for _, k := range keys.Keys {
				if k["kid"] != tok.Header["kid"] {
					continue
				}
				x, errX := base64.RawURLEncoding.DecodeString(k["x"])
				y, errY := base64.RawURLEncoding.DecodeString(k["y"])
				must(t, errors.Join(errX, errY))
				return ecdsa.ParseUncompressedPublicKey(elliptic.P256(), slices.Concat([]byte{4}, x, y))
			}
			return nil, jwt.ErrTokenUnverifiable
		}, jwt.WithValidMethods([]string{"ES256"}), jwt.WithIssuer(w.url), jwt.WithAudience(w.url), jwt.WithExpirationRequired(), jwt.WithIssuedAt())
		must(t, err)
		if parsed.Header["typ"] != "at+jwt" {
			t.Errorf("typ %v", parsed.Header["typ"])
		}
		for name, want := range map[string]any{"role": "agent", "idp": "google", "email": "maya@acme.example", "org": w.live("acme", "google").OrganizationID} {
			if claims[name] != want {
				t.Errorf("%s is %v, want %v", name, claims[name], want)
			}
		}
		for _, name := range []string{"sub", "sid", "jti", "iat", "exp", "auth_time", "amr", "name"} {
			if claims[name] == nil {
				t.Errorf("no %s", name)
			}
		}
		if life := claims["exp"].(float64) - claims["iat"].(float64); life != 300 {
			t.Errorf("lives %v s", life)
		}
	})
}

// Setup: one link, one organization, then never again (message 60).
func TestSetupFlow(t *testing.T) {
	for _, engine := range enginesOf() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, setting{engine: engine, empty: true})
			token, err := w.app.Setup.NewLink(t.Context())
			must(t, err)
			w.secrets.add(token)
			b := w.browser()
			b.fetch(http.MethodGet, "/api/v1/setup", nil).want(http.StatusOK, "")
			for _, path := range []string{"/", "/sign-in", "/o/acme/sign-in", "/setup", "/nowhere"} {
				page := b.navigate(path)
				if page.status != http.StatusOK || !strings.Contains(string(page.body), `"setup":"open"`) {
					t.Errorf("%s: %d %.120s", path, page.status, page.body)
				}
			}
			body := func(token string) map[string]any {
				return map[string]any{
					"token": token, "organization": map[string]any{"code": "acme", "name": "Acme"},
					"superAdmin": map[string]any{"name": "Sofia", "email": "sofia@acme.example", "password": everybodysPassword},
				}
			}
			w.secrets.add(everybodysPassword)
			b.fetch(http.MethodPost, "/api/v1/setup", body(strings.Repeat("x", 43))).want(http.StatusGone, "setup_closed")
			var wait sync.WaitGroup
			var mu sync.Mutex
			made := 0
			for range 3 {
				wait.Go(func() {
					one := w.browser()
					a := one.fetch(http.MethodPost, "/api/v1/setup", body(token))
					mu.Lock()
					defer mu.Unlock()
					if a.status == http.StatusOK {
						made++
						b = one
					} else if a.text("code") != "setup_closed" {
						t.Errorf("%d %s", a.status, a.body)
					}
				})
			}
			wait.Wait()
			if made != 1 || w.count("SELECT count(*) FROM organizations") != 1 {
				t.Fatalf("%d set-ups", made)
			}
			if role := b.me(b.token()).object()["user"].(map[string]any)["role"]; role != "super_admin" {
				t.Errorf("the first user is %v", role)
			}
			b.fetch(http.MethodGet, "/api/v1/setup", nil).want(http.StatusGone, "setup_closed")
			if page := b.navigate("/o/acme/sign-in"); strings.Contains(string(page.body), `"setup":"open"`) {
				t.Errorf("%s", page.body)
			}
			w.browser().password("acme", "sofia@acme.example", everybodysPassword).want(http.StatusOK, "")
		})
	}
}

func TestSetupLinkExpires(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{empty: true})
	token, err := w.app.Setup.NewLink(t.Context())
	must(t, err)
	w.clock.add(24*time.Hour + time.Second)
	w.browser().fetch(http.MethodPost, "/api/v1/setup", map[string]any{
		"token": token, "organization": map[string]any{"code": "acme", "name": "Acme"},
		"superAdmin": map[string]any{"name": "Sofia", "email": "sofia@acme.example", "password": everybodysPassword},
	}).want(http.StatusGone, "setup_closed")
}

// Without TLS, on loopback, cookies carry neither prefix nor Secure, and all of
// it works (answerChecker looks at each cookie).
func TestPlainHTTPOnLoopback(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{plain: true})
	b := w.browser()
	b.signIn("acme", "google", "maya@acme.example").wantSignedIn()
	b.me(b.token()).want(http.StatusOK, "")
	b.fetch(http.MethodDelete, "/api/v1/session", nil).want(http.StatusNoContent, "")
	ask := w.browser()
	ask.signIn("acme", "microsoft", "gita@partner.example")
	ask.fetch(http.MethodPost, "/api/v1/sign-in/link", map[string]any{"password": everybodysPassword}).want(http.StatusOK, "")
}
