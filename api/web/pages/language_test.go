package pages

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/fstest"

	"github.com/gin-gonic/gin"
)

func built(t *testing.T, names ...string) localizedPages {
	t.Helper()
	dist := fstest.MapFS{"assets/x.js": {Data: []byte("x")}}
	for _, name := range names {
		dist[name+"/login.html"] = &fstest.MapFile{Data: []byte(name + ` <script id="page">null</script>`)}
		dist[name+"/app.html"] = &fstest.MapFile{Data: []byte(name + ` <meta nonce="">`)}
	}
	s, err := newLocalizedPages(dist)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestLanguageOfAPage(t *testing.T) {
	t.Parallel()
	all := built(t, "ar", "ar-XB", "en", "en-XA", "es", "zh-Hans")
	for name, c := range map[string]struct{ picked, accepted, want string }{
		"the picked one wins over the browser's":       {"es", "ar", "es"},
		"the browser's first that we speak":            {"", "fr, es-MX;q=0.9, ar;q=0.8", "es"},
		"q decides, not the order":                     {"", "ar;q=0.3, es;q=0.7", "es"},
		"Chinese of the mainland is Simplified":        {"", "zh-CN", "zh-Hans"},
		"Chinese alone is Simplified":                  {"", "zh", "zh-Hans"},
		"Arabic of a country is Arabic":                {"", "ar-EG", "ar"},
		"a language that we do not speak is English":   {"", "fi", "en"},
		"no wish is English":                           {"", "", "en"},
		"any language is English":                      {"", "*", "en"},
		"a header that is no list is English":          {"", ";;q=x", "en"},
		"an unknown picked one is as if none was":      {"xx", "ar", "ar"},
		"a picked one is a name and never a path":      {"../en", "es", "es"},
		"one for tests is served to who names it":      {"ar-XB", "es", "ar-XB"},
		"no browser gets one for tests":                {"", "en-XA", "en"},
		"no browser gets one for tests, right to left": {"", "ar-XB", "ar"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := all.choose(c.picked, c.accepted); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestPageSaysItsLanguageAndWhatItDependsOn(t *testing.T) {
	t.Parallel()
	c, _ := gin.CreateTestContext(httptest.NewRecorder())
	c.Request = httptest.NewRequest(http.MethodGet, "/", nil)
	c.Request.AddCookie(&http.Cookie{Name: languageCookie, Value: "es"})
	page := built(t, "en", "es").localized(c)
	if got := string(page.app.fill([]byte("n"))); got != `es <meta nonce="n">` {
		t.Errorf("got %q", got)
	}
	for header, want := range map[string]string{"Content-Language": "es", "Vary": "Accept-Language, Cookie"} {
		if got := c.Writer.Header().Get(header); got != want {
			t.Errorf("%s: got %q, want %q", header, got, want)
		}
	}
}

func TestAFreshCloneHasABarePage(t *testing.T) {
	t.Parallel()
	if got := built(t).choose("", "es"); got != "en" {
		t.Errorf("got %s, want en", got)
	}
}
