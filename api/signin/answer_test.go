package signin

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
		want   answer
		reason string
	}{
		"a code":                           {"state=s&code=c", answer{state: "s", code: "c"}, ""},
		"a code and an issuer":             {"state=s&code=c&iss=i", answer{state: "s", code: "c", issuer: "i", hasIssuer: true}, ""},
		"an issuer of nothing is there":    {"state=s&code=c&iss=", answer{state: "s", code: "c", hasIssuer: true}, ""},
		"an error":                         {"state=s&error=access_denied&error_description=d", answer{state: "s", failure: "access_denied", details: "d"}, ""},
		"what we do not read may be there": {"state=s&code=c&scope=a&scope=b&authuser=0&prompt=none", answer{state: "s", code: "c"}, ""},
		"nothing":                          {"", answer{}, "state_and_code_or_error"},
		"no state":                         {"code=c", answer{}, "state_and_code_or_error"},
		"a state of nothing":               {"state=&code=c", answer{}, "state_and_code_or_error"},
		"neither code nor error":           {"state=s", answer{}, "state_and_code_or_error"},
		"both code and error":              {"state=s&code=c&error=e", answer{}, "state_and_code_or_error"},
		"two states":                       {"state=s&state=s&code=c", answer{}, "parameter_state"},
		"two codes":                        {"state=s&code=c&code=d", answer{}, "parameter_code"},
		"two issuers (B10)":                {"state=s&code=c&iss=i&iss=i", answer{}, "parameter_iss"},
		"two errors":                       {"state=s&error=e&error=e", answer{}, "parameter_error"},
		"two descriptions":                 {"state=s&error=e&error_description=a&error_description=b", answer{}, "parameter_error_description"},
		"the longest state":                {"code=c&state=" + long(128), answer{state: long(128), code: "c"}, ""},
		"a state too long":                 {"code=c&state=" + long(129), answer{}, "parameter_state"},
		"the longest code":                 {"state=s&code=" + long(4096), answer{state: "s", code: long(4096)}, ""},
		"a code too long":                  {"state=s&code=" + long(4097), answer{}, "parameter_code"},
		"an error too long":                {"state=s&error=" + long(2049), answer{}, "parameter_error"},
		"a description too long (B11)":     {"state=s&error=e&error_description=" + long(2049), answer{}, "parameter_error_description"},
		"S9 a code with NUL":               {"state=s&code=c%00d", answer{}, "parameter_code"},
		"S9 a code with a line break":      {"state=s&code=c%0D%0Ad", answer{}, "parameter_code"},
		"S9 a code with DEL":               {"state=s&code=c%7F", answer{}, "parameter_code"},
		"S9 a code with C1":                {"state=s&code=c%C2%85", answer{}, "parameter_code"},
		"S9 a code beyond ASCII":           {"state=s&code=%C3%A9", answer{}, "parameter_code"},
		"S9 a code of broken UTF-8":        {"state=s&code=%FF", answer{}, "parameter_code"},
		"S9 a code with a space":           {"state=s&code=c+d", answer{state: "s", code: "c d"}, ""},
		"S9 a state with DEL":              {"state=s%7F&code=c", answer{}, "parameter_state"},
		"S9 a state with a tab":            {"state=s%09&code=c", answer{}, "parameter_state"},
		"S9 an issuer with NUL":            {"state=s&code=c&iss=i%00", answer{}, "parameter_iss"},
		"S9 an error with ESC":             {"state=s&error=e%1B", answer{}, "parameter_error"},
		"S9 an error with DEL":             {"state=s&error=e%7F", answer{}, "parameter_error"},
		"S9 a description with NUL":        {"state=s&error=e&error_description=d%00", answer{}, "parameter_error_description"},
		"S9 a description with C1":         {"state=s&error=e&error_description=d%C2%9B", answer{}, "parameter_error_description"},
		"S9 Entra's lines":                 {"state=s&error=e&error_description=AADSTS1%3A+n%C3%B3%0D%0AT%3A+1", answer{state: "s", failure: "e", details: "AADSTS1: nó\r\nT: 1"}, ""},
		"an issuer too long":               {"state=s&code=c&iss=" + long(513), answer{}, "parameter_iss"},
	} {
		q, err := url.ParseQuery(c.query)
		if err != nil {
			t.Fatal(err)
		}
		got, err := readAnswer(q)
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
	r := New(Options{Routes: []string{"/", "/profile", "/admin/users"}})
	for asked, want := range map[string]string{"/": "/", "/profile": "/profile", "/admin/users": "/admin/users"} {
		if got := r.returnPath(asked); got != want {
			t.Errorf("%q became %q", asked, got)
		}
	}
	for _, asked := range []string{
		"", "//evil.com", `/\evil.com`, "/%5cevil.com", "https:evil.com", "https://evil.com", "http:///evil.com", "javascript:alert(1)",
		"/\t/evil.com", "/\n/evil.com", "/@evil", "/profile@evil.com", "/profile/", "/profile?x=1", "/profile#x", "/Profile", " /profile",
		"/profile ", "profile", "/admin/../profile", "/./profile", "/profile\x00", "/%70rofile", "/" + strings.Repeat("a", 5000),
	} {
		if got := r.returnPath(asked); got != Home {
			t.Errorf("%q became %q", asked, got)
		}
	}
}
