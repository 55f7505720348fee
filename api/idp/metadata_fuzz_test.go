package idp_test

import (
	"net/url"
	"testing"

	"latchkey/api/fault"
	"latchkey/api/idp"
)

// A discovery document is of the issuer that was asked, and no code, secret or key request goes to
// an address that it names by http, with a fragment, or on no host.
func FuzzMetadata(f *testing.F) {
	const issuer = "https://idp.example"
	for _, seed := range []string{
		`{"issuer":"https://idp.example","authorization_endpoint":"https://idp.example/a","token_endpoint":"https://idp.example/t","jwks_uri":"https://idp.example/k"}`,
		`{"issuer":"https://idp.example","authorization_endpoint":"http://idp.example/a","token_endpoint":"//idp.example/t","jwks_uri":"https://idp.example/k#x"}`,
		`{"issuer":"https://idp.example/","authorization_endpoint":7}`, `{"issuer":"https://idp.example","token_endpoint":"https:///t","ISSUER":"x"}`, `{}`, `[]`, "null", "",
		`{"issuer":"https://idp.example","authorization_endpoint":"https://idp.example/a","token_endpoint":"https://127.0.0.1/t","jwks_uri":"https://[::1]/k","userinfo_endpoint":"file:///etc/passwd"}`,
	} {
		f.Add(seed)
	}
	p, err := idp.New(idp.Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(p.Close)
	f.Fuzz(func(t *testing.T, raw string) {
		endpoints, err := p.ReadMetadata(issuer, []byte(raw))
		if err != nil {
			if fault.Of(err).Code == fault.InternalError {
				t.Fatalf("%q: %v", raw, err)
			}
			return
		}
		for _, at := range endpoints {
			u, err := url.Parse(at)
			if at != "" && (err != nil || u.Scheme != "https" || u.Hostname() == "" || u.Fragment != "") {
				t.Errorf("%q would be called, of %q", at, raw)
			}
		}
	})
}
