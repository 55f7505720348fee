package pages

import (
	"crypto/rand"
	"encoding/base64"
	"strings"

	"latchkey/api/web/middleware"
)

// appPolicy adds what the app entry needs: a nonce for the styles that its
// components write, and one Trusted Types policy.
func appPolicy(nonce string) string {
	return strings.Replace(middleware.ContentPolicy, "style-src 'self'", "style-src 'self' 'nonce-"+nonce+"'", 1) +
		"; trusted-types default"
}

func newNonce() string {
	b := make([]byte, 16)
	rand.Read(b)
	return base64.StdEncoding.EncodeToString(b)
}
