package secret

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
)

// NewID returns 128 random bits as 22 characters of base64url. Ids are never
// reused: they are never derived from anything.
func NewID() string { return randomText(16) }

// NewToken returns 256 random bits as 43 characters of base64url, for values
// that are kept only as [Hash].
func NewToken() string { return randomText(32) }

// Hash is what the database keeps of a secret: SHA-256, base64url. The secrets
// are random and long, so no salt and no slow hash is needed.
func Hash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

func randomText(n int) string {
	b := make([]byte, n)
	rand.Read(b) // never fails: the runtime ends the process instead
	return base64.RawURLEncoding.EncodeToString(b)
}

// IsID says whether a text has the form of an id of NewID.
func IsID(text string) bool {
	if len(text) != 22 {
		return false
	}
	for _, c := range []byte(text) {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '_' {
			return false
		}
	}
	return true
}
