package e2e_test

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/oauth2"

	"latchkey/api/secret"
	"latchkey/api/store"
)

var referenceInside = regexp.MustCompile(`<code dir="ltr">[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}</code>`)

// RFC 9700, 4.11; RFC 6749, 3.1.2.4: to an address that nobody registered nothing is sent,
// and the page says what to mend, with a reference and without what was
// sent.
func TestOAuthNothingGoesToAnAddressThatNobodyRegistered(t *testing.T) {
	w := oauthWorld(t)
	b := w.signedIn("acme", "maya@acme.example")
	r := w.crm()
	with := func(name, value string) string {
		u, err := url.Parse(r.address())
		must(t, err)
		q := u.Query()
		if value == "" {
			q.Del(name)
		} else {
			q.Set(name, value)
		}
		u.RawQuery = q.Encode()
		return u.String()
	}
	for name, address := range map[string]string{
		"no redirect_uri": with("redirect_uri", ""), "no client_id": with("client_id", ""), "an unknown client": with("client_id", "CANARY-client"),
		"our own pages":      with("client_id", "latchkey-web"),
		"another host":       with("redirect_uri", "https://evil.example/callback"),
		"a path below":       with("redirect_uri", crmCallback+"/x"),
		"a query":            with("redirect_uri", crmCallback+"?x=CANARY"),
		"a fragment":         with("redirect_uri", crmCallback+"#x"),
		"user information":   with("redirect_uri", "https://crm.example@evil.example/callback"),
		"another scheme":     with("redirect_uri", "http://crm.example/callback"),
		"javascript":         with("redirect_uri", "javascript:alert(1)"),
		"that of another":    with("redirect_uri", spaCallback),
		"twice":              r.address() + "&redirect_uri=https://evil.example/",
		"client_id twice":    r.address() + "&client_id=crm",
		"a query of rubbish": w.url + "/oauth/authorize?%zz",
	} {
		a := b.send(http.MethodGet, address, nil, http.Header{"Accept": {"text/html"}})
		if a.status != http.StatusBadRequest || a.header.Get("Location") != "" || strings.Contains(string(a.body), "CANARY") || !referenceInside.Match(a.body) {
			t.Errorf("%s: %d %q %.400s", name, a.status, a.header.Get("Location"), a.body)
		}
	}
	if n := w.count("SELECT count(*) FROM authorization_codes"); n != 0 {
		t.Errorf("%d codes", n)
	}
}

// What no text can hold is somebody else's fault, on both engines: whatever asks a
// database for it is not asked.
func TestOAuthWhatNoTextHoldsIsNotOurFault(t *testing.T) {
	oauthWorlds(t, func(t *testing.T, w *world) {
		b := w.signedIn("acme", "maya@acme.example")
		id := []string{"client_id", "redirect_uri", "state", "nonce", "scope", "organization", "login_hint", "resource", "provider", "id_token_hint"}
		for _, bad := range []string{"\x00", "crm\x00", "\xff\xfe", "\xed\xa0\x80"} {
			ours := func(where string, a answer) {
				t.Helper()
				if a.status >= http.StatusInternalServerError || a.status < http.StatusOK {
					t.Errorf("%s, %q: %d %.200s", where, bad, a.status, a.body)
				}
			}
			for _, name := range id {
				u, err := url.Parse(w.crm().address())
				must(t, err)
				q := u.Query()
				q.Set(name, bad)
				ours("authorize, "+name, b.navigate("/oauth/authorize?"+q.Encode()))
			}
			for _, name := range []string{"client_id", "state", "post_logout_redirect_uri", "id_token_hint"} {
				ours("logout, "+name, b.navigate("/oauth/logout?"+url.Values{name: {bad}}.Encode()))
			}
			for _, name := range []string{"client_id", "client_secret", "client_assertion", "grant_type", "code", "refresh_token"} {
				ours("token, "+name, w.form("/oauth/token", nil, name, bad))
			}
			for _, path := range []string{"/oauth/token", "/oauth/introspect", "/oauth/revoke"} {
				ours(path, w.form(path, basicHeader(bad, crmSecret), "token", "x"))
				ours(path, w.form(path, basicHeader("crm", crmSecret), "token", bad, "code", bad, "refresh_token", bad))
			}
			ours("a file of a look", b.navigate("/o/acme/brand/"+url.PathEscape(bad)+".png"))
			ours("an organization", b.navigate("/o/"+url.PathEscape(bad)+"/sign-in"))
			ours("a request", b.navigate("/oauth/continue/"+url.PathEscape(bad)))
		}
	})
}

// Every other error goes back, with state and issuer.
func TestOAuthErrorsGoBack(t *testing.T) {
	w := oauthWorld(t)
	r, b := w.crm(), w.signedIn("acme", "maya@acme.example")
	r.refused(b, "unsupported_response_type", "response_type", "token")
	r.refused(b, "invalid_scope", "scope", "email")
	r.refused(b, "invalid_request", "code_challenge_method", "plain")
	r.refused(b, "invalid_request", "response_mode", "fragment")
	r.refused(b, "request_not_supported", "request", "e30.e30.")
	r.refused(b, "request_uri_not_supported", "request_uri", "https://evil.example/")
	r.refused(b, "invalid_target", "resource", "https://evil.example/")
	r.refused(b, "access_denied", "organization", "nobody")
	r.refused(b, "access_denied", "organization", "initech") // the application is not for it
	r.refused(b, "account_selection_required", "organization", "globex", "prompt", "none")
	r.refused(w.browser(), "login_required", "prompt", "none")
	r.refused(b, "login_required", "prompt", "none", "id_token_hint", "e30.e30.e30")
	got, _, _ := r.tokens(r.code(b))
	raw, _ := got.Extra("id_token").(string)
	r.code(b, "prompt", "none", "id_token_hint", raw)
	r.refused(w.signedIn("acme", "lena@acme.example"), "login_required", "prompt", "none", "id_token_hint", raw)
	w.clock.add(2 * time.Minute)
	r.code(b, "prompt", "none", "max_age", "600")
	r.refused(b, "login_required", "prompt", "none", "max_age", "60")
}

// unguessable is a text that no compression makes short.
func unguessable(length int) string {
	var text strings.Builder
	for text.Len() < length {
		text.WriteString(secret.NewToken())
	}
	return text.String()[:length]
}

// OpenID Core, 3.1.2.1: who must authenticate anew must do so at their provider, too; a
// session there would let whoever sits at the screen through.
func TestOAuthAProviderIsAskedToAuthenticateAnew(t *testing.T) {
	w := oauthWorld(t)
	for name, c := range map[string]struct {
		ask            []string
		prompt, maxAge string // Google's: it documents no prompt=login
	}{
		"prompt=login":             {[]string{"prompt", "login"}, "select_account", "0"},
		"prompt=login and max_age": {[]string{"prompt", "login", "max_age", "600"}, "select_account", "0"},
		"max_age=0":                {[]string{"max_age", "0"}, "select_account", "0"},
		"max_age=600":              {[]string{"max_age", "600"}, "", "600"},
		"neither":                  {nil, "", ""},
	} {
		for _, state := range []string{"short", unguessable(3000)} {
			r, b := w.crm(), w.browser()
			r.state = state
			back := b.navigate(r.address(append([]string{"organization", "acme"}, c.ask...)...)).asked("/o/acme/sign-in")
			a := b.fetch(http.MethodPost, "/api/v1/sign-in/sso", map[string]any{"organization": "acme", "provider": "google", "returnTo": back})
			a.want(http.StatusCreated, "")
			u, err := url.Parse(a.text("authorizationUrl"))
			must(t, err)
			if q := u.Query(); q.Get("prompt") != c.prompt || q.Get("max_age") != c.maxAge {
				t.Errorf("%s: the provider is asked for %q and %q", name, q.Get("prompt"), q.Get("max_age"))
			}
			if to := b.navigate(b.atProvider(u.String(), "maya@acme.example")).header.Get("Location"); to != back {
				t.Fatalf("%s: the callback leads to %q", name, to)
			}
			r.tokens(r.back(b.navigate(back)).Get("code"))
			if name == "neither" {
				continue
			}
			if isLong := len(state) > 1000; isLong != (len(back) < 100) {
				t.Errorf("%s: the return path %s", name, back)
			}
			changed := back[:strings.LastIndex(back, ".")] + ".7"
			if to := b.navigate(changed).header.Get("Location"); to != "/" {
				t.Errorf("%s: another path leads to %q", name, to)
			}
		}
	}
}

// OpenID Core, 3.1.2.1: prompt=login and max_age=0 ask once, and a sign-in ends it.
func TestOAuthASecondSignInIsAskedForOnce(t *testing.T) {
	w := oauthWorld(t)
	for _, ask := range [][]string{{"prompt", "login"}, {"max_age", "0"}, {"prompt", "select_account"}} {
		r, b := w.crm(), w.signedIn("acme", "maya@acme.example")
		w.clock.add(time.Minute)
		back := b.navigate(r.address(append(ask, "organization", "acme")...)).asked("/o/acme/sign-in")
		w.clock.add(time.Second)
		again := b.navigate(back).asked("/o/acme/sign-in") // they went on without signing in
		page := "/o/acme/sign-in"                          // of who is signed in, where no organization is named
		if ask[1] == "select_account" {
			page = "/sign-in"
		}
		b.navigate(r.address(ask...)).asked(page)
		if a := b.throughGoogle("acme", "maya@acme.example", again); a.header.Get("Location") != again {
			t.Fatalf("%v: back to %q", ask, a.header.Get("Location"))
		}
		_, _, claims := r.tokens(r.back(b.navigate(again)).Get("code"))
		if at, _ := claims["auth_time"].(float64); time.Unix(int64(at), 0).Before(w.clock.now().Add(-30 * time.Second)) {
			t.Errorf("%v: auth_time %v", ask, at)
		}
	}
}

// A form of another site comes without our cookie: it becomes the same request by GET.
// Who only looks ahead gets nothing, and spends nothing.
func TestOAuthFormsAndLookingAhead(t *testing.T) {
	w := oauthWorld(t)
	r, b := w.crm(), w.signedIn("acme", "maya@acme.example")
	u, err := url.Parse(r.address())
	must(t, err)
	a := b.send(http.MethodPost, "/oauth/authorize", []byte(u.RawQuery), http.Header{
		"Content-Type": {"application/x-www-form-urlencoded"}, "Origin": {"https://crm.example"}, "Sec-Fetch-Site": {"cross-site"},
	})
	if to := a.header.Get("Location"); a.status != http.StatusSeeOther || to != "/oauth/authorize?"+u.Query().Encode() {
		t.Fatalf("%d to %q", a.status, to)
	}
	r.back(b.navigate(a.header.Get("Location")))
	before := w.count("SELECT count(*) FROM authorization_codes")
	for _, h := range []http.Header{{"Sec-Purpose": {"prefetch"}}, {"Purpose": {"prefetch"}}} {
		if a := b.send(http.MethodGet, r.address(), nil, h); a.status != http.StatusServiceUnavailable {
			t.Errorf("looking ahead: %d", a.status)
		}
	}
	for line := range strings.Lines(w.log.String()) {
		if strings.Contains(line, `"status":503`) && !strings.Contains(line, `"level":"INFO"`) || strings.Contains(line, `"level":"ERROR"`) {
			t.Errorf("looking ahead is no error: %s", line)
		}
	}
	if a := b.send(http.MethodHead, r.address(), nil, nil); a.status != http.StatusMethodNotAllowed {
		t.Errorf("HEAD: %d", a.status)
	}
	if n := w.count("SELECT count(*) FROM authorization_codes"); n != before {
		t.Errorf("%d codes more", n-before)
	}
}

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

// RFC 6749, 2.3 and 5.2: who a client is. Unknown, wrong and turned off look alike.
func TestOAuthWhoIsNoClient(t *testing.T) {
	w := oauthWorld(t)
	grant := []string{"grant_type", "authorization_code", "code", "x", "redirect_uri", crmCallback}
	with := func(more ...string) []string { return append(more, grant...) }
	var faces []string
	for name, c := range map[string]struct {
		header http.Header
		form   []string
		status int
		code   string
	}{
		"nobody":                 {nil, grant, 401, "invalid_client"},
		"a wrong secret":         {basicHeader("crm", strings.Repeat("a", 40)), grant, 401, "invalid_client"},
		"a mistyped secret":      {basicHeader("crm", crmSecret[:52]+"_"), grant, 401, "invalid_client"},
		"an unknown client":      {basicHeader("nobody", crmSecret), grant, 401, "invalid_client"},
		"without its secret":     {nil, with("client_id", "crm"), 401, "invalid_client"},
		"header and body":        {basicHeader("crm", crmSecret), with("client_secret", crmSecret), 400, "invalid_request"},
		"a bearer of ours":       {http.Header{"Authorization": {"Bearer x"}}, grant, 401, "invalid_client"},
		"a wrong one in a form":  {nil, with("client_id", "crm", "client_secret", strings.Repeat("a", 40)), 401, "invalid_client"},
		"a public one, a secret": {nil, with("client_id", "spa", "client_secret", crmSecret), 401, "invalid_client"},
	} {
		a := w.form("/oauth/token", c.header, c.form...)
		if a.status != c.status || a.text("error") != c.code || a.header.Get("Cache-Control") != "no-store" ||
			(a.header.Get("WWW-Authenticate") != "") != (c.status == 401 && !slices.Contains(c.form, "client_secret")) {
			t.Errorf("%s: %d %s %v", name, a.status, a.body, a.header)
		}
		if slices.Contains([]string{"a wrong secret", "an unknown client", "a mistyped secret"}, name) {
			faces = append(faces, a.text("error_description")[:40])
		}
	}
	if faces[0] != faces[1] || faces[1] != faces[2] {
		t.Errorf("refusals differ: %q", faces)
	}
	w.secrets.add("CANARY-secret")
	a := w.form("/oauth/token?client_secret=CANARY-secret", nil, with("client_id", "crm")...)
	if a.status != http.StatusBadRequest || !strings.Contains(a.text("error_description"), "revoke") {
		t.Errorf("a secret in the address: %d %s", a.status, a.body)
	}
	for name, h := range map[string]http.Header{"JSON": {"Content-Type": {"application/json"}}, "nothing": {}} {
		if a := w.browser().send(http.MethodPost, "/oauth/token", []byte("{}"), h); a.status != http.StatusBadRequest || a.text("error") != "invalid_request" {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	if a := w.browser().send(http.MethodGet, "/oauth/token", nil, nil); a.status != http.StatusMethodNotAllowed {
		t.Errorf("GET: %d", a.status)
	}
}

// RFC 6750, 2 and 3; RFC 8725: what is no access token of an application.
func TestOAuthTokensThatAreNone(t *testing.T) {
	w := oauthWorld(t)
	r, b := w.crm(), w.signedIn("acme", "maya@acme.example")
	got, _, _ := r.tokens(r.code(b))
	id, _ := got.Extra("id_token").(string)
	parts := strings.Split(got.AccessToken, ".")
	none := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","typ":"at+jwt"}`)) + "." + parts[1] + "."
	for name, token := range map[string]string{
		"an ID token (RS256)": id, "a refresh token": got.RefreshToken, "of our own pages": b.token(), "alg none": none,
		"another signature": parts[0] + "." + parts[1] + "." + strings.Split(id, ".")[2], "nothing like it": "x",
	} {
		if a := w.userinfo(token); a.status != http.StatusUnauthorized || a.text("error") != "invalid_token" ||
			!strings.Contains(a.header.Get("WWW-Authenticate"), `realm="latchkey", error="invalid_token"`) {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	if a := w.browser().send(http.MethodGet, "/oauth/userinfo?access_token="+got.AccessToken, nil, nil); a.status != http.StatusUnauthorized ||
		a.header.Get("WWW-Authenticate") != `Bearer realm="latchkey"` {
		t.Errorf("in the address: %d %v", a.status, a.header)
	}
	if a := w.form("/oauth/userinfo", nil, "access_token", got.AccessToken); a.status != http.StatusOK {
		t.Errorf("in a form: %d %s", a.status, a.body)
	}
	if a := w.form("/oauth/userinfo", http.Header{"Authorization": {"Bearer " + got.AccessToken}}, "access_token", got.AccessToken); a.text("error") != "invalid_request" {
		t.Errorf("twice: %d %s", a.status, a.body)
	}
	w.clock.add(5*time.Minute + time.Second)
	if a := w.userinfo(got.AccessToken); a.status != http.StatusUnauthorized {
		t.Errorf("expired: %d", a.status)
	}
}

// What the operator turns off bites within a second, in the middle of a sign-in too.
func TestOAuthAnApplicationThatIsTurnedOff(t *testing.T) {
	w := oauthWorld(t)
	r, b := w.crm(), w.signedIn("acme", "maya@acme.example")
	got, _, _ := r.tokens(r.code(b))
	other := w.browser()
	back := other.navigate(r.address("organization", "acme")).asked("/o/acme/sign-in")
	c, err := w.store.ClientByID(t.Context(), "crm")
	must(t, err)
	c.State = store.ClientDisabled
	must(t, w.store.UpdateClient(t.Context(), c))
	w.clock.add(time.Second)
	if a := other.throughGoogle("acme", "lena@acme.example", back); a.header.Get("Location") != back {
		t.Fatalf("back to %q", a.header.Get("Location"))
	}
	for name, a := range map[string]answer{"authorize": b.navigate(r.address()), "in the middle": other.navigate(back)} {
		if a.status != http.StatusBadRequest || !referenceInside.Match(a.body) {
			t.Errorf("%s: %d", name, a.status)
		}
	}
	if a, _ := r.refresh(got.RefreshToken); a.status != http.StatusUnauthorized {
		t.Errorf("refresh: %d", a.status)
	}
	if a := w.userinfo(got.AccessToken); a.status != http.StatusUnauthorized {
		t.Errorf("userinfo: %d", a.status)
	}
	if to := other.navigate(back + "x").header.Get("Location"); to != "/" {
		t.Errorf("a return path that was changed leads to %q", to)
	}
}
