package e2e_test

import (
	"bytes"
	"io/fs"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
)

// I02 and headers: what pages carry.
func TestPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{})
	b := w.browser()
	page := b.navigate("/o/acme/sign-in")
	page.want(http.StatusOK, "")
	if text := string(page.body); strings.Count(text, "</script>") != 1 || strings.Contains(text, "<script>alert") ||
		!strings.Contains(text, `\u003c/script\u003e\u003cscript\u003ealert(1)`) {
		t.Errorf("I02: %s", text)
	}
	if policy := page.header.Get("Content-Security-Policy"); policy != contentPolicy {
		t.Errorf("the sign-in entry has %q", policy)
	}
	one, two := b.navigate("/"), b.navigate("/")
	nonce := func(a answer) string {
		_, after, _ := strings.Cut(string(a.body), `nonce="`)
		value, _, _ := strings.Cut(after, `"`)
		return value
	}
	if n := nonce(one); len(n) != 24 || n == nonce(two) ||
		one.header.Get("Content-Security-Policy") != strings.Replace(contentPolicy, "style-src 'self'", "style-src 'self' 'nonce-"+n+"'", 1)+"; trusted-types default" {
		t.Errorf("nonce %q, policy %q", n, one.header.Get("Content-Security-Policy"))
	}
	if a := b.navigate("/sign-in"); a.status != http.StatusOK { // several organizations: ask
		t.Errorf("/sign-in: %d", a.status)
	}
	for _, path := range []string{"/sign-in/refused", "/o/acme/sign-in/refused", "/o/acme/sign-in/google", "/o/acme/link-account", "/o/acme/bypass", "/o/acme/forgot-password", "/o/acme/reset-password", "/setup"} {
		b.navigate(path+"?reason=<script>CANARY</script>").want(http.StatusOK, "")
		if a := b.navigate(path + "?reason=CANARY"); bytes.Contains(a.body, []byte("CANARY")) {
			t.Errorf("%s repeats its query", path)
		}
	}
}

func TestAssets(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{empty: true})
	for _, c := range []struct{ path, accept, coding, body string }{
		{"/assets/app-1a.js", "", "", "plain()"},
		{"/assets/app-1a.js", "gzip, deflate, br", "br", "br"},
		{"/assets/app-1a.js", "gzip", "gzip", "gz"},
		{"/assets/app-1a.js", "br;q=0, gzip;q=0.5", "gzip", "gz"},
		{"/assets/app-1a.js", "identity", "", "plain()"},
		{"/assets/only-3c.js", "br, gzip", "gzip", "gz"},
		{"/assets/packed-4d.js", "gzip", "gzip", gzipped("packed()")},
		{"/assets/packed-4d.js", "br, identity", "", "packed()"},
		{"/assets/login-2b.css", "br, gzip", "", "a{}"},
	} {
		h := http.Header{"Accept-Encoding": {c.accept}}
		if c.accept == "" {
			h.Set("Accept-Encoding", "identity")
		}
		a := w.browser().send(http.MethodGet, c.path, nil, h)
		kind := map[bool]string{true: "text/css; charset=utf-8", false: "text/javascript; charset=utf-8"}[strings.HasSuffix(c.path, "css")]
		if a.status != http.StatusOK || a.header.Get("Content-Encoding") != c.coding || string(a.body) != c.body ||
			a.header.Get("Vary") != "Accept-Encoding" || a.header.Get("Content-Type") != kind {
			t.Errorf("%s with %q: %d %q %q %v", c.path, c.accept, a.status, a.header.Get("Content-Encoding"), a.body, a.header)
		}
	}
}

// H12: a panic in a handler is a 500 problem; the process lives, the log has
// the stack and nothing of the request.
func TestH12Panic(t *testing.T) {
	t.Parallel()
	w := newWorld(t, setting{empty: true, pages: brokenDisk{builtPages()}})
	b := w.browser()
	b.cookies["__Host-latchkey-session"] = "CANARY-COOKIE-VALUE"
	w.secrets.add("CANARY-COOKIE-VALUE", "CANARY-BEARER", "CANARY-QUERY")
	b.send(http.MethodGet, "/assets/app-1a.js?x=CANARY-QUERY", nil, http.Header{"Authorization": {"Bearer CANARY-BEARER"}}).
		want(http.StatusInternalServerError, "internal_error")
	b.send(http.MethodGet, "/healthz", nil, nil).want(http.StatusOK, "")
	if !strings.Contains(w.log.String(), `"msg":"panic"`) || !strings.Contains(w.log.String(), "brokenDisk") {
		t.Error("the log does not tell about the panic")
	}
}

// brokenDisk panics when an asset is read, by whichever way.
type brokenDisk struct{ fstest.MapFS }

func (d brokenDisk) Open(name string) (fs.File, error) {
	d.spin(name)
	return d.MapFS.Open(name)
}

func (d brokenDisk) ReadFile(name string) ([]byte, error) {
	d.spin(name)
	return d.MapFS.ReadFile(name)
}

func (brokenDisk) spin(name string) {
	if strings.HasPrefix(name, "assets/app") {
		panic("the disk is gone")
	}
}

func (d brokenDisk) ReadDir(name string) ([]fs.DirEntry, error) { return d.MapFS.ReadDir(name) }
