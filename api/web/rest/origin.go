package rest

import (
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"latchkey/api/fault"
)

// ownHeader may stand in for Sec-Fetch-Site and Origin on routes that read a
// cookie: another site cannot send it without asking first.
const ownHeader = "X-Latchkey"

// originGuard refuses unsafe requests that another origin made a browser send.
func (s *Server) originGuard() (gin.HandlerFunc, error) {
	guard := http.NewCrossOriginProtection()
	if err := guard.AddTrustedOrigin(s.PublicURL.Scheme + "://" + s.PublicURL.Host); err != nil {
		return nil, fmt.Errorf("trust the public URL: %w", err)
	}
	return func(c *gin.Context) {
		if err := guard.Check(c.Request); err != nil {
			s.writeProblem(c, fault.Wrap(fault.OriginRefused, "cross_origin", err))
			c.Abort()
		}
	}, nil
}

// guardCookie demands, of unsafe requests to a route that reads a cookie, some
// sign that a page of ours sent them.
func (r route) guardCookie(c *gin.Context) error {
	h := c.Request.Header
	if r.cookie && c.Request.Method != http.MethodGet &&
		h.Get("Sec-Fetch-Site") == "" && h.Get("Origin") == "" && h.Get(ownHeader) == "" {
		return fault.Because(fault.OriginRefused, "no_sign_of_our_page")
	}
	return nil
}

// isNavigation says whether a browser is going somewhere, as far as it tells:
// not a fetch, an image, a frame or a prefetch.
func isNavigation(h http.Header) bool {
	if h.Get("Sec-Purpose") != "" || h.Get("Purpose") == "prefetch" || h.Get("X-Moz") == "prefetch" {
		return false
	}
	mode, dest := h.Get("Sec-Fetch-Mode"), h.Get("Sec-Fetch-Dest")
	return (mode == "" || mode == "navigate") && (dest == "" || dest == "document")
}
