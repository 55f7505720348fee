package pages

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gin-gonic/gin"

	"latchkey/api/web/middleware"
)

// Finding 40: the page is in the chosen look before anything of it is drawn.
func TestThePageSaysTheChosenTheme(t *testing.T) {
	t.Parallel()
	const head = `<!doctype html><html lang="en"><meta name="color-scheme" content="light dark">` +
		`<meta name="theme-color" content="#fff" media="(prefers-color-scheme:light)">` +
		`<meta name="theme-color" content="#000" media="(prefers-color-scheme:dark)">`
	pages, err := Read(fstest.MapFS{
		"en/login.html": {Data: []byte(head + `<script type="application/json" id="page">null</script>`)},
		"en/app.html":   {Data: []byte(head + `<meta name="csp-nonce" nonce="">`)},
	}, middleware.Cookies{})
	if err != nil {
		t.Fatal(err)
	}
	dark := []string{
		`<html data-theme="dark" lang="en">`, `content="dark"`, `content="#fff" media="not all"`, `content="#000" media="all"`,
	}
	for cookie, want := range map[string][]string{
		"":                             {head},
		themeCookie + "=dark":          dark,
		themeCookie + "=light":         {`<html data-theme="light" lang="en">`, `content="#000" media="not all"`},
		themeCookie + `="><script>`:    {head},
		themeCookie + "=dark; other=1": dark,
	} {
		c, _ := gin.CreateTestContext(httptest.NewRecorder())
		c.Request = httptest.NewRequest(http.MethodGet, "/", nil)
		c.Request.Header.Set("Cookie", cookie)
		in := pages.localized(c)
		for name, page := range map[string]string{"sign-in": string(in.signIn.fill(nil)), "app": in.app.page} {
			for _, part := range want {
				if !strings.Contains(page, part) {
					t.Errorf("%s with %q: no %s in %s", name, cookie, part, page)
				}
			}
		}
	}
}
