//go:build attack

package e2e_test

import (
	"fmt"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"

	"latchkey/api/idp/idptest"
	"latchkey/api/secret"
)

// attacksOnWhatIsKept look for secrets where they are kept or were written: the database, the history, the
// binary, what an agent is told.
func attacksOnWhatIsKept() []attack {
	return []attack{
		{"G15", "a refresh token in a dump of the database", func(a *assault) {
			b, _ := a.in()
			for range 3 {
				b.token()
			}
			text := a.s.dump(a.t)
			if token := b.session(); strings.Contains(text, token) || !strings.Contains(text, secret.Hash(token)) {
				a.t.Error("it is there, or its hash is not")
			}
		}},
		{"I14", "what an agent is told of an application that the provider refuses, and a super admin", whatAnAgentIsTold},
		{"J11", "secrets in the history, in the binary and in what is served", secretsInTheHistory},
	}
}

func whatAnAgentIsTold(a *assault) {
	a.account(idptest.Person{Subject: "una", Email: "una@umbrella.example", HostedDomain: "umbrella.example"})
	for range 2 {
		a.browser().signIn("umbrella", "google", "una").wantRefused("sso_app_invalid")
	}
	b := a.browser()
	start := b.fetch(http.MethodPost, "/api/v1/sign-in/sso", map[string]any{"organization": "umbrella", "provider": "google"})
	start.want(http.StatusConflict, "sso_app_invalid")
	page := b.navigate("/o/umbrella/sign-in")
	told := string(start.body) + string(b.fetch(http.MethodGet, "/api/v1/organizations/umbrella/sign-in", nil).body)
	for _, never := range []string{"umbrella-google", "invalid_client", "client secret", a.s.base, "401"} {
		if strings.Contains(told, never) || strings.Contains(string(page.body), never) {
			a.t.Errorf("an agent is told %q", never)
		}
	}
	ugo := a.office(a.t, "umbrella", "ugo@umbrella.example")
	if seen := string(ugo.ask(http.MethodGet, "connections", nil, "").body); !strings.Contains(seen, "umbrella-google") || !strings.Contains(seen, "degraded") {
		a.t.Errorf("a super admin is not told: %s", seen)
	}
}

// ofLife are secrets by how they are written; those of examples are counted upwards.
var ofLife = regexp.MustCompile(`-----BEGIN (?:RSA |EC |OPENSSH )?PRIVATE KEY-----\s*[A-Za-z0-9+/=]{60}|AKIA[0-9A-Z]{16}\b|\bgh[pousr]_[0-9A-Za-z]{36}\b|\bxox[abpr]-[0-9A-Za-z-]{20,}|\bglpat-[0-9A-Za-z_-]{20}\b|` +
	`\bAIza[0-9A-Za-z_-]{35}\b|\bGOCSPX-[0-9A-Za-z_-]{28}\b|\bnpm_[0-9A-Za-z]{36}\b|\b[0-9A-Za-z_~.-]{3}8Q~[0-9A-Za-z_~.-]{34}\b`)

// everyLine is what all commits added.
var everyLine = sync.OnceValues(func() ([]byte, error) {
	return exec.Command("git", "log", "--all", "-p", "--unified=0", "--no-color", "--no-textconv").Output()
})

// secretsInTheHistory looks at every line that any commit added, at the binary, and at what it serves.
func secretsInTheHistory(a *assault) {
	history, err := everyLine()
	must(a.t, err)
	path, err := binary()
	must(a.t, err)
	program, err := os.ReadFile(path)
	must(a.t, err)
	places := map[string]string{"the history": string(history), "the binary": string(program)}
	maps.Copy(places, a.everythingServed())
	for place, text := range places {
		for _, found := range ofLife.FindAllString(text, -1) {
			if !strings.Contains(found, "0123456789") {
				a.t.Errorf("%s has %.24s…", place, found)
			}
		}
	}
	a.figure = fmt.Sprintf("%d MB of history, %d MB of binary", len(history)>>20, len(program)>>20)
}
