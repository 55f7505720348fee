//go:build attack

package e2e_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"

	"latchkey/api/idp/idptest"
)

// attacksOnPages are those of group I that need no browser: what is served, and what it is made from.
func attacksOnPages() []attack {
	return []attack{
		{"I03", "the policy of every page: nothing inline but what its hash names, no wildcard, Trusted Types", func(a *assault) {
			for _, path := range pagesServed() {
				page := a.browser().navigate(path)
				policy := page.header.Get("Content-Security-Policy")
				for _, never := range []string{"unsafe-inline", "unsafe-eval", "*", "http:", "https:", "blob:"} {
					if strings.Contains(policy, never) {
						a.t.Errorf("%s allows %s: %s", path, never, policy)
					}
				}
				if !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "require-trusted-types-for 'script'") {
					a.t.Errorf("%s: %s", path, policy)
				}
				if scripts := scriptsWithin(string(page.body)); scripts != strings.Join(hashesOfScripts.FindAllString(policy, -1), "") {
					a.t.Errorf("%s: %s, and there stand %q", path, policy, scripts)
				}
			}
		}},
		{"I08", "scripts, styles, fonts and pictures of others", func(a *assault) {
			foreign := regexp.MustCompile(`(?:src|href)="(?:https?:)?//[^"]+"|@import|url\((?:https?:)?//`)
			for path, text := range a.everythingServed() {
				if found := foreign.FindString(text); found != "" {
					a.t.Errorf("%s: %s", path, found)
				}
			}
		}},
		{"I09", "source maps, secrets and addresses of inside in what is served", func(a *assault) {
			for path, text := range a.everythingServed() {
				for _, never := range []string{"sourceMappingURL", "localhost:", "BEGIN PRIVATE KEY", "GOCSPX-", "/api/e2e", "node_modules/"} {
					if strings.Contains(text, never) {
						a.t.Errorf("%s has %s", path, never)
					}
				}
				if strings.HasPrefix(path, "/assets/") {
					a.browser().send(http.MethodGet, path+".map", nil, nil).want(http.StatusNotFound, "not_found")
				}
			}
		}},
		{"I13", "packages of elsewhere, without a hash, and scripts that run at their installation", func(a *assault) {
			text, err := os.ReadFile("../../package-lock.json")
			must(a.t, err)
			var lock struct {
				Packages map[string]struct{ Resolved, Integrity string }
			}
			must(a.t, json.Unmarshal(text, &lock))
			for name, p := range lock.Packages {
				if name != "" && p.Integrity == "" || p.Resolved != "" && !strings.HasPrefix(p.Resolved, "https://registry.npmjs.org/") {
					a.t.Errorf("%s: %q from %q", name, p.Integrity, p.Resolved)
				}
			}
			rc, err := os.ReadFile("../../.npmrc")
			must(a.t, err)
			if !strings.Contains(string(rc), "ignore-scripts=true") {
				a.t.Error("scripts of packages run")
			}
		}},
		{"D26", "an address that went to somebody else: the account stays with whom it was linked to", func(a *assault) {
			who, subject := a.agent()
			b := a.browser()
			b.signIn("acme", "google", who).wantSignedIn()
			owner := b.me(b.token()).object()["user"].(map[string]any)["id"]
			sofia := a.office(a.t, "acme", "sofia@acme.example")
			sofia.change(who, members{"email": "renamed-" + who}).want(http.StatusOK, "")
			sofia.ask(http.MethodPost, "users", members{"email": who, "name": "Another", "role": "agent"}, "").want(http.StatusCreated, "")
			again := a.browser()
			again.signIn("acme", "google", subject).wantSignedIn()
			if got := again.me(again.token()).object()["user"].(map[string]any)["id"]; got != owner {
				a.t.Errorf("the account of %v signs %v in", owner, got)
			}
			a.account(idptest.Person{Subject: "new-" + who, Email: who})
			fresh := a.browser()
			if answer := fresh.signIn("acme", "google", "new-"+who); answer.cookie("latchkey-session") != nil {
				if got := fresh.me(fresh.token()).object()["user"].(map[string]any)["id"]; got == owner {
					a.t.Error("a new account under the address signs the former owner in")
				}
			}
		}},
		{"E03", "one account at Google in two organizations that use it", func(a *assault) {
			a.account(idptest.Person{Subject: "78888", Email: "agent7@acme.example"})
			before := a.count("SELECT count(*) FROM identities WHERE subject = '78888'")
			a.browser().signIn("globex", "google", "78888")
			if n := a.count("SELECT count(*) FROM identities i JOIN connections c ON c.id = i.connection_id WHERE i.subject = '78888' AND c.organization_id <> i.organization_id"); n != 0 {
				a.t.Errorf("%d accounts cross organizations (%d before)", n, before)
			}
		}},
	}
}

func pagesServed() []string {
	return []string{"/", "/sign-in", "/o/acme/sign-in", "/o/acme/sign-in/refused?reason=busy&ref=7F3K-92QD", "/o/acme/link-account", "/profile", "/profile/security", "/sso-settings", "/users", "/connect", "/nowhere"}
}

// everythingServed are the pages and the assets that they name, one after another.
func (a *assault) everythingServed() map[string]string {
	a.t.Helper()
	named := regexp.MustCompile(`(?:/|\./|")?assets/[A-Za-z0-9_./-]+\.(?:js|css)|"\./([A-Za-z0-9_-]+\.(?:js|css))"`)
	seen := map[string]string{}
	next := pagesServed()
	for len(next) > 0 {
		path := next[0]
		next = next[1:]
		if _, done := seen[path]; done {
			continue
		}
		text := string(a.browser().navigate(path).body)
		seen[path] = text
		for _, found := range named.FindAllString(text, -1) {
			name := found[strings.LastIndexAny(strings.Trim(found, `"`), "/")+1:]
			at := "/assets/" + strings.TrimLeft(strings.Trim(name, `"`), "./")
			if !slices.Contains(next, at) && a.browser().send(http.MethodHead, at, nil, nil).status == http.StatusOK {
				next = append(next, at)
			}
		}
	}
	if len(seen) < 12 {
		a.t.Errorf("only %d things are served", len(seen))
	}
	return seen
}

var hashesOfScripts = regexp.MustCompile(` 'sha256-[^']*'`)

// scriptsWithin gives the hashes of the scripts that stand in a page, as a policy names them.
func scriptsWithin(page string) string {
	var hashes strings.Builder
	for _, script := range regexp.MustCompile(`(?s)<script>(.*?)</script>`).FindAllStringSubmatch(page, -1) {
		sum := sha256.Sum256([]byte(script[1]))
		hashes.WriteString(" 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'")
	}
	return hashes.String()
}
