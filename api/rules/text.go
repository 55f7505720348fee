package rules

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The codes of what is wrong with a value: those of the contract's FieldCode.
const (
	Required   = "required"
	Format     = "format"
	TooLong    = "too_long"
	Invalid    = "invalid"
	OutOfRange = "out_of_range"
)

// The longest texts, in characters; of an address in bytes (RFC 5321, 4.5.3.1.3).
const (
	mostEmail   = 254
	mostName    = 120
	mostContact = 500
)

// Line reads a text for one line: trimmed, not empty, of so many characters at
// most, and nothing in it that cannot be seen or that turns the line around.
func Line(text string, most int) (kept, problem string) {
	text = strings.TrimSpace(text)
	switch {
	case text == "":
		return text, Required
	case !utf8.ValidString(text) || strings.ContainsFunc(text, unseen):
		return text, Format
	case utf8.RuneCountInString(text) > most:
		return text, TooLong
	}
	return text, ""
}

// unseen is whatever nobody sees: control characters, other ends of lines, what
// turns the direction of all that follows (Unicode TR 36, 3.2). The joiners and
// marks of direction that names and texts need (U+200C to U+200F) stay.
func unseen(c rune) bool {
	return !unicode.IsGraphic(c) && (c < 0x200C || c > 0x200F) || unicode.In(c, unicode.Zl, unicode.Zp)
}

// Name reads the name of a person or of an organization.
func Name(text string) (kept, problem string) { return Line(text, mostName) }

// ExternalID reads a CRM's own id of a person. It is compared byte by byte.
func ExternalID(text string) (kept, problem string) { return Line(text, mostName) }

// Email reads one plain ASCII address; nothing is trimmed or folded.
func Email(text string) (kept, problem string) {
	switch {
	case text == "":
		return text, Required
	case len(text) > mostEmail:
		return text, TooLong
	case !regexp.MustCompile(`^[!-?A-~]+@[!-?A-~]+$`).MatchString(text):
		return text, Format
	}
	return text, ""
}

// OrganizationCode reads the name of an organization in addresses.
func OrganizationCode(text string) (kept, problem string) {
	switch {
	case text == "":
		return text, Required
	case !regexp.MustCompile(`^[a-z0-9](-?[a-z0-9]){1,39}$`).MatchString(text):
		return text, Format
	}
	return text, ""
}

// ContactText reads how people reach their administrator: some lines, or none.
func ContactText(text string) (kept, problem string) {
	text = strings.TrimSpace(text)
	switch {
	case !utf8.ValidString(text) || strings.ContainsFunc(text, func(c rune) bool { return c != '\n' && c != '\r' && c != '\t' && unseen(c) }):
		return text, Format
	case utf8.RuneCountInString(text) > mostContact:
		return text, TooLong
	}
	return text, ""
}
