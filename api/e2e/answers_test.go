package e2e_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// answerChecker looks at every answer of the product: it must be one that
// openapi.yaml promises, with the headers and cookies that all answers share.
type answerChecker struct {
	w    *world
	next http.RoundTripper
}

// RoundTrip sends, reads and checks.
func (v *answerChecker) RoundTrip(req *http.Request) (*http.Response, error) {
	res, err := v.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	res.Body = io.NopCloser(bytes.NewReader(body))
	secure := strings.HasPrefix(v.w.url, "https:")
	for _, problem := range []error{checkContract(req, res, body), checkHeaders(res, secure), checkCookies(res, secure), checkLocation(res)} {
		if problem != nil {
			v.w.t.Errorf("%s %s -> %d: %v\n%.300s", req.Method, req.URL.Path, res.StatusCode, problem, body)
		}
	}
	return res, nil
}

const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"font-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"

var waitingPolicy = regexp.MustCompile(`^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; base-uri 'none'; form-action '(none|self)'; frame-ancestors 'none'$`)

// appPart is what the page of the app adds: the script that stands in it, by its hash, and a nonce for styles.
var appPart = regexp.MustCompile(`(script-src 'self') 'sha256-[A-Za-z0-9+/]{43}='|(style-src 'self') 'nonce-[A-Za-z0-9+/]{22}=='`)

func checkHeaders(res *http.Response, secure bool) error {
	h := res.Header
	policy := h.Get("Content-Security-Policy")
	if res.StatusCode == http.StatusServiceUnavailable && h.Get("Refresh") != "" && waitingPolicy.MatchString(policy) {
		policy = contentPolicy // that page stands alone
	}
	path := res.Request.URL.Path
	if strings.HasPrefix(path, "/oauth/") && waitingPolicy.MatchString(policy) {
		policy = contentPolicy // and so do the pages of an application that asked what cannot be, of a sign-out, and on the way on
	}
	if plain, isApp := strings.CutSuffix(policy, "; trusted-types default"); isApp {
		policy = appPart.ReplaceAllString(plain, "$1$2")
	}
	if policy != contentPolicy {
		return fmt.Errorf("Content-Security-Policy %q", policy)
	}
	want := map[string]string{
		"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "no-store", "Strict-Transport-Security": "",
	}
	if secure {
		want["Strict-Transport-Security"] = "max-age=31536000"
	}
	switch {
	case (path == "/oauth/token" || path == "/oauth/userinfo" || path == "/oauth/revoke") && res.Header.Get("Content-Type") != "application/problem+json":
		want["Cross-Origin-Resource-Policy"] = "cross-origin"
	case path == "/.well-known/jwks.json" && res.Request.Method == http.MethodOptions:
		want["Cross-Origin-Resource-Policy"] = "cross-origin"
	case path == "/.well-known/openid-configuration" || path == "/.well-known/oauth-authorization-server":
		want["Cross-Origin-Resource-Policy"] = "cross-origin"
		if res.Request.Method != http.MethodOptions {
			want["Cache-Control"] = "public, max-age=300"
		}
	case path == "/.well-known/jwks.json" && res.StatusCode == http.StatusOK:
		want["Cache-Control"], want["Cross-Origin-Resource-Policy"] = "public, max-age=300", "cross-origin"
	case (strings.HasPrefix(path, "/assets/") || strings.Contains(path, "/brand/")) && res.StatusCode == http.StatusOK:
		want["Cache-Control"] = "public, max-age=31536000, immutable"
	case path == "/latchkey.svg":
		want["Cache-Control"] = "public, max-age=86400"
	}
	for name, value := range want {
		if h.Get(name) != value || len(h.Values(name)) > 1 {
			return fmt.Errorf("%s: %q, want %q", name, h.Values(name), value)
		}
	}
	for _, name := range []string{"Server", "X-Powered-By"} {
		if h.Get(name) != "" {
			return fmt.Errorf("%s: %q", name, h.Get(name))
		}
	}
	return nil
}

var cookieForm = regexp.MustCompile(`^(__Host-)?latchkey-(session|link|browser|answered|asked-language|requests|request-[A-Za-z0-9_-]{22}-[01]|attempt-[A-Za-z0-9_-]{16})$`)

// checkCookies: exactly these attributes, on every cookie that we ever set.
func checkCookies(res *http.Response, secure bool) error {
	for _, line := range res.Header.Values("Set-Cookie") {
		c, err := http.ParseSetCookie(line)
		if err != nil {
			return err
		}
		if secure == strings.HasPrefix(c.Name, "__Secure-") && parkedForm.MatchString(c.Name) && parkedPath.MatchString(c.Path) {
			c.Path, c.Name = "/", strings.Replace(c.Name, "__Secure-", "__Host-", 1) // the ones that are not for every path
		}
		form := cookieForm.FindStringSubmatch(c.Name)
		if form == nil || (form[1] != "") != secure || c.Secure != secure || !c.HttpOnly || c.Path != "/" || c.Domain != "" ||
			c.SameSite != http.SameSiteLaxMode || c.MaxAge == 0 || len(c.Unparsed) > 0 || !c.Expires.IsZero() && c.MaxAge > 0 {
			return fmt.Errorf("cookie %s", c.Name+line[min(len(line), len(c.Name)+1+len(c.Value)):])
		}
	}
	return nil
}

var (
	parkedForm = regexp.MustCompile(`^(__Secure-)?latchkey-request(s|-[A-Za-z0-9_-]{22}-[01])$`)
	parkedPath = regexp.MustCompile(`^/oauth/(continue/-\.[A-Za-z0-9_-]{22}(\.[0-9]{1,10})?)?$`)
)

var locationForm = regexp.MustCompile(`^(/|/o/[a-z0-9-]+/(sign-in|link-account)|(/o/[a-z0-9-]+)?/sign-in/refused\?` +
	`(provider=(google|microsoft|okta)&)?reason=[a-z_]+&ref=[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}|` +
	`/profile/security\?(connected=[a-z0-9-]+|confirmed=1|provider=[a-z0-9-]+&ref=[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}&refused=[a-z_]+)|` +
	`/sso-settings/connections/[A-Za-z0-9_-]{22}/test\?test=[A-Za-z0-9_-]{22}|/oauth/continue/[A-Za-z0-9_.-]+|/oauth/open)$`)

// applicationForm is where the face of applications may send a browser besides: to an
// application that is registered, and to the sign-in page.
var applicationForm = regexp.MustCompile(`^((https://crm\.example/(callback|login)|https://spa\.example/cb|http://127\.0\.0\.1:\d+/cb)\?|https://crm\.example/bye\?from=latchkey(&state=[a-z0-9+%]+)?$|` +
	`/oauth/(authorize|logout)\?|(/o/[a-z0-9-]+)?/sign-in(/[a-z0-9-]+)?\?returnTo=/oauth/continue/[A-Za-z0-9_.-]+$)`)

// checkLocation: redirects lead to paths of ours that hold a code and a
// reference, and nothing that somebody else sent (B11, B15).
func checkLocation(res *http.Response) error {
	to := res.Header.Get("Location")
	if res.StatusCode == http.StatusAccepted && strings.HasPrefix(to, res.Request.URL.Path+"/") {
		return nil // what was begun
	}
	if strings.HasPrefix(res.Request.URL.Path, "/oauth/") && applicationForm.MatchString(to) {
		return nil
	}
	if res.StatusCode == http.StatusAccepted && strings.HasPrefix(to, res.Request.URL.Path+"/") {
		return nil // where to read how far it is
	}
	if to != "" && !locationForm.MatchString(to) {
		return fmt.Errorf("Location %q", to)
	}
	return nil
}

// logBook is where the product logs to.
type logBook struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write adds a line.
func (l *logBook) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(line)
}

// String gives everything so far.
func (l *logBook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// secrets are values that may never be logged.
type secrets struct {
	mu   sync.Mutex
	list []string
}

func (s *secrets) add(values ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, v := range values {
		if len(v) >= 8 && !slices.Contains(s.list, v) {
			s.list = append(s.list, v)
		}
	}
}

// in names the secrets that stand in a text.
func (s *secrets) in(text string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []string
	for _, v := range s.list {
		if strings.Contains(text, v) {
			found = append(found, v)
		}
	}
	return found
}

// checkLog: JSON lines, each request with its reference, no query string and
// none of the secrets that the test has seen. Every test ends with it.
func (w *world) checkLog() {
	text := w.log.String()
	checkLogText(w.t, text, &w.secrets)
}

func checkLogText(t testing.TB, text string, s *secrets) {
	for line := range strings.Lines(text) {
		var entry map[string]any
		if json.Unmarshal([]byte(line), &entry) != nil {
			t.Errorf("a log line is no JSON object: %.200s", line)
			continue
		}
		if msg := entry["msg"]; (msg == "request" || msg == "refused") && !referenceForm.MatchString(fmt.Sprint(entry["ref"])) {
			t.Errorf("a log line without its reference: %s", line)
		}
		if strings.Contains(line, "code=") || strings.Contains(line, "state=") {
			t.Errorf("a query string in the log: %.300s", line)
		}
	}
	if found := s.in(text); len(found) > 0 {
		t.Errorf("secrets in the log: %q", found)
	}
}

var referenceForm = regexp.MustCompile(`^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$`)
