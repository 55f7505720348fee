package email

import (
	_ "embed"
	"slices"
	"strings"
)

// MaxDomain is the longest domain name in bytes (RFC 1035, section 2.3.4).
const MaxDomain = 253

// maxLabel is the longest of the names between its dots.
const maxLabel = 63

//go:embed publicmail.txt
var publicMail string

// IsDomain says whether a text is a domain name of two labels or more, in lower
// case (other scripts in punycode): letters, digits and hyphens, as RFC 1123 has
// it, and no IP address.
func IsDomain(text string) bool {
	last := text[strings.LastIndexByte(text, '.')+1:]
	return isHostName(text) && len(text) <= MaxDomain && strings.Contains(text, ".") && Fold(text) == text &&
		strings.Trim(last, "0123456789") != "" // the last of an IP address is a number
}

// isHostName allows one label and capitals too: what an address may have behind
// its @.
func isHostName(text string) bool {
	for label := range strings.SplitSeq(text, ".") {
		if label == "" || len(label) > maxLabel || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		for i := range len(label) {
			if !isAlnum(label[i]) && label[i] != '-' {
				return false
			}
		}
	}
	return true
}

// IsPublicDomain says whether a domain is that of a mail provider at which anybody
// may have an address, or beneath one.
func IsPublicDomain(domain string) bool {
	for line := range strings.Lines(publicMail) {
		line = strings.TrimSpace(line)
		if line != "" && line[0] != '#' && (domain == line || strings.HasSuffix(domain, "."+line)) {
			return true
		}
	}
	return false
}

// GmailDomains are those of Google's own mail, whose addresses belong to private
// people and to no organization.
func GmailDomains() []string { return []string{"gmail.com", "googlemail.com"} }

// IsGmail says whether a folded domain is one of [GmailDomains].
func IsGmail(domain string) bool { return slices.Contains(GmailDomains(), domain) }
