package pages

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/gin-gonic/gin"

	"latchkey/api/web/standalone"
)

// The pages of whoever has to wait, and their sentences, a file per language. They stand
// alone: they must not ask for anything else while there is too much to do, or nothing
// else there yet.
//
//go:embed waiting
var waiting embed.FS

// waitingTexts are the sentences in one language.
type waitingTexts struct {
	Language  string `json:"-"`
	Direction string `json:"direction"`
	Title     string `json:"title"`
	Updating  string `json:"updating"` // why nothing is here yet
	Slow      string `json:"slow"`
	Leave     string `json:"leave"` // what to do: nothing
	Go        string `json:"go"`
}

// readWaiting reads the texts of the page that waits, by language.
func readWaiting() (map[string]waitingTexts, error) {
	entries, err := waiting.ReadDir("waiting")
	if err != nil {
		return nil, fmt.Errorf("read the pages that wait: %w", err)
	}
	read := map[string]waitingTexts{}
	for _, entry := range entries {
		language, isText := strings.CutSuffix(entry.Name(), ".json")
		if !isText {
			continue
		}
		text, err := waiting.ReadFile("waiting/" + entry.Name())
		if err != nil {
			return nil, fmt.Errorf("read the pages that wait: %w", err)
		}
		texts := waitingTexts{Language: language}
		if err := json.Unmarshal(text, &texts); err != nil {
			return nil, fmt.Errorf("read %s: %w", entry.Name(), err)
		}
		read[language] = texts
	}
	return read, nil
}

// makeCrowded makes the page of a callback that found no free place, by language.
func makeCrowded() (map[string][]byte, error) {
	form, err := standalone.Parse(waiting, "waiting/crowded.html")
	if err != nil {
		return nil, err
	}
	read, err := readWaiting()
	if err != nil {
		return nil, err
	}
	made := map[string][]byte{}
	for language, texts := range read {
		var page bytes.Buffer
		if err := form.ExecuteTemplate(&page, "crowded.html", texts); err != nil {
			return nil, fmt.Errorf("make the page of a crowd: %w", err)
		}
		made[language] = page.Bytes()
	}
	return made, nil
}

// Crowded gives the page that comes to the same address again by itself, in the
// language of a request, and lets it have its few lines of style.
func (p *Pages) Crowded(c *gin.Context) ([]byte, error) {
	page, known := p.crowded[p.Language(c)]
	if !known {
		page = p.crowded[fallbackLanguage]
	}
	c.Header("Content-Security-Policy", standalone.Policy(page))
	return page, nil
}

// Language chooses the language for a request, and says so to its browser.
func (p *Pages) Language(c *gin.Context) string {
	p.localized(c)
	return c.Writer.Header().Get("Content-Language")
}
