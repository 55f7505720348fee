package e2e_test

import (
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"

	verify "latchkey/docs/snippets/verify/go"
)

// snippets is where the programs of the documentation are.
const snippets = "../../docs/snippets/"

// runSnippet runs a program of the documentation and gives what it printed.
func runSnippet(t *testing.T, input, program string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Dir, cmd.Stdin = snippets, strings.NewReader(input)
	said, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("%s %v: %v\n%s", program, args, err, said)
	}
	return string(said)
}

// runShell runs a shell snippet against this world, in place of the deployment
// that it names, and gives what it printed, also of what failed.
func (w *world) runShell(t *testing.T, file string, env ...string) string {
	t.Helper()
	script, err := os.ReadFile(snippets + file)
	must(t, err)
	cmd := exec.CommandContext(t.Context(), "sh", "-c", strings.ReplaceAll(string(script), "https://sso.example.com", w.url))
	cmd.Env = append(os.Environ(), env...)
	said, _ := cmd.CombinedOutput()
	return string(said)
}

// tokensToTry are tokens as a program behind us may get them: the first is to be
// believed, all others are not.
func (w *world) tokensToTry() []string {
	b := w.browser()
	b.password("acme", "sofia@acme.example", everybodysPassword).want(200, "")
	good := b.token()
	head, rest, _ := strings.Cut(good, ".")
	body, signature, _ := strings.Cut(rest, ".")
	spa := w.rp("spa", spaCallback, "")
	got, _, _ := spa.tokens(spa.code(b))
	idToken, _ := got.Extra("id_token").(string)
	other := newWorld(w.t, setting{plain: true})
	elsewhere := other.browser()
	elsewhere.password("acme", "sofia@acme.example", everybodysPassword).want(200, "")
	return []string{
		good,
		head + "." + body + "." + strings.Repeat("A", len(signature)), // signed by nobody
		"eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0." + body + ".",       // {"alg":"none","typ":"at+jwt"}
		idToken,           // signed by the same keys, and no access token
		elsewhere.token(), // of another deployment
		"no token",
	}
}

// I5: the programs under "Verify a token" of the documentation believe a token
// of ours and nothing else.
func TestI5SnippetsVerifyATokenOfOurs(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{plain: true, edit: withApplications})
	tokens := w.tokensToTry()
	t.Run("Go", func(t *testing.T) {
		for _, audience := range []string{w.url, "another"} {
			v := verify.New(t.Context(), w.url, audience)
			for i, token := range tokens {
				caller, err := v.Verify(t.Context(), token)
				believed := i == 0 && audience == w.url
				if (err == nil) != believed || believed && caller.Email != "sofia@acme.example" {
					t.Errorf("token %d for %s: %+v, %v", i, audience, caller, err)
				}
			}
		}
	})
	t.Run("TypeScript", func(t *testing.T) {
		for _, audience := range []string{w.url, "another"} {
			said := runSnippet(t, strings.Join(tokens, "\n"), "node", "verify/try.mjs", w.url, audience)
			for i, line := range strings.Split(strings.TrimSpace(said), "\n") {
				if believed := i == 0 && audience == w.url; believed == strings.HasPrefix(line, "refused") {
					t.Errorf("token %d for %s: %s", i, audience, line)
				}
			}
		}
	})
	t.Run("curl", func(t *testing.T) {
		for i, token := range tokens {
			said := w.runShell(t, "verify/ask.sh", "TOKEN="+token)
			if answered := strings.Contains(said, "sofia@acme.example"); answered != (i == 0) {
				t.Errorf("token %d: %s", i, said)
			}
		}
	})
}

// I5: the programs under "Ask instead" say of active tokens whose they are, and of all
// others nothing. Python and Java: make interop.
func TestI5SnippetsAskWhetherATokenIsActive(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{plain: true})
	m := w.machine("acme", "introspect")
	over := w.person("ben@acme.example")
	ended := over.token
	over.fetch(http.MethodDelete, "/api/v1/session", nil).want(http.StatusNoContent, "")
	maya := w.reader(t, "acme", "maya@acme.example")
	tokens := []string{maya.token, ended, w.reader(t, "globex", "gloria@globex.example").token, "no-token"}
	user := idOf(w.office(t, "acme", "sofia@acme.example").user("maya@acme.example"))
	t.Run("Go", func(t *testing.T) {
		asker := verify.Asker{Issuer: w.url, ID: m.id, Secret: m.key}
		for i, token := range tokens {
			caller, active, err := asker.Ask(t.Context(), token)
			if err != nil || active != (i == 0) || active && caller.User != user {
				t.Errorf("token %d: %+v, %t, %v", i, caller, active, err)
			}
		}
		asker.Secret = m.key[:50]
		if _, active, err := asker.Ask(t.Context(), maya.token); err == nil || active {
			t.Errorf("with another secret: %t, %v", active, err)
		}
	})
	t.Run("TypeScript", func(t *testing.T) {
		said := runSnippet(t, strings.Join(tokens, "\n"), "node", "verify/try-ask.mjs", w.url, m.id, m.key)
		if want := user + "\nnot active\nnot active\nnot active\n"; said != want {
			t.Errorf("it says %q, want %q", said, want)
		}
	})
	t.Run("curl", func(t *testing.T) {
		for i, token := range tokens {
			said := w.runShell(t, "verify/introspect.sh", "CLIENT_ID="+m.id, "LATCHKEY_SECRET="+m.key, "TOKEN="+token)
			if i == 0 && !strings.Contains(said, `"sub":"`+user+`"`) || i > 0 && strings.TrimSpace(said) != `{"active":false}` {
				t.Errorf("token %d: %s", i, said)
			}
		}
	})
}
