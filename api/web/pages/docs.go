package pages

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"path"
	"strings"

	"github.com/gin-gonic/gin"
)

// docsRoute is where the documentation for developers is. Its pages are in
// English alone, whole as the build left them, and the same for everybody.
const docsRoute = "/docs"

// docsTags gives the entity tag of each page of the documentation by its file.
func docsTags(files *assets) (map[string]string, error) {
	tags := map[string]string{}
	for stored := range files.stored {
		name := strings.TrimSuffix(stored, ".gz")
		if !strings.HasPrefix(name, "docs/") || path.Ext(name) != ".html" {
			continue
		}
		page, err := files.plain(name)
		if err != nil {
			return nil, fmt.Errorf("read the documentation: %w", err)
		}
		sum := sha256.Sum256(page)
		// Weak: it is the same page in each coding.
		tags[name] = `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
	}
	return tags, nil
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
	tag, known := s.Pages.docs[name]
	if !known {
		s.Missing(c)
		return
	}
	if asked != "" && strings.HasSuffix(asked, "/") {
		c.Redirect(http.StatusFound, strings.TrimRight(docsRoute+path.Clean(asked), "/"))
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
