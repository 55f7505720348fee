package client

import (
	"crypto/rand"
	"hash/crc32"
	"math/big"
	"strings"

	"latchkey/api/secret"
)

// Kind is the letter that says what a secret is for.
type Kind byte

// The kinds of secrets.
const (
	ServiceSecret     Kind = 's'
	ApplicationSecret Kind = 'a'
	WebhookSecret     Kind = 'w'
)

// A secret is lk, its kind, _, 43 characters of base62 (256 bits) and 6 of its checksum:
// whoever finds one knows what it is, a double click selects it whole, and a wrong one
// needs no database. Scanners match \blk[saw]_[0-9A-Za-z]{49}\b.
const (
	secretStart  = "lk"
	secretRandom = 43
	secretSum    = 6
	secretLength = len(secretStart) + 2 + secretRandom + secretSum
	base62       = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)

// What is shown of a secret later.
const (
	shownFirst = 8
	shownLast  = 4
)

// NewSecret makes a secret for a client of this kind.
func NewSecret(k Kind) string {
	raw := make([]byte, 32)
	rand.Read(raw)
	text := secretStart + string(rune(k)) + "_" + inBase62(new(big.Int).SetBytes(raw), secretRandom)
	return text + checksum(text)
}

// IsSecret says whether a text has the form of a secret of a kind, and its checksum.
func IsSecret(k Kind, text string) bool {
	if len(text) != secretLength || !strings.HasPrefix(text, secretStart+string(rune(k))+"_") {
		return false
	}
	sum := len(text) - secretSum
	return strings.Trim(text[secretLength-secretSum-secretRandom:], base62) == "" && checksum(text[:sum]) == text[sum:]
}

// hasOurStart says whether a text wants to be a secret of ours, of any kind.
func hasOurStart(text string) bool {
	return len(text) > 4 && strings.HasPrefix(text, secretStart) && strings.ContainsAny(text[2:3], "saw") && text[3] == '_'
}

// checksum is CRC-32, by which a secret that was cut or mistyped is known.
func checksum(text string) string {
	return inBase62(big.NewInt(int64(crc32.ChecksumIEEE([]byte(text)))), secretSum)
}

func inBase62(n *big.Int, length int) string {
	digits, base, digit := make([]byte, length), big.NewInt(int64(len(base62))), new(big.Int)
	for i := length - 1; i >= 0; i-- {
		n.DivMod(n, base, digit)
		digits[i] = base62[digit.Int64()]
	}
	return string(digits)
}

// HashOf is what is kept of a secret.
func HashOf(text string) string { return secret.Hash(text) }

// shown is what people know a secret by.
func shown(text string) (first, last string) {
	return text[:min(shownFirst, len(text))], text[max(0, len(text)-shownLast):]
}

// LooksLikeSecret says whether a text wants to be a secret of ours, whatever its checksum.
func LooksLikeSecret(text string) bool { return hasOurStart(text) }

// IsAnySecret says whether a text is a secret of ours, of any kind, by its checksum.
func IsAnySecret(text string) bool { return isAnySecret(text) }
