package attempt

import "testing"

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
