package pages

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"

	"github.com/gin-gonic/gin"
)

// The page of a callback that found no free place, a file per language. It stands
// alone: it must not ask for anything else while there is too much to do.
//
//go:embed waiting/*.html
var waiting embed.FS

// Crowded gives the page that comes to the same address again by itself, in the
// language of a request, and lets it have its few lines of style.
func (p *Pages) Crowded(c *gin.Context) ([]byte, error) {
	body, err := waiting.ReadFile("waiting/" + p.waitingLanguage(c) + ".html")
	if err != nil {
		return nil, err
	}
	c.Header("Content-Security-Policy", StandalonePolicy(body))
	return body, nil
}

func (p *Pages) waitingLanguage(c *gin.Context) string {
	chosen := p.Language(c)
	if _, err := waiting.Open("waiting/" + chosen + ".html"); err != nil {
		return fallbackLanguage
	}
	return chosen
}

// Language chooses the language for a request, and says so to its browser.
func (p *Pages) Language(c *gin.Context) string {
	p.localized(c)
	return c.Writer.Header().Get("Content-Language")
}

// StandalonePolicy lets a page that stands alone have its own few lines of style, send its
// form to us if it has one, and nothing else.
func StandalonePolicy(page []byte) string {
	_, rest, _ := bytes.Cut(page, []byte("<style>"))
	style, _, _ := bytes.Cut(rest, []byte("</style>"))
	sum := sha256.Sum256(style)
	forms := "'none'"
	if bytes.Contains(page, []byte("<form ")) {
		forms = "'self'"
	}
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; base-uri 'none'; form-action " + forms + "; frame-ancestors 'none'"
}
