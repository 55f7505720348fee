package e2e_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"latchkey/api/idp/idptest"
)

const acmeFile = `
organizations:
  - code: acme
    name: Acme
    connections:
      - provider: google
        state: enabled
        clientId: acme-google
        secret: {env: ACME_SECRET}
        lockedTo: [acme.example]
    people:
      - email: sofia@acme.example
        role: super_admin
        passwordHash: %q
      - email: maya@acme.example
`

// First start, set-up, kill -9 at the answer, restart: nothing is lost.
func TestServeSetUpKillRestart(t *testing.T) {
	t.Parallel()
	i := newInstall(t)
	p := i.serve()
	link := regexp.MustCompile(regexp.QuoteMeta(p.url) + `/setup#([A-Za-z0-9_-]{43})\n`).FindStringSubmatch(p.out.String())
	if link == nil {
		t.Fatalf("no set-up link:\n%s", p.out)
	}
	i.secrets.add(link[1])
	b := p.browser(t)
	if page := b.navigate("/o/acme/sign-in"); !strings.Contains(string(page.body), `"setup":"open"`) {
		t.Errorf("%.300s", page.body)
	}
	b.fetch(http.MethodPost, "/api/v1/setup", map[string]any{
		"token": link[1], "organization": map[string]any{"code": "acme", "name": "Acme"},
		"superAdmin": map[string]any{"name": "Sofia", "email": "sofia@acme.example", "password": everybodysPassword},
	}).want(http.StatusOK, "")
	p.kill()

	p = i.serve()
	if strings.Contains(p.out.String(), "/setup#") {
		t.Errorf("another set-up link:\n%s", p.out)
	}
	b.token()
	second := p.browser(t)
	second.password("acme", "sofia@acme.example", everybodysPassword).want(http.StatusOK, "")
	p.kill()

	p = i.serve()
	second.token()
	if a := p.browser(t).navigate("/sign-in"); a.header.Get("Location") != "/o/acme/sign-in" { // the only organization
		t.Errorf("/sign-in: %d to %q", a.status, a.header.Get("Location"))
	}
	p.stop()
	for _, name := range []string{"encryption.key", "latchkey.db"} {
		info, err := os.Stat(filepath.Join(i.settings["LATCHKEY_DATA_DIR"], name))
		must(t, err)
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("J08: %s has mode %v", name, info.Mode())
		}
	}
}

// R17: what was accepted finishes; readiness goes first; the exit is clean.
func TestR17SIGTERMDrains(t *testing.T) {
	t.Parallel()
	i := newInstall(t)
	i.settings["LATCHKEY_SHUTDOWN_DELAY"] = "500ms"
	provider := i.providerFor()
	i.setUp(provider)
	p := i.serve()
	arrived, release := make(chan struct{}), make(chan struct{})
	provider.Script(func(s *idptest.Script) {
		s.TokenAnswer = func(http.ResponseWriter, *http.Request) bool { close(arrived); <-release; return false }
	})
	b := p.browser(t)
	start := b.start("acme", "google")
	register(t, provider, start)
	back := b.atProvider(start, "maya@acme.example")
	done := make(chan answer, 1)
	go func() { done <- b.navigate(back) }()
	<-arrived
	must(t, p.cmd.Process.Signal(syscall.SIGTERM))
	other := p.browser(t)
	unready := false
	for range 40 {
		if other.send(http.MethodGet, "/readyz", nil, nil).status == http.StatusServiceUnavailable {
			unready = true
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	if !unready {
		t.Error("it says that it is ready while it stops")
	}
	time.Sleep(700 * time.Millisecond) // the listener is closed by now
	close(release)
	(<-done).wantSignedIn()
	if err := <-p.exited; err != nil {
		t.Errorf("it ended with %v\n%s", err, p.log)
	}
	p.exited <- nil
	p = i.serve()
	provider.Script(func(s *idptest.Script) { s.TokenAnswer = nil })
	b.token()
	p.stop()
}

func TestMigrateTwiceAndVersion(t *testing.T) {
	t.Parallel()
	i := newInstall(t)
	for n, want := range []string{`(?m)^[1-9][0-9]* migrations`, `^0 migrations`} {
		if text, ok := i.run("migrate"); !ok || !regexp.MustCompile(want).MatchString(text) {
			t.Errorf("run %d: %s", n, text)
		}
	}
	if text, ok := i.run("version"); !ok || !strings.HasPrefix(text, "latchkey ") {
		t.Errorf("%s", text)
	}
	if text, ok := i.run("nonsense"); ok {
		t.Errorf("%s", text)
	}
}

func TestApply(t *testing.T) {
	t.Parallel()
	i := newInstall(t)
	const secret = "canary-client-secret"
	i.settings["ACME_SECRET"] = secret
	whole := strings.Replace(acmeFile, "acme-google", "acme-google.apps.googleusercontent.com", 1)
	file := i.file("acme.yaml", fmt.Sprintf(whole, everybodysHash()))
	if text, ok := i.run("migrate"); !ok {
		t.Fatal(text)
	}
	dry, ok := i.run("apply", "-f", file, "--dry-run")
	if !ok || !strings.Contains(dry, "nothing was written") || !strings.Contains(dry, "acme") {
		t.Errorf("%s", dry)
	}
	first, ok := i.run("apply", "-f", file)
	if !ok || strings.HasPrefix(first, "0 changes") {
		t.Errorf("%s", first)
	}
	again, ok := i.run("apply", "-f", file)
	if !ok || again != "0 changes.\n" {
		t.Errorf("not idempotent: %s", again)
	}
	unknown := i.file("unknown.yaml", "organizations:\n  - code: acme\n    nme: Acme\n    people:\n      - email: a@b.example\n        passwordHash: CANARY-HASH\n")
	if text, ok := i.run("apply", "-f", unknown); ok || !strings.Contains(text, "line 3") || strings.Contains(text, "CANARY") {
		t.Errorf("%s", text)
	}
	half := i.file("half.yaml", "organizations:\n  - code: half\n  - code: acme\n    connections:\n      - provider: google\n        clientId: another\n")
	if text, ok := i.run("apply", "-f", half); ok || !strings.Contains(text, "nothing was changed") {
		t.Errorf("%s", text)
	}
	stdin := i.command("apply", "-f", "-", "--dry-run")
	stdin.Stdin = strings.NewReader("organizations:\n  - code: half\n")
	if text, err := stdin.CombinedOutput(); err != nil || !strings.Contains(string(text), "+ organization half") {
		t.Errorf("the refused file left something: %v %s", err, text)
	}
	for _, text := range []string{dry, first, again} {
		if strings.Contains(text, secret) || strings.Contains(text, "$argon2id$") {
			t.Errorf("a secret is printed: %s", text)
		}
	}
}
