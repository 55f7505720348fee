package attempt

import (
	"net/url"
	"strings"
	"testing"

	"latchkey/api/fault"
)

// Step "returned": well formed, single, capped.
func TestReadAnswer(t *testing.T) {
	long := func(n int) string { return strings.Repeat("x", n) }
	for name, c := range map[string]struct {
		query  string
		want   Answer
		reason string
	}{
		"a code":                           {"state=s&code=c", Answer{State: "s", Code: "c"}, ""},
		"a code and an issuer":             {"state=s&code=c&iss=i", Answer{State: "s", Code: "c", Issuer: "i", HasIssuer: true}, ""},
		"an issuer of nothing is there":    {"state=s&code=c&iss=", Answer{State: "s", Code: "c", HasIssuer: true}, ""},
		"an error":                         {"state=s&error=access_denied&error_description=d", Answer{State: "s", Failure: "access_denied", Details: "d"}, ""},
		"what we do not read may be there": {"state=s&code=c&scope=a&scope=b&authuser=0&prompt=none", Answer{State: "s", Code: "c"}, ""},
		"nothing":                          {"", Answer{}, "state_and_code_or_error"},
		"no state":                         {"code=c", Answer{}, "state_and_code_or_error"},
		"a state of nothing":               {"state=&code=c", Answer{}, "state_and_code_or_error"},
		"neither code nor error":           {"state=s", Answer{}, "state_and_code_or_error"},
		"both code and error":              {"state=s&code=c&error=e", Answer{}, "state_and_code_or_error"},
		"two states":                       {"state=s&state=s&code=c", Answer{}, "parameter_state"},
		"two codes":                        {"state=s&code=c&code=d", Answer{}, "parameter_code"},
		"two issuers (B10)":                {"state=s&code=c&iss=i&iss=i", Answer{}, "parameter_iss"},
		"two errors":                       {"state=s&error=e&error=e", Answer{}, "parameter_error"},
		"two descriptions":                 {"state=s&error=e&error_description=a&error_description=b", Answer{}, "parameter_error_description"},
		"the longest state":                {"code=c&state=" + long(128), Answer{State: long(128), Code: "c"}, ""},
		"a state too long":                 {"code=c&state=" + long(129), Answer{}, "parameter_state"},
		"the longest code":                 {"state=s&code=" + long(4096), Answer{State: "s", Code: long(4096)}, ""},
		"a code too long":                  {"state=s&code=" + long(4097), Answer{}, "parameter_code"},
		"an error too long":                {"state=s&error=" + long(2049), Answer{}, "parameter_error"},
		"a description too long (B11)":     {"state=s&error=e&error_description=" + long(2049), Answer{}, "parameter_error_description"},
		"S9 a code with NUL":               {"state=s&code=c%00d", Answer{}, "parameter_code"},
		"S9 a code with a line break":      {"state=s&code=c%0D%0Ad", Answer{}, "parameter_code"},
		"S9 a code with DEL":               {"state=s&code=c%7F", Answer{}, "parameter_code"},
		"S9 a code with C1":                {"state=s&code=c%C2%85", Answer{}, "parameter_code"},
		"S9 a code beyond ASCII":           {"state=s&code=%C3%A9", Answer{}, "parameter_code"},
		"S9 a code of broken UTF-8":        {"state=s&code=%FF", Answer{}, "parameter_code"},
		"S9 a code with a space":           {"state=s&code=c+d", Answer{State: "s", Code: "c d"}, ""},
		"S9 a state with DEL":              {"state=s%7F&code=c", Answer{}, "parameter_state"},
		"S9 a state with a tab":            {"state=s%09&code=c", Answer{}, "parameter_state"},
		"S9 an issuer with NUL":            {"state=s&code=c&iss=i%00", Answer{}, "parameter_iss"},
		"S9 an error with ESC":             {"state=s&error=e%1B", Answer{}, "parameter_error"},
		"S9 an error with DEL":             {"state=s&error=e%7F", Answer{}, "parameter_error"},
		"S9 a description with NUL":        {"state=s&error=e&error_description=d%00", Answer{}, "parameter_error_description"},
		"S9 a description with C1":         {"state=s&error=e&error_description=d%C2%9B", Answer{}, "parameter_error_description"},
		"S9 Entra's lines":                 {"state=s&error=e&error_description=AADSTS1%3A+n%C3%B3%0D%0AT%3A+1", Answer{State: "s", Failure: "e", Details: "AADSTS1: nó\r\nT: 1"}, ""},
		"an issuer too long":               {"state=s&code=c&iss=" + long(513), Answer{}, "parameter_iss"},
	} {
		q, err := url.ParseQuery(c.query)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ReadAnswer(q)
		if got != c.want {
			t.Errorf("%s: got %+v", name, got)
		}
		code := fault.Code("")
		if c.reason != "" {
			code = fault.CallbackMalformed
		}
		checkFault(t, name, err, code, c.reason)
	}
}

// A05: only what is exactly a route of the app is kept.
func TestReturnPath(t *testing.T) {
	r := Routes{"/", "/profile", "/admin/users"}
	for asked, want := range map[string]string{"/": "/", "/profile": "/profile", "/admin/users": "/admin/users"} {
		if got := r.ReturnPath(asked); got != want {
			t.Errorf("%q became %q", asked, got)
		}
	}
	for _, asked := range []string{
		"", "//evil.com", `/\evil.com`, "/%5cevil.com", "https:evil.com", "https://evil.com", "http:///evil.com", "javascript:alert(1)",
		"/\t/evil.com", "/\n/evil.com", "/@evil", "/profile@evil.com", "/profile/", "/profile?x=1", "/profile#x", "/Profile", " /profile",
		"/profile ", "profile", "/admin/../profile", "/./profile", "/profile\x00", "/%70rofile", "/" + strings.Repeat("a", 5000),
	} {
		if got := r.ReturnPath(asked); got != Home {
			t.Errorf("%q became %q", asked, got)
		}
	}
}
