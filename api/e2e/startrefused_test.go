package e2e_test

import (
	"bytes"
	"encoding/base64"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

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
