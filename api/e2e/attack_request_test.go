//go:build attack

package e2e_test

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"latchkey/api/idp/idptest"
)

// attacksOnTheRequest are those of group A: what a browser is sent to the provider with.
func attacksOnTheRequest() []attack {
	return []attack{
		{"A01", "10,000 starts: state, nonce and challenge never repeat and have 128 bits", attemptsAreUnique},
		{"A02", "the address at the provider holds an S256 challenge and no verifier", func(a *assault) {
			u, err := url.Parse(a.browser().start("acme", "google"))
			must(a.t, err)
			if q := u.Query(); q.Get("code_challenge_method") != "S256" || len(q.Get("code_challenge")) != 43 || q.Has("code_verifier") {
				a.t.Errorf("%v", q)
			}
		}},
		{"A03", "a provider that announces plain, or no PKCE", func(a *assault) {
			for _, announced := range []any{[]string{"plain"}, []string{}, nil} {
				a.lie(func(s *idptest.Script) {
					s.Discovery = func(d map[string]any) { d["code_challenge_methods_supported"] = announced }
				})
				if to := a.browser().start("acme", "google"); !strings.Contains(to, "code_challenge_method=S256") {
					a.t.Error(to)
				}
			}
		}},
		{"A04", "starts from other sites and from forms", startsFromElsewhere},
		{"A05", "a way back that leads elsewhere", wayBackElsewhere},
		{"A07", "spoofed Host, X-Forwarded-Host, X-Forwarded-Proto and Forwarded", func(a *assault) {
			b := a.browser()
			to := b.send(http.MethodPost, "/api/v1/sign-in/sso", []byte(`{"organization":"acme","provider":"google"}`), http.Header{
				"Host": {"evil.example"}, "X-Forwarded-Host": {"evil.example"}, "X-Forwarded-Proto": {"http"}, "Forwarded": {"host=evil.example"}, "Content-Type": {"application/json"},
			})
			to.want(http.StatusCreated, "")
			u, err := url.Parse(to.text("authorizationUrl"))
			must(a.t, err)
			if got := u.Query().Get("redirect_uri"); !strings.HasPrefix(got, a.url+"/api/v1/sso/callback/") {
				a.t.Error(got)
			}
			for _, path := range []string{"/", "/sign-in", "/.well-known/openid-configuration"} {
				if page := b.send(http.MethodGet, path, nil, http.Header{"Host": {"evil.example"}, "X-Forwarded-Host": {"evil.example"}}); strings.Contains(string(page.body)+page.header.Get("Location"), "evil.example") {
					a.t.Errorf("%s names the host that a client sent", path)
				}
			}
		}},
		{"A08", "a start for what is off, incomplete, suspended or unknown", func(a *assault) {
			for what, code := range map[string]string{"hooli google": "sso_provider_disabled", "dormant google": "sso_not_configured|sso_provider_disabled|org_not_resolved", "globex microsoft": "sso_not_configured", "nobody google": "org_not_resolved"} {
				before := a.rows()
				organization, provider, _ := strings.Cut(what, " ")
				got := a.browser().fetch(http.MethodPost, "/api/v1/sign-in/sso", map[string]any{"organization": organization, "provider": provider})
				if !strings.Contains(code, got.text("code")) || got.status < 400 || len(got.set) > 0 || len(a.grew(before)) > 0 {
					a.t.Errorf("%s: %d %s, wrote %v", what, got.status, got.body, a.grew(before))
				}
			}
		}},
		{"A09", "scopes: what is needed, and no lasting access", func(a *assault) {
			for _, provider := range []string{"google", "microsoft"} {
				u, err := url.Parse(a.browser().start("acme", provider))
				must(a.t, err)
				if got := u.Query().Get("scope"); got != "openid email profile" || u.Query().Has("access_type") {
					a.t.Errorf("%s: %s", provider, got)
				}
			}
		}},
	}
}

func attemptsAreUnique(a *assault) {
	const starts, atOnce = 10_000, 8
	var mu sync.Mutex
	seen := map[string]bool{}
	var all sync.WaitGroup
	for range atOnce {
		all.Go(func() {
			b := a.browser()
			for range starts / atOnce {
				b.cookies = map[string]string{}
				u, err := url.Parse(b.start("acme", "google"))
				must(a.t, err)
				mu.Lock()
				for _, name := range []string{"state", "nonce", "code_challenge"} {
					value := u.Query().Get(name)
					if bits, err := base64.RawURLEncoding.DecodeString(value); err != nil || len(bits) < 16 || seen[value] {
						a.t.Errorf("%s %q is short, or was seen before", name, value)
					}
					seen[value] = true
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if len(seen) != 3*starts {
		a.t.Errorf("%d values of %d starts", len(seen), starts)
	}
	a.secrets.mu.Lock()
	a.secrets.list = a.secrets.list[:min(len(a.secrets.list), 100)] // looking for all of them takes long
	a.secrets.mu.Unlock()
}

func startsFromElsewhere(a *assault) {
	start := []byte(`{"organization":"acme","provider":"google"}`)
	before := a.rows()
	for name, h := range map[string]http.Header{
		"another site":     {"Sec-Fetch-Site": {"cross-site"}},
		"a sibling":        {"Sec-Fetch-Site": {"same-site"}},
		"a foreign origin": {"Origin": {"https://evil.example"}},
		"no origin":        {"Origin": {"null"}},
		"our name in it":   {"Origin": {a.url + ".evil.example"}},
		"an image":         {"Sec-Fetch-Site": {"cross-site"}, "Sec-Fetch-Dest": {"image"}},
	} {
		h.Set("Content-Type", "application/json")
		if got := a.browser().send(http.MethodPost, "/api/v1/sign-in/sso", start, h); got.status != http.StatusForbidden || got.text("code") != "origin_refused" || len(got.set) > 0 {
			a.t.Errorf("%s: %d %s", name, got.status, got.body)
		}
	}
	for _, kind := range []string{"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"} {
		a.browser().send(http.MethodPost, "/api/v1/sign-in/sso", start, http.Header{"Content-Type": {kind}}).want(http.StatusUnsupportedMediaType, "media_type_unsupported")
	}
	a.browser().send(http.MethodGet, "/api/v1/sign-in/sso", nil, nil).want(http.StatusMethodNotAllowed, "method_not_allowed")
	if grown := a.grew(before); len(grown) > 0 {
		a.t.Errorf("they wrote %v", grown)
	}
}

func wayBackElsewhere(a *assault) {
	who, _ := a.agent()
	for _, to := range []string{
		"//evil.com", `/\evil.com`, "/%5cevil.com", "https:evil.com", "https://evil.com", "javascript:alert(1)", "/@evil", "///evil.com",
		"/?next=//evil.com", "/#//evil.com", "/settings/../..", "/oauth/continue/evil", "/o/acme/sign-in//evil.com", strings.Repeat("/", 2000),
	} {
		b := a.browser()
		started := b.fetch(http.MethodPost, "/api/v1/sign-in/sso", map[string]any{"organization": "acme", "provider": "google", "returnTo": to})
		started.want(http.StatusCreated, "")
		back := b.navigate(b.atProvider(started.text("authorizationUrl"), who))
		if got := back.header.Get("Location"); got != "/" && got != to || strings.Contains(got, "evil.com") {
			a.t.Errorf("%q leads to %q", to, got)
		}
	}
	for _, to := range []string{"/\tevil", "/\n/evil.com", "\u2028/", "/" + strings.Repeat("a", 2048)} {
		a.browser().fetch(http.MethodPost, "/api/v1/sign-in/sso", map[string]any{"organization": "acme", "provider": "google", "returnTo": to}).
			want(http.StatusUnprocessableEntity, "validation_failed")
	}
}
