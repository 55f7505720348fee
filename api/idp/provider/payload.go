package provider

import (
	"strings"
	"unicode"
)

// Payload is a token's or a userinfo answer's JSON object, whose numbers are
// json.Number.
type Payload map[string]any

// Text returns a member that is a string, else "".
func (p Payload) Text(name string) string {
	s, _ := p[name].(string)
	return s
}

// Has tells whether a member is present, whatever it holds.
func (p Payload) Has(name string) bool {
	_, ok := p[name]
	return ok
}

// Line returns a member that can be shown on one line, else "".
func (p Payload) Line(name string) string { return OneLine(p.Text(name)) }

const maxLine = 255

// OneLine returns a text of at most 255 bytes that can be shown on one line, else "".
func OneLine(s string) string {
	if len(s) > maxLine || strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return ""
	}
	return s
}

// Shown is a value of a token or a document as a refusal may tell it.
func Shown(s string) string {
	const most = 120
	if len(s) > most || !IsPrintable(s) {
		return "unreadable"
	}
	return s
}

// IsPrintable tells whether s is nothing but printable ASCII, space included.
func IsPrintable(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}
