package middleware

import "github.com/gin-gonic/gin"

// mostBrowser caps what is kept of a User-Agent, in bytes.
const mostBrowser = 256

// Browser is what is kept of the User-Agent of a request.
func Browser(c *gin.Context) string {
	browser := c.Request.UserAgent()
	if len(browser) > mostBrowser {
		browser = browser[:mostBrowser]
	}
	return printable(browser)
}

// printable replaces what would not be text in a log or a database.
func printable(text string) string {
	clean := []byte(text)
	for i, b := range clean {
		if b < ' ' || b > '~' {
			clean[i] = '?'
		}
	}
	return string(clean)
}
