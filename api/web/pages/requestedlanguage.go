package pages

import (
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"golang.org/x/text/language"
)

// askedCookie names the language that an application asked for (ui_locales), for the pages
// of the sign-in that it began. What somebody picked in this browser wins over it.
const (
	askedCookie = "latchkey-asked-language"
	askedLife   = time.Hour // as a request waits
	mostLocales = 300       // bytes of ui_locales that are read
)

// KeepRequestedLanguage keeps the language that the request of an application asks for. One that asks
// for none we speak is no error (OpenID Connect Core, 3.1.2.1), and ends what another asked.
func (p *Pages) KeepRequestedLanguage(c *gin.Context) {
	if asked := p.firstSupported(c.Query("ui_locales")); asked != "" {
		p.cookies.Set(c, askedCookie, asked, askedLife)
	} else if p.cookies.Read(c, askedCookie) != "" {
		p.cookies.Clear(c, askedCookie)
	}
}

// firstSupported is the first language of a list that there are pages of, in any region; "" if there is none.
func (s localizedPages) firstSupported(locales string) string {
	if len(locales) > mostLocales {
		return ""
	}
	for locale := range strings.FieldsSeq(locales) {
		tag, err := language.Parse(locale)
		if err != nil {
			continue
		}
		if _, place, sure := s.matcher.Match(tag); sure >= language.High {
			return s.offered[place]
		}
	}
	return ""
}

// asked is the language that the application asks for whose sign-in goes on: its own request
// says it, or the browser keeps it. "" if none is asked for.
func (s localizedPages) asked(c *gin.Context) string {
	if asked := s.firstSupported(c.Query("ui_locales")); asked != "" {
		return asked
	}
	return s.firstSupported(s.cookies.Read(c, askedCookie))
}
