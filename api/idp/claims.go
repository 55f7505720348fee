package idp

import (
	"encoding/json"
	"strings"
	"time"
	"unicode"

	"latchkey/api/email"
)

// Claims is what a verified ID token says about a person. Nothing in it is a
// decision; e-mail and names are the provider's word.
type Claims struct {
	Issuer  string // Google: always the form with https; generic: the application's
	Subject string // byte-exact, 1 to 255 bytes of printable ASCII
	// Email is one plain ASCII address of at most 254 bytes as the provider
	// wrote it, or "": absent, or not such an address.
	Email         string
	EmailVerified bool // email_verified is JSON true, or what a known issuer writes for it
	VerifiedAs    VerifiedType
	EDOV          EDOV
	HostedDomain  string // Google's hd, or ""; of a generic provider nothing
	TenantID      string // Microsoft's tid: a GUID in lower case
	ObjectID      string // Microsoft's oid, or ""
	// Guest tells that a Microsoft account is at home elsewhere: idp present and
	// not the issuer, or acct present and not 0.
	Guest             bool
	PreferredUsername string // never proof of anything; may prefill a form
	Name              string
	IssuedAt          time.Time
	AuthTime          time.Time // zero when absent or no plain time
}

// EDOV is Microsoft's optional claim xms_edov: whether the owner of the
// e-mail's domain vouches for the address.
type EDOV int

// The values of [EDOV].
const (
	Absent EDOV = iota
	No
	Yes
)

const (
	maxText = 255
)

// readClaims takes the claims out of a verified payload.
func readClaims(provider Provider, issuer string, c object) Claims {
	claims := Claims{
		Issuer:            issuer,
		Subject:           c.text("sub"),
		Email:             address(c.text("email")),
		PreferredUsername: plain(c.text("preferred_username")),
		Name:              plain(c.text("name")),
	}
	claims.EmailVerified, claims.VerifiedAs = emailVerified(issuer, c)
	claims.IssuedAt, _ = c.moment("iat")
	claims.AuthTime, _ = c.moment("auth_time")
	if provider == Microsoft {
		claims.TenantID = c.text("tid")
		claims.ObjectID = plain(c.text("oid"))
		claims.Guest = isGuest(c, issuer)
		claims.EDOV = domainOwnerVerified(c)
		return claims
	}
	if provider == Google {
		claims.HostedDomain = plain(c.text("hd"))
	}
	return claims
}

// isGuest takes anything it does not understand for a guest.
func isGuest(c object, issuer string) bool {
	if c.has("idp") && c.text("idp") != issuer {
		return true
	}
	if !c.has("acct") {
		return false
	}
	return c["acct"] != json.Number("0") && c["acct"] != "0"
}

// domainOwnerVerified reads xms_edov, which Entra writes in several ways.
func domainOwnerVerified(c object) EDOV {
	v, ok := c["xms_edov"]
	switch {
	case !ok:
		return Absent
	case v == true, v == json.Number("1"), v == "1", v == "true":
		return Yes
	}
	return No
}

// address returns an e-mail address that has only one reading, else "".
func address(s string) string {
	if !email.IsPlain(s) {
		return ""
	}
	return s
}

// plain returns a text that can be shown on one line, else "".
func plain(s string) string {
	if len(s) > maxText || strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return ""
	}
	return s
}

func isAlnum(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}
