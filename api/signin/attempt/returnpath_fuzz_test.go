package attempt

import "testing"

// What was sealed may end in how old an authentication may be, and in nothing else.
func TestAReturnPathSaysHowOldAnAuthenticationMayBe(t *testing.T) {
	r := Routes{"/", "/go/:sealed"}
	for path, want := range map[string]int{"/go/k.v": -1, "/go/k.v.0": 0, "/go/k.v.3153600000": 3153600000, "/": -1} {
		got := MaxAge(path)
		if r.ReturnPath(path) != path || (got == nil) != (want < 0) || got != nil && *got != want {
			t.Errorf("%s: %v, leads to %s", path, got, r.ReturnPath(path))
		}
	}
	for _, path := range []string{"/go/k.v.", "/go/k.v.x", "/go/k.v.-1", "/go/k.v.1.2", "/go/k.v.12345678901", "/go/.v.1", "/go/k..1", "/k.v.1"} {
		if r.ReturnPath(path) != Home {
			t.Errorf("%s is a way back", path)
		}
	}
}

// A way back is one of the routes, letter by letter, or home.
func FuzzReturnPath(f *testing.F) {
	r := Routes{"/", "/profile", "/admin/users"}
	for _, seed := range []string{"/", "/profile", "//evil.com", `/\evil.com`, "/%5cevil.com", "https:evil.com", "/\t/evil.com", "/profile/../..", "/oauth/continue/x", "\u2028/", "/profile\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, asked string) {
		got := r.ReturnPath(asked)
		if got != Home && got != asked {
			t.Errorf("%q leads to %q", asked, got)
		}
		if got != "/" && got != "/profile" && got != "/admin/users" {
			t.Errorf("%q leads to %q, which is no route", asked, got)
		}
	})
}
