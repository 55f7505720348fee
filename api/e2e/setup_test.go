package e2e_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// Setup: one link, one organization, then never again (message 60).
func TestSetupFlow(t *testing.T) {
	for _, engine := range enginesOf() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, setting{engine: engine, empty: true})
			token, err := w.app.Setup.NewLink(t.Context())
			must(t, err)
			w.secrets.add(token)
			b := w.browser()
			b.fetch(http.MethodGet, "/api/v1/setup", nil).want(http.StatusOK, "")
			for _, path := range []string{"/", "/sign-in", "/o/acme/sign-in", "/setup", "/nowhere"} {
				page := b.navigate(path)
				if page.status != http.StatusOK || !strings.Contains(string(page.body), `"setup":"open"`) {
					t.Errorf("%s: %d %.120s", path, page.status, page.body)
				}
			}
			body := func(token string) map[string]any {
				return map[string]any{
					"token": token, "organization": map[string]any{"code": "acme", "name": "Acme"},
					"superAdmin": map[string]any{"name": "Sofia", "email": "sofia@acme.example", "password": everybodysPassword},
				}
			}
			w.secrets.add(everybodysPassword)
			b.fetch(http.MethodPost, "/api/v1/setup", body(strings.Repeat("x", 43))).want(http.StatusGone, "setup_closed")
			var wait sync.WaitGroup
			var mu sync.Mutex
			made := 0
			for range 3 {
				wait.Go(func() {
					one := w.browser()
					a := one.fetch(http.MethodPost, "/api/v1/setup", body(token))
					mu.Lock()
					defer mu.Unlock()
					if a.status == http.StatusOK {
						made++
						b = one
					} else if a.text("code") != "setup_closed" {
						t.Errorf("%d %s", a.status, a.body)
					}
				})
			}
			wait.Wait()
			if made != 1 || w.count("SELECT count(*) FROM organizations") != 1 {
				t.Fatalf("%d set-ups", made)
			}
			if role := b.me(b.token()).object()["user"].(map[string]any)["role"]; role != "super_admin" {
				t.Errorf("the first user is %v", role)
			}
			b.fetch(http.MethodGet, "/api/v1/setup", nil).want(http.StatusGone, "setup_closed")
			if page := b.navigate("/o/acme/sign-in"); strings.Contains(string(page.body), `"setup":"open"`) {
				t.Errorf("%s", page.body)
			}
			w.browser().password("acme", "sofia@acme.example", everybodysPassword).want(http.StatusOK, "")
		})
	}
}

func TestSetupLinkExpires(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{empty: true})
	token, err := w.app.Setup.NewLink(t.Context())
	must(t, err)
	w.clock.add(24*time.Hour + time.Second)
	w.browser().fetch(http.MethodPost, "/api/v1/setup", map[string]any{
		"token": token, "organization": map[string]any{"code": "acme", "name": "Acme"},
		"superAdmin": map[string]any{"name": "Sofia", "email": "sofia@acme.example", "password": everybodysPassword},
	}).want(http.StatusGone, "setup_closed")
}

// Without TLS, on loopback, cookies carry neither prefix nor Secure, and all of
// it works (answerChecker looks at each cookie).
func TestPlainHTTPOnLoopback(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{plain: true})
	b := w.browser()
	b.signIn("acme", "google", "maya@acme.example").wantSignedIn()
	b.me(b.token()).want(http.StatusOK, "")
	b.fetch(http.MethodDelete, "/api/v1/session", nil).want(http.StatusNoContent, "")
	ask := w.browser()
	ask.signIn("acme", "microsoft", "gita@partner.example")
	ask.fetch(http.MethodPost, "/api/v1/sign-in/link", map[string]any{"password": everybodysPassword}).want(http.StatusOK, "")
}
