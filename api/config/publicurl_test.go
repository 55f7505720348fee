package config

import "testing"

// Links, cookies, redirect URIs, issuer and audience all begin with this.
func TestF47PublicURLIsWrittenAsBrowsersDo(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"https://sso.example.com":          "https://sso.example.com",
		"https://SSO.Example.com/":         "https://sso.example.com",
		"https://bücher.example":           "https://xn--bcher-kva.example",
		"https://Bücher.example:8443/":     "https://xn--bcher-kva.example:8443",
		"https://b%C3%BCcher.example":      "https://xn--bcher-kva.example",
		"https://例え.テスト":                   "https://xn--r8jz45g.xn--zckzah",
		"https://شركة.example":             "https://xn--ogbpi5d.example",
		"https://xn--bcher-kva.example":    "https://xn--bcher-kva.example",
		"http://localhost:8080":            "http://localhost:8080",
		"http://127.0.0.1:8080":            "http://127.0.0.1:8080",
		"https://[2001:db8::1]:8443":       "https://[2001:db8::1]:8443",
		"https://sso_internal.example.com": "https://sso_internal.example.com",
	} {
		u, err := publicURL(given)
		if err != nil {
			t.Errorf("%s: %v", given, err)
			continue
		}
		if got := u.String(); got != want {
			t.Errorf("%s: got %s, want %s", given, got, want)
		}
	}
	for _, given := range []string{"https://bü cher.example", "https://xn--ü.example", "http://bücher.example", "https://-ü.example"} {
		if u, err := publicURL(given); err == nil {
			t.Errorf("%s: got %s", given, u)
		}
	}
	c, err := (Settings{PublicURL: "https://Bücher.example/", DataDir: t.TempDir(), StartsPerMinute: 1}).parse(false)
	if err != nil || c.TokenAudience != "https://xn--bcher-kva.example" {
		t.Errorf("audience: %v, %v", c, err)
	}
}
