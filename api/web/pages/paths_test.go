package pages

import "testing"

// Whatever is asked for, nobody is led to another host.
func TestF47LeadsNowhereElse(t *testing.T) {
	t.Parallel()
	for _, asked := range []string{
		"//evil.example", "//evil.example/", "///evil.example/o/acme", "/\\evil.example", "/\\/evil.example/o/acme", "/o//evil.example",
		"/o/acme//evil.example", "/o/acme/https://evil.example", "/o/\\evil.example/sign-in", "/o/evil.example/sign-in", "/o/acme/sign-in/../../..//evil.example",
		"/o/acme/sign-in/x\r\nSet-Cookie: a=b", "https://evil.example/o/acme", "/o/", "/O", "/api/v1/me/", "/o/acme/nothing", "/o/ac me/sign-in", "/o/acme/sign-in/google/more",
		"/sso-settings/connections/a/b", "/sso-settings/connections/a/test/b", "/sign-in//evil.example", "/setup/evil", "/o/acme?x=//evil.example",
	} {
		if to, found := corrected(asked); found {
			t.Errorf("%q leads to %q", asked, to)
		}
	}
}
