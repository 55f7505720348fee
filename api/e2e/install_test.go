package e2e_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"latchkey/api/idp/idptest"
	"latchkey/api/store"
	"latchkey/api/store/storetest"
)

// binary builds the real program once.
var binary = sync.OnceValues(func() (string, error) {
	path := filepath.Join(buildFolder, "latchkey")
	build := exec.CommandContext(context.Background(), "go", "build", "-buildvcs=false", "-trimpath", "-tags", "nomsgpack", "-ldflags", "-s -w", "-o", path, "latchkey/api")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if text, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, text)
	}
	return path, nil
})

// buildFolder holds the binary as long as the tests run.
var buildFolder string

func TestMain(m *testing.M) {
	if os.Getenv(playProvider) != "" {
		serveProvider()
		return
	}
	if os.Getenv(playLeast) != "" {
		serveLeast()
		return
	}
	var err error
	if buildFolder, err = os.MkdirTemp("", "latchkey-e2e-"); err != nil {
		panic(err)
	}
	code := m.Run()
	printTable()
	_ = os.RemoveAll(buildFolder)
	os.Exit(code)
}

// install is where a binary runs: its settings, kept over restarts.
type install struct {
	t        testing.TB
	settings map[string]string
	secrets  secrets
}

func newInstall(t testing.TB) *install {
	t.Helper()
	return &install{t: t, settings: map[string]string{"LATCHKEY_DATA_DIR": t.TempDir(), "LATCHKEY_SHUTDOWN_DELAY": "200ms"}}
}

// newInstallOn is one with a database of an engine; PostgreSQL is a server's, and needs keys of its own.
func newInstallOn(t testing.TB, engine store.Engine) *install {
	t.Helper()
	i := newInstall(t)
	if engine == store.Postgres {
		i.settings["LATCHKEY_DATABASE_URL"] = storetest.Address(t)
		i.settings["LATCHKEY_ENCRYPTION_KEYS"] = newKey("k1")
	}
	return i
}

// command prepares a run with the install's settings and nothing else of ours.
func (i *install) command(args ...string) *exec.Cmd {
	i.t.Helper()
	path, err := binary()
	must(i.t, err)
	cmd := exec.CommandContext(context.Background(), path, args...)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME")}
	for name, value := range i.settings {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	return cmd
}

// run runs a command to its end.
func (i *install) run(args ...string) (output string, ok bool) {
	i.t.Helper()
	cmd := i.command(args...)
	timer := time.AfterFunc(20*time.Second, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	text, err := cmd.CombinedOutput()
	if _, exit := errors.AsType[*exec.ExitError](err); err != nil && !exit {
		i.t.Fatal(err)
	}
	return string(text), err == nil
}

// process is a running server.
type process struct {
	i      *install
	cmd    *exec.Cmd
	url    string
	out    *logBook
	log    *logBook
	exited chan error
}

// serve starts the server on a port of its own and waits until it is ready.
func (i *install) serve() *process {
	i.t.Helper()
	p := i.launch()
	p.ready()
	return p
}

// launch starts the server and does not wait. The port stays over restarts,
// because redirect URIs name it.
func (i *install) launch() *process {
	i.t.Helper()
	if i.settings["LATCHKEY_LISTEN"] == "" {
		i.settings["LATCHKEY_LISTEN"] = freeAddress(i.t)
	}
	if i.settings["LATCHKEY_PUBLIC_URL"] == "" {
		i.settings["LATCHKEY_PUBLIC_URL"] = "http://" + i.settings["LATCHKEY_LISTEN"]
	}
	p := &process{i: i, cmd: i.command("serve"), url: "http://" + i.settings["LATCHKEY_LISTEN"], out: &logBook{}, log: &logBook{}, exited: make(chan error, 1)}
	p.cmd.Stdout, p.cmd.Stderr = p.out, p.log
	must(i.t, p.cmd.Start())
	go func() { p.exited <- p.cmd.Wait() }()
	i.t.Cleanup(func() {
		_ = p.cmd.Process.Kill()
		if t := i.t; !t.Failed() {
			checkLogText(t, p.log.String(), &i.secrets)
		}
	})
	return p
}

func (p *process) ready() {
	p.i.t.Helper()
	for range 400 {
		if res, err := http.Get(p.url + "/readyz"); err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return
			}
		}
		select {
		case err := <-p.exited:
			p.i.t.Fatalf("it stopped: %v\n%s%s", err, p.out, p.log)
		case <-time.After(25 * time.Millisecond):
		}
	}
	p.i.t.Fatalf("not ready\n%s", p.log)
}

func (p *process) kill() {
	p.i.t.Helper()
	must(p.i.t, p.cmd.Process.Kill())
	<-p.exited
}

// stop asks it to stop and wants a clean end.
func (p *process) stop() {
	p.i.t.Helper()
	must(p.i.t, p.cmd.Process.Signal(syscall.SIGTERM))
	select {
	case err := <-p.exited:
		if err != nil {
			p.i.t.Errorf("it ended with %v\n%s", err, p.log)
		}
	case <-time.After(15 * time.Second):
		p.i.t.Errorf("it does not stop\n%s", p.log)
	}
}

// browser opens the process as a browser does.
func (p *process) browser(t *testing.T) *browser {
	t.Helper()
	w := &world{t: t, url: p.url}
	w.client = &http.Client{
		Timeout: 20 * time.Second, Transport: &answerChecker{w, &http.Transport{}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	b := w.browser()
	t.Cleanup(func() {
		w.secrets.mu.Lock()
		defer w.secrets.mu.Unlock()
		p.i.secrets.add(w.secrets.list...)
		w.client.CloseIdleConnections()
	})
	return b
}

func freeAddress(t testing.TB) string {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	must(t, err)
	defer l.Close()
	return l.Addr().String()
}

// providerFor starts a stand-in provider and points the install at it.
func (i *install) providerFor() *idptest.Provider {
	i.t.Helper()
	var handler http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { handler.ServeHTTP(rw, r) }))
	i.t.Cleanup(server.Close)
	p, err := idptest.New(server.URL, idptest.Options{Key: providerKey()})
	must(i.t, err)
	handler = p
	p.Script(func(s *idptest.Script) { s.AutoByLoginHint = true })
	for _, person := range accounts() {
		must(i.t, p.AddPerson(person))
	}
	i.settings["LATCHKEY_GOOGLE_ISSUER"] = p.GoogleIssuer()
	i.settings["LATCHKEY_MICROSOFT_AUTHORITY"] = p.MicrosoftAuthority()
	i.settings["LATCHKEY_OUTBOUND_ALLOW"] = "127.0.0.1/32"
	return p
}

// setUp applies acmeFile and registers the application at the provider.
func (i *install) setUp(p *idptest.Provider) {
	i.t.Helper()
	i.settings["ACME_SECRET"] = clientSecret
	i.secrets.add(clientSecret)
	if text, ok := i.run("apply", "-f", i.file("acme.yaml", fmt.Sprintf(acmeFile, everybodysHash()))); !ok {
		i.t.Fatal(text)
	}
	p.AddClient(idptest.Client{ID: "acme-google", Secret: clientSecret})
}

// register lets the provider send people back to where a start asked for.
func register(t testing.TB, p *idptest.Provider, authorizationURL string) {
	t.Helper()
	u, err := url.Parse(authorizationURL)
	must(t, err)
	p.AddClient(idptest.Client{ID: "acme-google", Secret: clientSecret, RedirectURIs: []string{u.Query().Get("redirect_uri")}})
}

func (i *install) file(name, text string) string {
	i.t.Helper()
	path := filepath.Join(i.t.TempDir(), name)
	must(i.t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func newKey(id string) string {
	return id + ":" + base64.StdEncoding.EncodeToString(bytes.Repeat([]byte(id[:1]), 32))
}
