package web

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"latchkey"
	"latchkey/api/oidc"
	"latchkey/api/web/middleware"
	"latchkey/api/web/rest"
)

const someToken = "5Jx0nJ2c9m3y1W8v0b7QkqfV6sYz4tRdLhPpUaEgXwM"

// correctingServer has the routes and a log, and nothing behind them.
func correctingServer(t *testing.T) (s *Server, log *bytes.Buffer) {
	t.Helper()
	log = new(bytes.Buffer)
	s, err := New(Options{Pages: fstest.MapFS{}, StartsPerMin: 1, OpenID: oidc.New(oidc.Options{}), Options: rest.Options{
		Contract: middleware.NewContract(latchkey.OpenAPI), PublicURL: &url.URL{Scheme: "https", Host: "a.example"}, Now: time.Now,
		Log: slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}})
	if err != nil {
		t.Fatal(err)
	}
	return s, log
}

func TestF47AddressesAreCorrected(t *testing.T) {
	t.Parallel()
	s, _ := correctingServer(t)
	for asked, want := range map[string]string{
		"/o/acme":                             "/o/acme/sign-in",
		"/o/acme/":                            "/o/acme/sign-in",
		"/O/acme":                             "/o/acme/sign-in",
		"/O/ACME/Sign-In/":                    "/o/acme/sign-in",
		"/o/Acme/sign-in":                     "/o/acme/sign-in",
		"/o/acme//sign-in":                    "/o/acme/sign-in",
		"/o/acme/sign-in/google/":             "/o/acme/sign-in/google",
		"/o/ACME/sign-in/refused?reason=a&b=": "/o/acme/sign-in/refused?reason=a&b=",
		"/o/acme/bypass/":                     "/o/acme/bypass",
		"/Sign-In":                            "/sign-in",
		"/sign-in/":                           "/sign-in",
		"/setup/":                             "/setup",
		"/Users":                              "/users",
		"/profile/security/":                  "/profile/security",
		"/sso-settings/connections/aB3/":      "/sso-settings/connections/aB3",
		"/sso-settings/connections/aB3/test/": "/sso-settings/connections/aB3/test",
		"//o/acme/sign-in":                    "/o/acme/sign-in",
		"/x/../o/acme":                        "/o/acme/sign-in",
	} {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "https://a.example"+asked, nil))
		if got := w.Header().Get("Location"); w.Code != http.StatusFound || got != want {
			t.Errorf("%s: %d to %q, want %q", asked, w.Code, got, want)
		}
	}
}

func TestF17MailedLinksWithAnEscapedFragment(t *testing.T) {
	t.Parallel()
	s, log := correctingServer(t)
	for asked, want := range map[string]string{
		"/o/acme/reset-password%23" + someToken:              "/o/acme/reset-password#" + someToken,
		"/o/acme/reset-password%2523" + someToken:            "/o/acme/reset-password#" + someToken,
		"/o/acme/reset-password%252523" + someToken:          "/o/acme/reset-password#" + someToken,
		"/o/acme/reset-password/%23" + someToken:             "/o/acme/reset-password#" + someToken,
		"/o/ACME/bypass%23" + someToken + "?utm_source=mail": "/o/acme/bypass#" + someToken,
		"/o/acme/bypass%23" + someToken + "%3E.":             "/o/acme/bypass#" + someToken,
		"/setup%23" + someToken:                              "/setup#" + someToken,
		"/o/acme/reset-password%23%3Cscript%3E":              "/o/acme/reset-password",
		"/o/acme/reset-password%23":                          "/o/acme/reset-password",
		"/o/acme/sign-in%23" + someToken:                     "/o/acme/sign-in",
	} {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "https://a.example"+asked, nil))
		if got := w.Header().Get("Location"); w.Code != http.StatusFound || got != want {
			t.Errorf("%s: %d to %q, want %q", asked, w.Code, got, want)
		}
		if w.Header().Get("Referrer-Policy") != "no-referrer" || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: the address may be kept or told", asked)
		}
	}
	if text := log.String(); strings.Contains(text, someToken[:12]) || strings.Count(text, `"route":"none"`) < 10 {
		t.Errorf("the log holds a token, or lacks a request:\n%s", text)
	}
}
