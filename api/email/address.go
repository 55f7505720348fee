package email

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxLength is the longest address in bytes (RFC 5321, section 4.5.3.1.3).
const MaxLength = 254

// maxLocal is the longest part before the @ in bytes (RFC 5321, section 4.5.3.1.1).
const maxLocal = 64

// Fold folds A-Z and nothing else: no dots, no plus, no Unicode. Two addresses, or
// two domains, are the same if and only if this makes them equal, byte by byte
// (spec "Who is it", 2).
func Fold(text string) string {
	b := []byte(text)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + ('a' - 'A')
		}
	}
	return string(b)
}

// Same says whether two addresses are one; a missing one is never the same.
func Same(a, b string) bool { return a != "" && Fold(a) == Fold(b) }

// Domain is what stands behind the last @, folded; "" where there is no @.
func Domain(address string) string {
	at := strings.LastIndexByte(address, '@')
	if at < 0 {
		return ""
	}
	return Fold(address[at+1:])
}

// Mask keeps the first letter and the domain: enough to recognize one's own.
func Mask(address string) string {
	local, domain, ok := strings.Cut(address, "@")
	if !ok || local == "" {
		return ""
	}
	_, first := utf8.DecodeRuneInString(local) // Microsoft's sign-in names may be in any script
	return local[:first] + "••••@" + domain
}

// split takes an address apart at its only @; both sides hold something.
func split(text string) (local, domain string, ok bool) {
	local, domain, ok = strings.Cut(text, "@")
	return local, domain, ok && local != "" && domain != "" && !strings.Contains(domain, "@") && len(text) <= MaxLength
}

// LooksLike says whether somebody means an address by this: one @, no spaces, no
// quotes, nothing that cannot be seen; any script.
func LooksLike(text string) bool {
	_, _, ok := split(text)
	return ok && !strings.ContainsFunc(text, func(c rune) bool { return c == ' ' || c == '"' || !unicode.IsPrint(c) })
}

// IsAddress says whether a user may have kept this address: one @ and visible ASCII. A new
// one is asked for more, see IsPlain. It is the pattern that openapi.yaml has for the addresses of users.
func IsAddress(text string) bool {
	_, _, ok := split(text)
	return ok && !strings.ContainsFunc(text, func(c rune) bool { return c <= ' ' || c > '~' })
}

// IsPlain says whether an address has only one reading: letters, digits and the
// common signs before the @, a host name behind it. No quotes, comments, spaces or
// address literals, and nothing beyond ASCII.
func IsPlain(text string) bool {
	local, domain, ok := split(text)
	if !ok || len(local) > maxLocal || !isHostName(domain) {
		return false
	}
	for i := range len(local) {
		if !isAlnum(local[i]) && !strings.ContainsRune("!#$%&'*+-/=?^_`{|}~.", rune(local[i])) {
			return false
		}
	}
	return true
}

func isAlnum(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}
