package e2e_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net"
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

func TestConfigurationProblemsAreListedAtOnce(t *testing.T) {
	t.Parallel()
	i := newInstall(t)
	i.settings["LATCHKEY_PUBLIC_URL"] = "http://sso.example.com"
	i.settings["LATCHKEY_OUTBOUND_ALLOW"] = "nonsense"
	i.settings["LATCHKEY_OUTBOUND_PROXY"] = "socks5://latchkey:CANARY@proxy.example.com"
	i.settings["LATCHKEY_TRUSTED_PROXIES"] = "10.0.0.0"
	i.settings["LATCHKEY_STARTS_PER_MINUTE"] = "0"
	i.settings["LATCHKEY_DATABASE_URL"] = "mysql://root:CANARY-PASSWORD@db/latchkey"
	i.settings["LATCHKEY_ENCRYPTION_KEYS"] = "k1:CANARY-KEY"
	text, ok := i.run("serve")
	if ok {
		t.Fatal("it starts")
	}
	for _, name := range []string{"LATCHKEY_PUBLIC_URL", "LATCHKEY_OUTBOUND_ALLOW", "LATCHKEY_OUTBOUND_PROXY", "LATCHKEY_TRUSTED_PROXIES", "LATCHKEY_STARTS_PER_MINUTE", "LATCHKEY_DATABASE_URL", "LATCHKEY_ENCRYPTION_KEYS"} {
		if !strings.Contains(text, name) {
			t.Errorf("%s is not named:\n%s", name, text)
		}
	}
	if strings.Contains(text, "CANARY") {
		t.Errorf("J07: %s", text)
	}
	postgres := newInstall(t)
	postgres.settings["LATCHKEY_DATABASE_URL"] = "postgres://root:CANARY@127.0.0.1:1/none"
	if text, ok := postgres.run("serve"); ok || !strings.Contains(text, "LATCHKEY_ENCRYPTION_KEYS") || strings.Contains(text, "CANARY") {
		t.Errorf("%s", text)
	}
	postgres.settings["LATCHKEY_ENCRYPTION_KEYS"] = newKey("k1")
	if text, ok := postgres.run("serve"); ok || strings.Contains(text, "CANARY") {
		t.Errorf("%s", text)
	}
	postgres.settings["LATCHKEY_DATABASE_URL"] = "postgres://root@db.example/none?sslmode=require" // J06
	if text, ok := postgres.run("serve"); ok || !strings.Contains(text, "verify-full") {
		t.Errorf("%s", text)
	}
}

func TestJ08WritableKeyFileIsRefused(t *testing.T) {
	t.Parallel()
	i := newInstall(t)
	path := i.file("keys", newKey("k1"))
	must(t, os.Chmod(path, 0o646))
	i.settings["LATCHKEY_ENCRYPTION_KEYS_FILE"] = path
	if text, ok := i.run("migrate"); ok || !strings.Contains(text, path) {
		t.Errorf("%s", text)
	}
	must(t, os.Chmod(path, 0o640))
	if text, ok := i.run("migrate"); !ok {
		t.Errorf("%s", text)
	}
}

// R26: a database that needs a key which is not there.
func TestR26MissingEncryptionKey(t *testing.T) {
	t.Parallel()
	i := newInstall(t)
	i.settings["LATCHKEY_ENCRYPTION_KEYS"] = newKey("k1")
	i.settings["LATCHKEY_DATA_DIR"] += "/not/there/yet"
	i.serve().stop()
	i.settings["LATCHKEY_ENCRYPTION_KEYS"] = newKey("n2")
	if text, ok := i.run("serve"); ok || !strings.Contains(text, "k1") {
		t.Errorf("%s", text)
	}
	i.settings["LATCHKEY_ENCRYPTION_KEYS"] = newKey("n2") + "," + newKey("k1")
	i.serve().stop()
	i.settings["LATCHKEY_ENCRYPTION_KEYS"] = "k1:" + base64.StdEncoding.EncodeToString(bytes.Repeat([]byte("z"), 32))
	if text, ok := i.run("serve"); ok || !strings.Contains(text, "k1") { // the right name, the wrong key
		t.Errorf("%s", text)
	}
}

func TestDemoAndServeDoNotShareADatabase(t *testing.T) {
	t.Parallel()
	i := newInstall(t)
	i.serve().stop()
	ports := func(of *install) {
		for _, name := range []string{"PORT", "DEMO_PROVIDER_PORT", "DEMO_CRM_PORT"} {
			_, of.settings[name], _ = net.SplitHostPort(freeAddress(t))
		}
	}
	ports(i)
	if text, ok := i.run("demo"); ok || !strings.Contains(text, "latchkey serve") {
		t.Errorf("%s", text)
	}
	other := newInstall(t)
	ports(other)
	demo := other.command("demo")
	out := &logBook{}
	demo.Stdout, demo.Stderr = out, out
	must(t, demo.Start())
	t.Cleanup(func() { _ = demo.Process.Kill() })
	for n := 0; !strings.Contains(out.String(), "Password") && n < 400; n++ {
		time.Sleep(25 * time.Millisecond)
	}
	w := &world{t: t, url: "http://localhost:" + other.settings["PORT"]}
	w.client = &http.Client{Transport: &answerChecker{w, http.DefaultTransport}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	b := w.browser()
	for range 200 {
		if res, err := http.Get(w.url + "/readyz"); err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				break
			}
		}
		time.Sleep(25 * time.Millisecond)
	}
	b.password("acme", "maya@acme.example", "open-sesame-demo").want(http.StatusOK, "")
	lena := w.browser()
	lena.password("acme", "lena@acme.example", "open-sesame-demo").want(http.StatusOK, "")
	bearer := http.Header{"Authorization": {"Bearer " + lena.token()}}
	if sessions := lena.send(http.MethodGet, "/api/v1/me/sessions", nil, bearer); !strings.Contains(string(sessions.body), "Firefox/") {
		t.Errorf("the session that the demo began is of no browser that people know: %s", sessions.body)
	}
	b.fetch(http.MethodPost, "/api/v1/sign-in/sso", map[string]any{"organization": "initech", "provider": "google"}).want(http.StatusConflict, "sso_app_invalid")
	b.fetch(http.MethodPost, "/api/v1/sign-in/sso", map[string]any{"organization": "globex", "provider": "google"}).want(http.StatusConflict, "sso_not_configured")
	res, err := http.Get("http://127.0.0.1:" + other.settings["DEMO_PROVIDER_PORT"] + "/inbox")
	must(t, err)
	_ = res.Body.Close()
	if res.StatusCode != http.StatusOK || !strings.Contains(out.String(), "/inbox") {
		t.Errorf("the inbox answers %d", res.StatusCode)
	}
	file := filepath.Join(t.TempDir(), "applications.yaml")
	must(t, os.WriteFile(file, []byte(`applications: [{ clientId: mine, name: Mine, redirectUris: ["http://localhost:9000/callback"] }]`), 0o600))
	for _, args := range [][]string{{"apply", "--dry-run", "-f", file}, {"apply", "-f", file}, {"application", "secret", "add", "mine"}, {"application", "show", "mine"}} {
		if text, ok := other.run(args...); !ok {
			t.Errorf("%q beside the demo: %s", args, text)
		}
	}
	must(t, demo.Process.Signal(syscall.SIGTERM))
	if err := demo.Wait(); err != nil {
		t.Errorf("the demo ended with %v\n%s", err, out)
	}
	if text, ok := other.run("serve"); ok || !strings.Contains(text, "latchkey demo") {
		t.Errorf("%s", text)
	}
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
