package provider

import "latchkey/api/email"

// IsGUID tells whether s is a GUID in lower case, as Entra writes tenants and
// client ids.
func IsGUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		switch c := s[i]; {
		case i == 8 || i == 13 || i == 18 || i == 23:
			if c != '-' {
				return false
			}
		case (c < '0' || c > '9') && (c < 'a' || c > 'f'):
			return false
		}
	}
	return true
}

// isListed compares without ASCII case and never matches a missing value.
func isListed(list []string, value string) bool {
	for _, entry := range list {
		if email.Same(entry, value) {
			return true
		}
	}
	return false
}
