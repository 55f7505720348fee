package e2e_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/oauth2"

	"latchkey/api/store"
)

// oauthWorlds runs a test in a world with applications, on each engine.
func oauthWorlds(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			test(t, newWorld(t, setting{engine: engine, edit: withApplications}))
		})
	}
}

func oauthWorld(t *testing.T) *world {
	t.Helper()
	t.Parallel()
	return newWorld(t, setting{edit: withApplications})
}

// signedIn is a browser in which somebody is signed in by Google.
func (w *world) signedIn(organization, who string) *browser {
	w.t.Helper()
	b := w.browser()
	if organization == "acme" {
		b.signIn(organization, "google", who).wantSignedIn()
	} else {
		b.password(organization, who, everybodysPassword).want(http.StatusOK, "")
	}
	return b
}

// asked wants the sign-in page of an organization, and gives the return path.
func (a answer) asked(page string) string {
	a.t.Helper()
	u, err := url.Parse(a.header.Get("Location"))
	must(a.t, err)
	back := u.Query().Get("returnTo")
	if a.status != http.StatusSeeOther || u.Path != page || !strings.HasPrefix(back, "/oauth/continue/") || len(back) > 2048 {
		a.t.Fatalf("got %d to %q %.200s, want %s", a.status, u, a.body, page)
	}
	return back
}

// throughGoogle signs in at Google, and gives where the callback leads.
func (b *browser) throughGoogle(organization, who, returnTo string) answer {
	b.w.t.Helper()
	a := b.fetch(http.MethodPost, "/api/v1/sign-in/sso", map[string]any{"organization": organization, "provider": "google", "returnTo": returnTo})
	a.want(http.StatusCreated, "")
	return b.navigate(b.atProvider(a.text("authorizationUrl"), who))
}

// An agent goes from the CRM to Google and is back in the CRM, and sees our home page
// nowhere on the way. The CRM is written with go-oidc and x/oauth2.
func TestOAuthFromTheApplicationToGoogleAndBack(t *testing.T) {
	oauthWorlds(t, func(t *testing.T, w *world) {
		r, b := w.crm("profile", "email", "groups"), w.browser()
		back := b.navigate(r.address("organization", "acme")).asked("/o/acme/sign-in")
		a := b.throughGoogle("acme", "maya@acme.example", back)
		if a.header.Get("Location") != back || b.session() == "" {
			t.Fatalf("the callback leads to %q", a.header.Get("Location"))
		}
		q := r.back(b.navigate(back))
		got, id, claims := r.tokens(q.Get("code"))
		want := map[string]any{
			"org_code": "acme", "email": "maya@acme.example", "email_verified": true, "name": "maya@acme.example", "role": "agent", "idp": "google",
		}
		for name, value := range want {
			if claims[name] != value {
				t.Errorf("%s is %v, want %v", name, claims[name], value)
			}
		}
		user, _ := b.me(b.token()).object()["user"].(map[string]any)
		if id.Subject != user["id"] || claims["sid"] == "" || claims["amr"].([]any)[0] != "fed" || claims["auth_time"] == nil || claims["groups"].([]any)[0] != "agent" {
			t.Errorf("claims %v", claims)
		}
		if life := id.Expiry.Sub(id.IssuedAt); life != 10*time.Minute {
			t.Errorf("lives %v", life)
		}
		info, err := r.provider.UserInfo(r.ctx(), oauth2.StaticTokenSource(got))
		must(t, err)
		if info.Subject != id.Subject || info.Email != "maya@acme.example" || !info.EmailVerified {
			t.Errorf("userinfo %+v", info)
		}
		if a := w.userinfo(got.AccessToken).object(); a["role"] != "agent" || a["roles"].([]any)[0] != "agent" || a["org_code"] != "acme" {
			t.Errorf("userinfo %v", a)
		}
		if to := b.navigate(back).header.Get("Location"); to != "/" {
			t.Errorf("a request that was answered brings %q", to)
		}
		if n := w.count("SELECT count(*) FROM authorization_codes"); n != 0 {
			t.Errorf("%d codes are kept", n)
		}
	})
}

// With a live session nobody is asked for anything; the password form leads back as well.
func TestOAuthWhoIsSignedInGoesStraightBack(t *testing.T) {
	w := oauthWorld(t)
	r, b := w.crm(), w.signedIn("acme", "maya@acme.example")
	if _, _, claims := r.tokens(r.code(b)); claims["email"] != "maya@acme.example" || claims["groups"] != nil {
		t.Errorf("claims %v", claims)
	}
	// org:<code>, for libraries that cannot add parameters; globex has passwords alone.
	b, r = w.browser(), w.crm("org:globex")
	back := b.navigate(r.address()).asked("/o/globex/sign-in")
	a := b.fetch(http.MethodPost, "/api/v1/sign-in/password",
		map[string]any{"organization": "globex", "email": "gloria@globex.example", "password": everybodysPassword, "returnTo": back})
	a.want(http.StatusOK, "")
	if a.text("returnTo") != back {
		t.Errorf("returns to %q", a.text("returnTo"))
	}
	if _, _, claims := r.tokens(r.back(b.navigate(back)).Get("code")); claims["org_code"] != "globex" || claims["email_verified"] != false {
		t.Errorf("claims %v: a password proves no address", claims)
	}
	// Nobody knows which organization: the page asks. A provider passes the page.
	w.browser().navigate(w.crm().address()).asked("/sign-in")
	w.browser().navigate(w.crm().address("organization", "acme", "provider", "google")).asked("/o/acme/sign-in/google")
}

// An application in a browser and one on a device have no secret, and PKCE instead.
func TestOAuthApplicationsWithoutASecret(t *testing.T) {
	w := oauthWorld(t)
	b := w.signedIn("acme", "maya@acme.example")
	spa := w.rp("spa", spaCallback, "")
	got, _, claims := spa.tokens(spa.code(b)) // ES256, which go-oidc learns from discovery
	if claims["aud"] != "spa" || got.RefreshToken == "" {
		t.Errorf("claims %v", claims)
	}
	for _, port := range []string{"49152", "50001"} { // RFC 8252, 7.3
		native := w.rp("native", "http://127.0.0.1:"+port+"/cb", "")
		if got, _, _ := native.tokens(native.code(b)); got.RefreshToken != "" {
			t.Error("an application that may not refresh got a refresh token")
		}
	}
	if a := w.form("/oauth/token", nil, "client_id", "spa", "grant_type", "refresh_token", "refresh_token", got.RefreshToken); a.status != http.StatusOK ||
		a.header.Get("Access-Control-Allow-Origin") != "*" || a.header.Get("Access-Control-Allow-Credentials") != "" {
		t.Errorf("from a page of another origin: %d %s", a.status, a.body)
	}
	for _, path := range []string{"/oauth/userinfo", "/oauth/token", "/oauth/revoke", "/.well-known/openid-configuration"} {
		a := w.browser().send(http.MethodOptions, path, nil, http.Header{"Origin": {"https://spa.example"}})
		if a.status != http.StatusNoContent || !strings.Contains(a.header.Get("Access-Control-Allow-Headers"), "Authorization") {
			t.Errorf("preflight of %s: %d %v", path, a.status, a.header)
		}
	}
}

// The secret in the header and in the body; the access token for the application's API.
func TestOAuthTheSecretInTheBodyAndAResource(t *testing.T) {
	w := oauthWorld(t)
	r, b := w.crm(), w.signedIn("acme", "maya@acme.example")
	r.config.Endpoint.AuthStyle = oauth2.AuthStyleInParams
	got, _, _ := r.tokens(r.code(b, "resource", "https://api.crm.example/"))
	claims := claimsOf(t, got.AccessToken)
	aud, _ := claims["aud"].([]any)
	if !slices.Equal(aud, []any{w.url, "https://api.crm.example/"}) || claims["client_id"] != "crm" || claims["scope"] != "openid" {
		t.Errorf("claims %v", claims)
	}
	b.me(got.AccessToken).want(http.StatusUnauthorized, "unauthenticated") // an application does nothing in a person's name
	// RFC 8707, 2.2: a refresh names the same API or none.
	again := []string{"grant_type", "refresh_token", "refresh_token", got.RefreshToken, "resource"}
	if a := r.post(append(again, "https://evil.example/")...); a.text("error") != "invalid_target" {
		t.Errorf("for another API: %d %s", a.status, a.body)
	}
	a := r.post(append(again, "https://api.crm.example/")...)
	if aud, _ := claimsOf(t, a.text("access_token"))["aud"].([]any); a.status != http.StatusOK || len(aud) != 2 {
		t.Errorf("for the same: %d %v", a.status, aud)
	}
}

// Refresh tokens rotate; a lost answer brings the same child, an old token ends all.
func TestOAuthRefresh(t *testing.T) {
	oauthWorlds(t, func(t *testing.T, w *world) {
		r, b := w.crm("email"), w.signedIn("acme", "maya@acme.example")
		first, id, _ := r.tokens(r.code(b))
		a, got := r.refresh(first.RefreshToken)
		a.want(http.StatusOK, "")
		second, _ := got["refresh_token"].(string)
		raw, _ := got["id_token"].(string)
		if claims := claimsOf(t, raw); claims["sub"] != id.Subject || claims["nonce"] != nil || second == first.RefreshToken || second == "" {
			t.Errorf("refreshed: %v", claims)
		}
		if _, again := r.refresh(first.RefreshToken); again["refresh_token"] != second {
			t.Error("a lost answer brings another child")
		}
		if a := r.post("grant_type", "refresh_token", "refresh_token", second, "scope", "openid profile"); a.text("error") != "invalid_scope" {
			t.Errorf("more than was granted: %d %s", a.status, a.body)
		}
		// angular-oauth2-oidc and others send the scope of their first request again.
		if same := r.post("grant_type", "refresh_token", "refresh_token", first.RefreshToken, "scope", "openid email offline_access address org:acme"); same.text("scope") != "openid email" || same.object()["id_token"] == nil {
			t.Errorf("for the same: %d %s", same.status, same.body)
		}
		// Without openid it is no request of OpenID Connect (Core, 12.2).
		if less := r.post("grant_type", "refresh_token", "refresh_token", first.RefreshToken, "scope", "email"); less.text("scope") != "email" || less.object()["id_token"] != nil {
			t.Errorf("for less: %d %s", less.status, less.body)
		}
		_, got = r.refresh(second)
		third, _ := got["refresh_token"].(string)
		for _, token := range []string{first.RefreshToken, third} { // the old one ends the grant
			if a, got := r.refresh(token); a.status != http.StatusBadRequest || got["error"] != "invalid_grant" {
				t.Errorf("%d %v", a.status, got)
			}
		}
		if a := w.userinfo(first.AccessToken); a.status != http.StatusUnauthorized || !strings.Contains(a.header.Get("WWW-Authenticate"), `error="invalid_token"`) {
			t.Errorf("after reuse: %d %v", a.status, a.header)
		}
	})
}

// A refresh token of a session is not the way back into an ended one; an offline one
// outlives a sign-out, and no deactivation.
func TestOAuthRefreshEndsWithTheSession(t *testing.T) {
	w := oauthWorld(t)
	b := w.signedIn("acme", "maya@acme.example")
	r, off := w.crm(), w.crm("offline_access")
	bound, _, _ := r.tokens(r.code(b))
	offline, _, _ := off.tokens(off.code(b))
	b.fetch(http.MethodDelete, "/api/v1/session", nil).want(http.StatusNoContent, "")
	if a, got := r.refresh(bound.RefreshToken); a.status != http.StatusBadRequest || got["error"] != "invalid_grant" {
		t.Errorf("after a sign-out: %d %v", a.status, got)
	}
	if a := w.userinfo(bound.AccessToken); a.status != http.StatusUnauthorized {
		t.Errorf("userinfo after a sign-out: %d", a.status)
	}
	a, got := off.refresh(offline.RefreshToken)
	a.want(http.StatusOK, "")
	next, _ := got["refresh_token"].(string)
	access, _ := got["access_token"].(string)
	if a := w.userinfo(access); a.status != http.StatusOK {
		t.Errorf("userinfo, offline: %d %s", a.status, a.body)
	}
	admin := &office{t, w, w.reader(t, "acme", "sofia@acme.example").token, "acme"}
	admin.change("maya@acme.example", members{"active": false}).want(http.StatusOK, "")
	if a, got := off.refresh(next); a.status != http.StatusBadRequest || got["error"] != "invalid_grant" {
		t.Errorf("after a deactivation: %d %v", a.status, got)
	}
}

// OpenID Connect Core, 3.1.2.1: the pages of a sign-in speak what the application asks for,
// until another request asks for something else. What we do not have is no error.
func TestOAuthTheLanguageThatIsAskedFor(t *testing.T) {
	w := oauthWorld(t)
	r, b := w.crm(), w.browser()
	for _, step := range []struct{ asked, kept string }{{"fi en-GB", "en"}, {"fi", ""}, {"en", "en"}, {"", ""}} {
		b.navigate(r.address("organization", "acme", "ui_locales", step.asked)).asked("/o/acme/sign-in")
		if got := b.cookies["__Host-latchkey-asked-language"]; got != step.kept {
			t.Errorf("%q: kept %q, want %q", step.asked, got, step.kept)
		}
	}
}
