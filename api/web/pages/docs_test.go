package pages

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/fstest"

	"github.com/gin-gonic/gin"

	"latchkey/api/web/middleware"
)

func docsServer(t *testing.T) http.Handler {
	t.Helper()
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	read, err := Read(fstest.MapFS{
		"docs/index.html": file("start"), "docs/api.html": file("overview"),
		"docs/api/users.html": file("users"), "docs/api/users.html.br": file("compressed users"),
	}, middleware.Cookies{})
	if err != nil {
		t.Fatal(err)
	}
	engine := gin.New()
	(&Site{Pages: read}).Mount(engine)
	return engine
}

func askDocs(server http.Handler, path string, header ...string) *httptest.ResponseRecorder {
	w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	server.ServeHTTP(w, r)
	return w
}

func TestDocumentationIsServedCompressedAndAskedAboutByItsTag(t *testing.T) {
	t.Parallel()
	server := docsServer(t)
	for path, want := range map[string]string{"/docs": "start", "/docs/api": "overview", "/docs/api/users": "users"} {
		w := askDocs(server, path)
		if w.Code != http.StatusOK || w.Body.String() != want || w.Header().Get("Content-Type") != "text/html; charset=utf-8" {
			t.Errorf("%s: %d %q %v", path, w.Code, w.Body, w.Header())
		}
		again := askDocs(server, path, "If-None-Match", w.Header().Get("ETag"))
		if again.Code != http.StatusNotModified || again.Body.Len() > 0 {
			t.Errorf("%s again: %d %q", path, again.Code, again.Body)
		}
	}
	small := askDocs(server, "/docs/api/users", "Accept-Encoding", "gzip, br", "If-None-Match", `W/"of another version"`)
	if small.Body.String() != "compressed users" || small.Header().Get("Content-Encoding") != "br" || small.Header().Get("Vary") != "Accept-Encoding" {
		t.Errorf("compressed: %q %v", small.Body, small.Header())
	}
	if got := small.Header().Get("Cache-Control"); got != docsCaching {
		t.Errorf("Cache-Control %q", got)
	}
}

func TestDocumentationHasOneAddressForEachPage(t *testing.T) {
	t.Parallel()
	server := docsServer(t)
	for path, want := range map[string]string{
		"/docs/": "/docs", "/docs/api/": "/docs/api", "/docs/api/users/": "/docs/api/users", "/problems": "/docs/api/refusals",
	} {
		if w := askDocs(server, path); w.Code != http.StatusFound || w.Header().Get("Location") != want {
			t.Errorf("%s: %d to %q, want %q", path, w.Code, w.Header().Get("Location"), want)
		}
	}
}

func TestDocumentationHasTheLookThatWasChosen(t *testing.T) {
	t.Parallel()
	server := docsServer(t)
	for chosen, want := range map[string]string{
		"": "", "latchkey_theme=dark": ":root{color-scheme:dark}", "latchkey_theme=light": ":root{color-scheme:light}",
		"latchkey_theme=x}body{": "",
	} {
		w := askDocs(server, "/docs/theme.css", "Cookie", chosen)
		if w.Body.String() != want || w.Header().Get("Content-Type") != "text/css; charset=utf-8" {
			t.Errorf("%s: %q", chosen, w.Body)
		}
	}
}
