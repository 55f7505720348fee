package pages

import (
	"net/http"
	"net/http/httptest"
	"strings"
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
			if got := all.choose(c.picked, "", c.accepted); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// OpenID Connect Core, 3.1.2.1: ui_locales is a list in the order of preference, and none of
// it is an error.
func TestTheFirstOfTheAskedLanguagesThatWeSpeak(t *testing.T) {
	t.Parallel()
	all := built(t, "ar", "ar-XB", "en", "en-XA", "es", "zh-Hans")
	for locales, want := range map[string]string{
		"": "", "es": "es", "es-MX es": "es", "fi fr-CA es ar": "es", "ar-EG": "ar", "zh-CN en": "zh-Hans", "zh": "zh-Hans", "EN-us": "en",
		"fi": "", "../es": "", "; es": "es", "ar-XB": "ar", "x": "", strings.Repeat("fi ", 200) + "es": "", "zh-TW": "", "ca": "",
	} {
		if got := all.firstSupported(locales); got != want {
			t.Errorf("%.40q: got %q, want %q", locales, got, want)
		}
	}
	for name, c := range map[string]struct{ query, kept, picked, want string }{
		"the request says it":                         {"/?ui_locales=fi+es", "", "", "es"},
		"the browser keeps it":                        {"/", "es", "", "es"},
		"the request is newer than what is kept":      {"/?ui_locales=zh", "es", "", "zh-Hans"},
		"what somebody picked wins":                   {"/?ui_locales=es", "es", "en", "en"},
		"none that we speak leaves it to the browser": {"/?ui_locales=fi", "", "", "ar"},
		"what is kept is a language and no path":      {"/", "../es", "", "ar"},
	} {
		c0, _ := gin.CreateTestContext(httptest.NewRecorder())
		c0.Request = httptest.NewRequest(http.MethodGet, c.query, nil)
		c0.Request.Header.Set("Accept-Language", "ar")
		for cookie, value := range map[string]string{askedCookie: c.kept, languageCookie: c.picked} {
			if value != "" {
				c0.Request.AddCookie(&http.Cookie{Name: cookie, Value: value})
			}
		}
		if got := (&Pages{localizedPages: all}).Language(c0); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
}

func TestPageSaysItsLanguageAndWhatItDependsOn(t *testing.T) {
	t.Parallel()
	c, _ := gin.CreateTestContext(httptest.NewRecorder())
	c.Request = httptest.NewRequest(http.MethodGet, "/", nil)
	c.Request.AddCookie(&http.Cookie{Name: languageCookie, Value: "es"})
	page := built(t, "en", "es").localized(c)
	if got := string(page.app.fill("n", route{})); got != `es <meta nonce="n">` {
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
	if got := built(t).choose("", "", "es"); got != "en" {
		t.Errorf("got %s, want en", got)
	}
}
