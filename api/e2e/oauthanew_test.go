package e2e_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"latchkey/api/secret"
)

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
