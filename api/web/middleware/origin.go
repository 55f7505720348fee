package middleware

import (
	"fmt"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"latchkey/api/fault"
)

// ownHeader may stand in for Sec-Fetch-Site and Origin on routes that read a
// cookie: another site cannot send it without asking first.
const ownHeader = "X-Latchkey"

// Origin refuses unsafe requests that another origin made a browser send.
func Origin(public *url.URL, refuse Refuse) (gin.HandlerFunc, error) {
	guard := http.NewCrossOriginProtection()
	if err := guard.AddTrustedOrigin(public.Scheme + "://" + public.Host); err != nil {
		return nil, fmt.Errorf("trust the public URL: %w", err)
	}
	return func(c *gin.Context) {
		if err := guard.Check(c.Request); err != nil {
			refuse(c, fault.Wrap(fault.OriginRefused, "cross_origin", err))
			c.Abort()
		}
	}, nil
}

// SignOfOurPage demands, of an unsafe request to a route that reads a cookie, some
// sign that a page of ours sent it.
func SignOfOurPage(r *http.Request) error {
	h := r.Header
	if r.Method != http.MethodGet && h.Get("Sec-Fetch-Site") == "" && h.Get("Origin") == "" && h.Get(ownHeader) == "" {
		return fault.Because(fault.OriginRefused, "no_sign_of_our_page")
	}
	return nil
}

// IsNavigation says whether a browser is going somewhere, as far as it tells: not a
// fetch, an image, a frame or a prefetch.
func IsNavigation(h http.Header) bool {
	if h.Get("Sec-Purpose") != "" || h.Get("Purpose") == "prefetch" || h.Get("X-Moz") == "prefetch" {
		return false
	}
	mode, dest := h.Get("Sec-Fetch-Mode"), h.Get("Sec-Fetch-Dest")
	return (mode == "" || mode == "navigate") && (dest == "" || dest == "document")
}
