package pages

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"github.com/gin-gonic/gin"
)

// docsRoute is where the documentation for developers is. Its pages are in
// English alone, whole as the build left them, and the same for everybody.
const docsRoute = "/docs"

// tag gives the entity tag of a page of the documentation, as the build left it: packed. It
// is weak, since the page is the same in each coding.
func (a *assets) tag(name string) (string, error) {
	if !a.stored[name] {
		name += ".gz"
	}
	page, err := fs.ReadFile(a.dist, name)
	if err != nil {
		return "", fmt.Errorf("read the documentation: %w", err)
	}
	sum := sha256.Sum256(page)
	return `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`, nil
}

// docsPage serves a page of the documentation: /docs/api/users is docs/api/users.html.
func (s *Site) docsPage(c *gin.Context) {
	asked := strings.TrimPrefix(c.Request.URL.Path, docsRoute)
	if asked == "/theme.css" {
		docsTheme(c)
		return
	}
	name := path.Join("docs", path.Clean("/"+asked))
	if name == "docs" {
		name = "docs/index"
	}
	name += ".html"
	if !s.Pages.files.has(name) {
		s.Missing(c)
		return
	}
	if asked != "" && strings.HasSuffix(asked, "/") {
		c.Redirect(http.StatusFound, strings.TrimRight(docsRoute+path.Clean(asked), "/"))
		return
	}
	tag, err := s.Pages.files.tag(name)
	if err != nil {
		s.Problems.Refuse(c, err)
		return
	}
	c.Header("ETag", tag)
	if strings.Contains(c.GetHeader("If-None-Match"), tag) {
		c.Header("Cache-Control", docsCaching)
		c.Header("Vary", "Accept-Encoding")
		c.Status(http.StatusNotModified)
		return
	}
	s.file(c, name, docsCaching)
}

// docsCaching lets a page be kept and asked about each time: another version of
// the program has others at the same addresses.
const docsCaching = "public, no-cache"

// docsTheme is a stylesheet with the look that was chosen in this browser. The
// pages themselves are the same for everybody, so that they can be compressed
// once and kept.
func docsTheme(c *gin.Context) {
	var css string
	if theme := themeOf(c); theme != "" {
		css = ":root{color-scheme:" + theme + "}"
	}
	c.Data(http.StatusOK, "text/css; charset=utf-8", []byte(css))
}

// problemTypes leads to the catalogue of refusals, which the type of every
// problem document points to (`/problems#code`, RFC 9457, 3.1.1). Browsers keep
// the fragment.
func problemTypes(c *gin.Context) { c.Redirect(http.StatusFound, docsRoute+"/api/refusals") }
