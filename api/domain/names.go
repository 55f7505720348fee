package domain

import (
	_ "embed"
	"strings"

	"golang.org/x/net/publicsuffix"

	"latchkey/api/store"
)

// maxName leaves room for the label of the record before a name (RFC 1035,
// section 2.3.4).
const maxName = 253 - len(recordLabel) - 1

//go:embed publicmail.txt
var publicMail string

// normal forgives capitals and the spaces around a pasted name. ASCII capitals
// alone: the Kelvin sign is no k.
func normal(typed string) string { return store.LowerEmail(strings.TrimSpace(typed)) }

// Of is the domain of an e-mail address as people type it, or "" if there is
// none that could be claimed.
func Of(email string) string {
	at := strings.LastIndexByte(email, '@')
	name := normal(email[at+1:])
	if at < 1 || !isName(name) {
		return ""
	}
	return name
}

// refuse says why a name cannot be claimed: "format", "public_domain", or ""
// when it can.
func refuse(name string) string {
	switch {
	case !isName(name):
		return "format"
	case isPublicMail(name), isPublicSuffix(name):
		return "public_domain"
	}
	return ""
}

// isName wants a host name of two labels or more, in lower-case ASCII (others
// are written in punycode), whose last label is no number: that would be an
// address (RFC 1123, section 2.1).
func isName(name string) bool {
	labels := strings.Split(name, ".")
	if len(labels) < 2 || len(name) > maxName {
		return false
	}
	for _, label := range labels {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' ||
			strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			return false
		}
	}
	return strings.Trim(labels[len(labels)-1], "0123456789") != ""
}

// isPublicMail tells whether a name is on the list of mail providers, or beneath
// one that is.
func isPublicMail(name string) bool {
	for line := range strings.Lines(publicMail) {
		line = strings.TrimSpace(line)
		if line != "" && line[0] != '#' && (name == line || strings.HasSuffix(name, "."+line)) {
			return true
		}
	}
	return false
}

// isPublicSuffix tells whether anybody may register a name beneath this one.
func isPublicSuffix(name string) bool {
	suffix, _ := publicsuffix.PublicSuffix(name)
	return suffix == name
}
