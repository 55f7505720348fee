package attempt

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"latchkey/api/fault"
)

// Answer is the provider's authorization response: the parameters of the callback.
type Answer struct {
	State, Code      string
	Failure, Details string // error and error_description
	Issuer           string // iss (RFC 9207)
	HasIssuer        bool
}

// Limits of the callback's parameters in bytes; Entra's codes have up to 2 KB.
const (
	maxState  = 128
	maxCode   = 4096
	maxText   = 2048
	maxIssuer = 512
)

// ReadAnswer accepts a state with either a code or an error. Each parameter that is
// read is there once at most, within its limit and of the characters it may have; what
// is not read is ignored.
func ReadAnswer(q url.Values) (Answer, error) {
	for name, most := range map[string]int{
		"state": maxState, "code": maxCode, "error": maxText, "error_description": maxText, "iss": maxIssuer,
	} {
		values := q[name]
		if len(values) > 1 || len(values) == 1 && (len(values[0]) > most || !isText(name, values[0])) {
			return Answer{}, fault.Because(fault.CallbackMalformed, "parameter_"+name)
		}
	}
	a := Answer{
		State: q.Get("state"), Code: q.Get("code"),
		Failure: q.Get("error"), Details: q.Get("error_description"),
		Issuer: q.Get("iss"), HasIssuer: q.Has("iss"),
	}
	if a.State == "" || (a.Code == "") == (a.Failure == "") {
		return Answer{}, fault.Because(fault.CallbackMalformed, "state_and_code_or_error")
	}
	return a, nil
}

// isText says whether a parameter has only the characters it may have: a code, a state
// and an issuer are printable ASCII (RFC 6749, appendix A.11), and no parameter has a
// control character. Entra's descriptions alone have several lines; they are not shown.
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
