package signin

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"latchkey/api/fault"
)

// answer is what the provider sent along with the browser.
type answer struct {
	state, code      string
	failure, details string // error and error_description
	issuer           string // iss (RFC 9207)
	hasIssuer        bool
}

// Caps of the callback's parameters in bytes; Entra's codes run to 2 KB.
const (
	maxState  = 128
	maxCode   = 4096
	maxText   = 2048
	maxIssuer = 512
)

// readAnswer accepts every parameter that we read once, within its cap and made of
// what it may be made of, a state, and either a code or an error. What we do not
// read may be there.
func readAnswer(q url.Values) (answer, error) {
	for name, most := range map[string]int{
		"state": maxState, "code": maxCode, "error": maxText, "error_description": maxText, "iss": maxIssuer,
	} {
		values := q[name]
		if len(values) > 1 || len(values) == 1 && (len(values[0]) > most || !isText(name, values[0])) {
			return answer{}, fault.Because(fault.CallbackMalformed, "parameter_"+name)
		}
	}
	a := answer{
		state: q.Get("state"), code: q.Get("code"),
		failure: q.Get("error"), details: q.Get("error_description"),
		issuer: q.Get("iss"), hasIssuer: q.Has("iss"),
	}
	if a.state == "" || (a.code == "") == (a.failure == "") {
		return answer{}, fault.Because(fault.CallbackMalformed, "state_and_code_or_error")
	}
	return a, nil
}

// isText tells what a parameter may hold: a code and what we or an issuer wrote
// are printable ASCII (RFC 6749, appendix A.11), and no parameter has a control
// character. Only Entra's descriptions are of several lines; they go nowhere.
func isText(name, value string) bool {
	if !utf8.ValidString(value) {
		return false
	}
	return !strings.ContainsFunc(value, func(c rune) bool {
		switch name {
		case "error_description":
			return unicode.IsControl(c) && c != '\r' && c != '\n' && c != '\t'
		case "error":
			return unicode.IsControl(c)
		}
		return c < ' ' || c > '~'
	})
}
