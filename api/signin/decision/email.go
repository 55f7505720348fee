package decision

import "strings"

// DomainOf is the domain of an address in lower case; package idp lets only one @ pass.
func DomainOf(email string) string {
	_, domain, _ := strings.Cut(email, "@")
	return lower(domain)
}

// sameEmail says whether two addresses are one; a missing one is never the same.
func sameEmail(a, b string) bool { return a != "" && lower(a) == lower(b) }

// lower folds A-Z and nothing else: no dots, no plus, no Unicode.
func lower(s string) string {
	return strings.Map(func(c rune) rune {
		if 'A' <= c && c <= 'Z' {
			return c + ('a' - 'A')
		}
		return c
	}, s)
}

// isPersonal says whether an address belongs to a private person and to no
// organization.
func isPersonal(email string) bool {
	domain := DomainOf(email)
	return domain == "gmail.com" || domain == "googlemail.com"
}

// LooksLikeEmail says whether a sign-in name could be an e-mail address.
func LooksLikeEmail(text string) bool {
	local, domain, ok := strings.Cut(text, "@")
	return ok && local != "" && domain != "" && len(text) <= 254 && !strings.ContainsAny(text, " \t\r\n\"") &&
		!strings.Contains(domain, "@")
}
