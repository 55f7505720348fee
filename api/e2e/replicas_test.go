package e2e_test

import (
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"latchkey/api/store"
)

// R14, R16: two processes on one database, started at once. A sign-in that one
// began ends at the other; refreshes and sign-outs work at either.
func TestR16Replicas(t *testing.T) {
	t.Parallel()
	one := newInstallOn(t, store.Postgres)
	one.settings["LATCHKEY_PUBLIC_URL"] = "http://localhost:1" // whatever stands in front
	provider := one.providerFor()
	two := newInstall(t)
	for name, value := range one.settings {
		if name != "LATCHKEY_DATA_DIR" {
			two.settings[name] = value
		}
	}
	first, second := one.launch(), two.launch() // both migrate
	first.ready()
	second.ready()
	one.setUp(provider)

	b := first.browser(t)
	b.base = first.url
	b.w.url = "http://localhost:1"
	start := b.start("acme", "google")
	register(t, provider, start)
	back := b.atProvider(start, "maya@acme.example")
	for n := range 2 {
		b.navigate(strings.Replace(back, "http://localhost:1", second.url, 1)).status303(t, n)
	}
	tokens := []string{}
	for _, at := range []*process{first, second, first} {
		b.base = at.url
		tokens = append(tokens, b.token())
	}
	for _, at := range []*process{first, second} {
		b.base = at.url
		for _, token := range tokens {
			b.me(token).want(http.StatusOK, "")
		}
	}
	b.base = first.url
	b.fetch(http.MethodDelete, "/api/v1/session", nil).want(http.StatusNoContent, "")
	b.me(tokens[0]).want(http.StatusUnauthorized, "unauthenticated")
	time.Sleep(1100 * time.Millisecond) // what a replica may lag
	b.base = second.url
	b.me(tokens[0]).want(http.StatusUnauthorized, "unauthenticated")
	first.kill() // R16: the other goes on
	b.password("acme", "sofia@acme.example", everybodysPassword).want(http.StatusOK, "")
	b.token()
	second.stop()
}

func (a answer) status303(t *testing.T, n int) {
	t.Helper()
	if a.status != http.StatusSeeOther || a.header.Get("Location") != "/" || (a.cookie("latchkey-session") != nil) != (n == 0) {
		t.Fatalf("callback %d: %d to %q", n, a.status, a.header.Get("Location"))
	}
}

// R01: the database goes away in the middle of everything and comes back. Every
// answer meanwhile is a documented one, and nobody has to restart anything.
func TestR01DatabaseGoesAndComesBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{engine: store.Postgres})
	var name string
	must(t, w.raw.Get(&name, "SELECT current_database()"))
	must(t, w.raw.Close())
	admin, err := sqlx.Connect("postgres", os.Getenv("TEST_DATABASE_URL"))
	must(t, err)
	t.Cleanup(func() { _ = admin.Close() })
	do := func(query string) {
		_, err := admin.ExecContext(t.Context(), query)
		must(t, err)
	}
	cut := func() {
		_, err := admin.ExecContext(t.Context(), "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", name)
		must(t, err)
	}

	b := w.browser()
	b.signIn("acme", "google", "maya@acme.example").wantSignedIn()
	token := b.token()
	back := b.beforeCallback("acme", "google", "maya@acme.example")
	cut() // connections break, the server is there: nobody notices
	b.navigate(back).wantSignedIn()
	cut()
	b.token()

	link := w.browser()
	link.signIn("acme", "microsoft", "gita@partner.example")
	back = b.beforeCallback("acme", "google", "maya@acme.example")
	stale := w.browser()
	stale.cookies = map[string]string{}
	do("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false")
	cut()
	w.clock.add(2 * time.Second)
	busy := func(what string, a answer) {
		t.Helper()
		if a.status != http.StatusServiceUnavailable || a.text("code") != "busy" || a.header.Get("Retry-After") == "" {
			t.Errorf("%s: %d %s, Retry-After %q", what, a.status, a.body, a.header.Get("Retry-After"))
		}
	}
	busy("readyz", b.send(http.MethodGet, "/readyz", nil, nil))
	busy("start", b.fetch(http.MethodPost, "/api/v1/sign-in/sso", map[string]any{"organization": "acme", "provider": "google"}))
	busy("password", w.browser().password("acme", "ben@acme.example", everybodysPassword))
	busy("me", b.me(token))
	busy("refresh", b.fetch(http.MethodPost, "/api/v1/session/token", nil))
	busy("sign-out", b.fetch(http.MethodDelete, "/api/v1/session", nil))
	busy("discover", b.fetch(http.MethodPost, "/api/v1/sign-in/discover", map[string]any{"code": "acme"}))
	busy("sign-in page", b.fetch(http.MethodGet, "/api/v1/organizations/acme/sign-in", nil))
	busy("link page", link.fetch(http.MethodGet, "/api/v1/sign-in/link", nil))
	busy("link", link.fetch(http.MethodPost, "/api/v1/sign-in/link", map[string]any{"password": everybodysPassword}))
	if page := b.navigate("/o/acme/sign-in"); page.status != http.StatusServiceUnavailable || !strings.HasPrefix(page.header.Get("Content-Type"), "text/html") {
		t.Errorf("the sign-in page: %d", page.status)
	}
	b.send(http.MethodGet, "/healthz", nil, nil).want(http.StatusOK, "")
	b.send(http.MethodGet, "/.well-known/jwks.json", nil, nil).want(http.StatusOK, "")
	returned := w.browser()
	for name, value := range b.cookies {
		returned.cookies[name] = value
	}
	if a := returned.navigate(back); a.status != http.StatusServiceUnavailable || a.header.Get("Refresh") == "" || a.header.Get("Retry-After") == "" {
		t.Errorf("L9: the callback: %d %v, want the page that goes on by itself", a.status, a.header)
	}

	do("ALTER DATABASE " + name + " ALLOW_CONNECTIONS true")
	began := time.Now()
	for b.send(http.MethodGet, "/readyz", nil, nil).status != http.StatusOK {
		if time.Since(began) > 2*time.Second {
			t.Fatal("not ready two seconds after the database came back")
		}
		time.Sleep(10 * time.Millisecond)
	}
	b.token()
	b.navigate(back).wantSignedIn() // the attempt was not spent
	link.fetch(http.MethodPost, "/api/v1/sign-in/link", map[string]any{"password": everybodysPassword}).want(http.StatusOK, "")
}
