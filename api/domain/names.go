package domain

import (
	_ "embed"
	"strings"

	"latchkey/api/email"

	"golang.org/x/net/publicsuffix"
)

// maxName leaves room for the label of the record before a name.
const maxName = email.MaxDomain - len(recordLabel) - 1

// normal forgives capitals and the spaces around a pasted name. ASCII capitals
// alone: the Kelvin sign is no k.
func normal(typed string) string { return email.Fold(strings.TrimSpace(typed)) }

// Of is the domain of an e-mail address as people type it, or "" if there is
// none that could be claimed.
func Of(address string) string {
	name := normal(email.Domain(address))
	if strings.HasPrefix(address, "@") || !isName(name) {
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
	case email.IsPublicDomain(name), isPublicSuffix(name):
		return "public_domain"
	}
	return ""
}

// isName wants a domain name with room for the label of the record before it.
func isName(name string) bool { return len(name) <= maxName && email.IsDomain(name) }

// isPublicSuffix tells whether anybody may register a name beneath this one.
func isPublicSuffix(name string) bool {
	suffix, _ := publicsuffix.PublicSuffix(name)
	return suffix == name
}
