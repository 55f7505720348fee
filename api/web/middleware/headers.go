package middleware

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// ContentPolicy is the policy of everything we answer; pages of the app add to it
// (spec "Headers"). No inline script or style but those that they name, no third party, no frame.
const ContentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; " +
	"frame-ancestors 'none'; require-trusted-types-for 'script'"

// HTMLType is the media type of a page.
const HTMLType = "text/html; charset=utf-8"

// SetHeaders sets what every answer carries, from the first moment of the process on.
func SetHeaders(h http.Header) {
	h.Set("Content-Security-Policy", ContentPolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}

// Headers is SetHeaders for all handlers. Hashed assets replace Cache-Control.
func Headers(secure bool) gin.HandlerFunc {
	return func(c *gin.Context) {
		h := c.Writer.Header()
		SetHeaders(h)
		if secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		c.Next()
	}
}
