package rules

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"latchkey/api/email"
	"latchkey/api/text"
)

// The codes of what is wrong with a value: those of the contract's FieldCode.
const (
	Required   = "required"
	Format     = "format"
	TooLong    = "too_long"
	Invalid    = "invalid"
	OutOfRange = "out_of_range"
)

// The longest texts, in characters.
const (
	mostName    = 120
	mostContact = 500
)

// Line reads a text for one line: trimmed, not empty, of so many characters at
// most, and nothing in it that cannot be seen or that turns the line around.
func Line(given string, most int) (kept, problem string) {
	kept = strings.TrimSpace(given)
	switch {
	case kept == "":
		return kept, Required
	case !text.IsLine(kept):
		return kept, Format
	case utf8.RuneCountInString(kept) > most:
		return kept, TooLong
	}
	return kept, ""
}

// Name reads the name of a person or of an organization.
func Name(name string) (kept, problem string) { return Line(name, mostName) }

// ExternalID reads a CRM's own id of a person. It is compared byte by byte.
func ExternalID(id string) (kept, problem string) { return Line(id, mostName) }

// Email reads one plain ASCII address; nothing is trimmed or folded.
func Email(given string) (kept, problem string) {
	switch {
	case given == "":
		return given, Required
	case len(given) > email.MaxLength:
		return given, TooLong
	case !email.IsAddress(given):
		return given, Format
	}
	return given, ""
}

// The grammars of what many requests and many lines of a file name.
var (
	organizationCode = regexp.MustCompile(`^[a-z0-9](-?[a-z0-9]){1,39}$`)
	providerKey      = regexp.MustCompile(`^[a-z][a-z0-9-]{1,30}$`)
)

// IsProviderKey says whether a connection could have this key in addresses and files.
func IsProviderKey(given string) bool { return providerKey.MatchString(given) }

// OrganizationCode reads the name of an organization in addresses.
func OrganizationCode(given string) (kept, problem string) {
	switch {
	case given == "":
		return given, Required
	case !organizationCode.MatchString(given):
		return given, Format
	}
	return given, ""
}

// ContactText reads how people reach their administrator: some lines, or none.
func ContactText(given string) (kept, problem string) {
	kept = strings.TrimSpace(given)
	switch {
	case !text.IsNote(kept):
		return kept, Format
	case utf8.RuneCountInString(kept) > mostContact:
		return kept, TooLong
	}
	return kept, ""
}
