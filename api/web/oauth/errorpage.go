package oauth

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"latchkey/api/web/middleware"
	"latchkey/api/web/standalone"
)

// The page that people see where nothing may be sent to the application: its form, and
// its sentences, a file per language.
//
//go:embed *.html text/*.json
var files embed.FS

// errorTexts are the sentences in one language.
type errorTexts struct {
	Direction   string            `json:"direction"`
	Title       string            `json:"title"`
	Person      string            `json:"person"`    // what the person can do
	Developer   string            `json:"developer"` // above what the developer must mend
	Unavailable string            `json:"unavailable"`
	Reference   string            `json:"reference"`
	Docs        string            `json:"docs"` // the guide for developers
	Home        string            `json:"home"`
	Causes      map[string]string `json:"causes"` // by what is wrong
	Onward      onwardTexts       `json:"onward"`
	Logout      logoutTexts       `json:"logout"`
}

type errorPages struct {
	form  *template.Template    // all pages, by the names of their files
	texts map[string]errorTexts // by language
}

// fallback is the language that is always there.
const fallback = "en"

func readErrorPages() (*errorPages, error) {
	form, err := standalone.Parse(files, "*.html")
	if err != nil {
		return nil, err
	}
	p := &errorPages{form: form, texts: map[string]errorTexts{}}
	entries, err := files.ReadDir("text")
	if err != nil {
		return nil, fmt.Errorf("read the page of errors: %w", err)
	}
	for _, entry := range entries {
		text, err := files.ReadFile("text/" + entry.Name())
		if err != nil {
			return nil, fmt.Errorf("read the page of errors: %w", err)
		}
		var texts errorTexts
		if err := json.Unmarshal(text, &texts); err != nil {
			return nil, fmt.Errorf("read %s: %w", entry.Name(), err)
		}
		p.texts[strings.TrimSuffix(entry.Name(), ".json")] = texts
	}
	return p, nil
}

func (p *errorPages) languages() []string { return slices.Sorted(maps.Keys(p.texts)) }

// errorPage says what is wrong, and never what the request held.
func (f *Face) errorPage(c *gin.Context, status int, what string) {
	f.page(c, status, "errorpage.html", map[string]any{"What": what})
}

// page writes a page of ours in the language of the browser. values are what it says
// beside the texts.
func (f *Face) page(c *gin.Context, status int, form string, values map[string]any) {
	language := f.Language(c)
	texts, known := f.pages.texts[language]
	if !known {
		language, texts = fallback, f.pages.texts[fallback]
	}
	what, _ := values["What"].(string)
	values["Language"], values["Texts"], values["Cause"], values["Reference"] = language, texts, texts.Causes[what], middleware.Reference(c)
	var page bytes.Buffer
	if err := f.pages.form.ExecuteTemplate(&page, form, values); err != nil {
		f.Log.ErrorContext(c.Request.Context(), "a page failed", "page", form, "error", err)
		c.Status(status)
		return
	}
	c.Header("Content-Security-Policy", standalone.Policy(page.Bytes()))
	c.Data(status, middleware.HTMLType, page.Bytes())
}
