package application

import "testing"

// A17, A18: what is shown is what is sent.
func TestRedirectURI(t *testing.T) {
	r := New(Options{PublicURL: "https://sso.example.com"})
	for id, want := range map[string]string{
		"AbC-_1": "https://sso.example.com/api/v1/sso/callback/AbC-_1",
		"a/b?c":  "https://sso.example.com/api/v1/sso/callback/a%2Fb%3Fc",
	} {
		if got := r.RedirectURI(id); got != want {
			t.Errorf("%q: got %q", id, got)
		}
	}
}
