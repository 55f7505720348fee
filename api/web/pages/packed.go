package pages

import (
	"bytes"
	"compress/gzip"

	"github.com/gin-gonic/gin"

	"latchkey/api/web/middleware"
)

// sendPacked answers the page of the app, packed for whoever takes that: it is sent anew each
// time, and everything waits for it. Nothing that somebody may choose stands beside a secret in
// it, so that its size tells nothing (BREACH); of the sign-in page that could not be said.
func sendPacked(c *gin.Context, status int, page []byte) {
	c.Writer.Header().Add("Vary", "Accept-Encoding")
	if accepts(c.GetHeader("Accept-Encoding"), "gzip") {
		var small bytes.Buffer
		packer := gzip.NewWriter(&small)
		_, err := packer.Write(page)
		if err == nil && packer.Close() == nil {
			c.Header("Content-Encoding", "gzip")
			page = small.Bytes()
		}
	}
	c.Data(status, middleware.HTMLType, page)
}
