package client

import (
	"net/url"
	"testing"

	"latchkey/api/store"
)

// An answer goes to an address that was registered, or to the same one at another port of
// this machine, as a browser reads it too.
func FuzzRedirects(f *testing.F) {
	const web, native = "https://crm.example/cb", "http://127.0.0.1/cb"
	for _, seed := range []string{
		web, native, "http://127.0.0.1:9/cb", "https://crm.example/cb/", "https://crm.example:443/cb", "http://127.0.0.1:9@evil.example/cb", "http://127.0.0.1:0/cb",
		"http://127.0.0.1:99999/cb", `http://127.0.0.1\@evil.example/cb`, "http://[::1]:9/cb", "http://127.1/cb", "http://127.0.0.1:9/cb#x", "http://127.0.0.1:9/cb?x", "//127.0.0.1/cb", "http://127.0.0.1:/cb",
	} {
		f.Add(seed)
	}
	app := store.Application{Type: store.WebApplication, RedirectURIs: store.Strings{web}}
	local := store.Application{Type: store.NativeApplication, RedirectURIs: store.Strings{native}}
	f.Fuzz(func(t *testing.T, raw string) {
		if Redirects(app, raw) && raw != web {
			t.Errorf("a web application's answer goes to %q", raw)
		}
		if !Redirects(local, raw) {
			return
		}
		u, err := url.Parse(raw)
		if err != nil || u.Scheme != "http" || u.Hostname() != "127.0.0.1" || u.User != nil || u.Path != "/cb" || u.RawQuery != "" || u.Fragment != "" {
			t.Errorf("a native application's answer goes to %q", raw)
		}
	})
}
