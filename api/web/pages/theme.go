package pages

import (
	"bytes"
	"slices"

	"github.com/gin-gonic/gin"
)

// themeCookie names the look that somebody chose in this browser. The pages
// write it themselves, for a year: it is no secret and is not HttpOnly.
const themeCookie = "latchkey_theme"

// themes are the values that the cookie may have; without the cookie the system's setting decides.
func themes() []string { return []string{"light", "dark"} }

// themeOf gives the chosen look of a request; "" leaves it to the system.
func themeOf(c *gin.Context) string {
	cookie, err := c.Request.Cookie(themeCookie)
	if err != nil {
		return ""
	}
	if !slices.Contains(themes(), cookie.Value) {
		return ""
	}
	return cookie.Value
}

// dressed gives the page in a chosen look. The HTML says it before anything is
// drawn, so that nothing flashes and no script is needed for it.
func (h pageTemplate) dressed(theme string) pageTemplate {
	other := themes()[0]
	if theme == other {
		other = themes()[1]
	}
	head := bytes.Replace(h.before, []byte(`<html `), []byte(`<html data-theme="`+theme+`" `), 1)
	head = bytes.Replace(head, []byte(`content="light dark"`), []byte(`content="`+theme+`"`), 1)
	head = bytes.Replace(head, preferring(theme), []byte(`media="all"`), 1)
	head = bytes.Replace(head, preferring(other), []byte(`media="not all"`), 1)
	return pageTemplate{head, h.after}
}

// preferring is how a theme-color says for which look of the system it is.
func preferring(theme string) []byte {
	return []byte(`media="(prefers-color-scheme:` + theme + `)"`)
}
