package e2e_test

import (
	"net/http"
	"strings"
	"testing"

	"latchkey/api/fault"
	"latchkey/api/store"
)

func enginesOf() []store.Engine { return []store.Engine{store.SQLite, store.Postgres} }

// H02: the contract has each code of the catalogue of refusals, and no other.
func TestH02ProblemCodesAreTheCatalogue(t *testing.T) {
	t.Parallel()
	inContract := map[string]bool{}
	for _, code := range contract().Components.Schemas["ProblemCode"].Value.Enum {
		inContract[code.(string)] = true
	}
	for _, e := range fault.Catalogue() {
		if !inContract[string(e.Code)] {
			t.Errorf("%s is not in openapi.yaml", e.Code)
		}
		delete(inContract, string(e.Code))
	}
	if len(inContract) > 0 {
		t.Errorf("no such refusal: %v", inContract)
	}
}

func TestHeadUnknownRoutesAndMethods(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	b := w.browser()
	for _, path := range []string{"/", "/sign-in", "/o/acme/sign-in", "/healthz", "/readyz", "/openapi.yaml", "/.well-known/jwks.json", "/assets/app-1a.js", "/api/v1/organizations/acme/sign-in"} {
		get, head := b.send(http.MethodGet, path, nil, nil), b.send(http.MethodHead, path, nil, nil)
		if head.status != get.status || len(head.body) > 0 || head.header.Get("Content-Type") != get.header.Get("Content-Type") {
			t.Errorf("HEAD %s: %d, GET %d", path, head.status, get.status)
		}
	}
	for _, path := range []string{"/api/v1/nothing", "/api/", "/.well-known/x", "/assets/x.js", "/assets/", "/assets/..%2flogin.html", "/api/v1/me/"} {
		b.send(http.MethodGet, path, nil, nil).want(http.StatusNotFound, "not_found")
	}
	b.send(http.MethodPost, "/nowhere", nil, http.Header{"Sec-Fetch-Site": {"same-origin"}}).want(http.StatusNotFound, "not_found")
	for path, method := range map[string]string{"/api/v1/me": "DELETE", "/api/v1/session/token": "GET", "/api/v1/sign-in/sso": "PUT", "/": "POST", "/healthz": "TRACE"} {
		a := b.send(method, path, nil, http.Header{"Sec-Fetch-Site": {"same-origin"}})
		a.want(http.StatusMethodNotAllowed, "method_not_allowed")
		if a.header.Get("Allow") == "" {
			t.Errorf("%s %s: no Allow", method, path)
		}
	}
	for _, path := range []string{"/nowhere", "/o/nobody/sign-in", "/o/%00/sign-in", "/o/%ff/sign-in", "/o/a%2fb/sign-in", "/index.php", "/debug/pprof/", "/metrics"} {
		a := b.navigate(path)
		if a.status != http.StatusNotFound || !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
			t.Errorf("%s: %d %s", path, a.status, a.header.Get("Content-Type"))
		}
	}
}

// What PostgreSQL cannot keep is no error of ours.
func TestOddBytesOnPostgres(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{engine: store.Postgres})
	b := w.browser()
	for _, code := range []string{"%00", "a%00b", "%ff", "%ed%a0%80"} {
		if a := b.navigate("/o/" + code + "/sign-in"); a.status != http.StatusNotFound {
			t.Errorf("%s: %d", code, a.status)
		}
		b.fetch(http.MethodGet, "/api/v1/organizations/"+code+"/sign-in", nil).want(http.StatusNotFound, "org_not_resolved")
	}
	b.header.Set("User-Agent", "caf\u00e9 \xff")
	b.signIn("acme", "google", "maya@acme.example").wantSignedIn()
	b.fetch(http.MethodPost, "/api/v1/sign-in/discover", map[string]any{"code": " ACME "}).want(http.StatusOK, "")
	for _, code := range []string{"nobody", "'; DROP TABLE users; --", "%", "\U0001f600"} {
		b.fetch(http.MethodPost, "/api/v1/sign-in/discover", map[string]any{"code": code}).want(http.StatusNotFound, "org_not_resolved")
	}
}
