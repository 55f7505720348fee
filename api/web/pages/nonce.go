package pages

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"latchkey/api/web/middleware"
)

// appPolicy adds what the app entry needs: the hashes of the scripts that stand in its document
// (what asks before the app is there), a nonce for the styles that its components write, and
// one Trusted Types policy. No script runs but those: a hash lets in nothing that was slipped in.
func appPolicy(scripts, nonce string) string {
	return strings.NewReplacer("script-src 'self'", "script-src 'self'"+scripts, "style-src 'self'", "style-src 'self' 'nonce-"+nonce+"'").
		Replace(middleware.ContentPolicy) + "; trusted-types default"
}

// scriptHashes lists the scripts that stand in a page of ours as a policy names them (CSP 3, 2.3.1).
func scriptHashes(page string) string {
	var hashes strings.Builder
	for {
		_, rest, found := strings.Cut(page, "<script>")
		if !found {
			return hashes.String()
		}
		script, after, _ := strings.Cut(rest, "</script>")
		sum := sha256.Sum256([]byte(script))
		hashes.WriteString(" 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'")
		page = after
	}
}

func newNonce() string {
	b := make([]byte, 16)
	rand.Read(b)
	return base64.StdEncoding.EncodeToString(b)
}
