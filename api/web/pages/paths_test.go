package pages

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Every page of the app opens at its own address too, and the server knows no other.
func TestAppRoutesAreThoseOfTheApp(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../../frontend/src/routes.tsx")
	if err != nil {
		t.Fatal(err)
	}
	source := strings.NewReplacer("${connection}", "/sso-settings/connections/:id", "path: connection,", `path: "/sso-settings/connections/:id",`).Replace(string(text))
	var routes []string
	for _, found := range regexp.MustCompile("path: [\"`](/[^\"`]*)").FindAllStringSubmatch(source, -1) {
		routes = append(routes, found[1])
	}
	served := AppRoutes()
	slices.Sort(routes)
	slices.Sort(served)
	if !slices.Equal(routes, served) {
		t.Errorf("the app has the pages %q, and the server serves %q", routes, served)
	}
}

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
