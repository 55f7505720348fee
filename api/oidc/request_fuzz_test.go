package oidc_test

import (
	"errors"
	"net/url"
	"slices"
	"testing"

	"latchkey/api/fault"
	"latchkey/api/oidc"
)

// Whatever an application asks is read, or refused in the words of OAuth; what is read has
// PKCE, a code as its answer, and nothing that a header could not hold.
func FuzzRequest(f *testing.F) {
	for _, seed := range []string{
		"", "response_type=token", "scope=openid%00", "prompt=none%20login", "max_age=-1", "max_age=1e9", "code_challenge=", "code_challenge_method=plain", "state=%0D%0A", "nonce=%ff",
		"claims={}", "request=e30.e30.", "resource=a&resource=b", "id_token_hint=x", "organization=%E2%80%AE", "ui_locales=ar%20de", "display=popup&acr_values=x", "response_mode=form_post",
	} {
		f.Add(asked(seed).Encode())
	}
	f.Fuzz(func(t *testing.T, raw string) {
		q, err := url.ParseQuery(raw)
		if err != nil {
			return
		}
		r, err := oidc.ReadRequest(q, crm(), "https://sso.example.com")
		if err != nil {
			var refused *fault.OAuth
			if !errors.As(err, &refused) {
				t.Fatalf("%q: %v", raw, err)
			}
			return
		}
		if r.Challenge == "" || !slices.Contains(r.Scope, "openid") {
			t.Errorf("%q is read as %+v", raw, r)
		}
	})
}
