package middleware

import (
	"net/url"

	"github.com/gin-gonic/gin"
)

// PathValues unescapes the values of the path where the router matched it as it was sent, so
// that one of them may hold a slash. The router itself would read a plus as a space.
func PathValues(c *gin.Context) {
	if c.Request.URL.RawPath == "" {
		return // it was matched unescaped
	}
	for i, p := range c.Params {
		if value, err := url.PathUnescape(p.Value); err == nil {
			c.Params[i].Value = value
		}
	}
}
