package signin_test

import (
	"net/url"
	"testing"

	"latchkey/api/fault"
	"latchkey/api/idp/idptest"
)

// F5: a provider that refuses an optional parameter of ours is asked again without
// it.
func TestF5_AskedAgainWithoutOptionalParameters(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.RefuseMore()
		back := r.Away("google", "ana@acme.example")
		out, err := r.Complete(r.Again(back, "ana@acme.example"))
		if err != nil || out.Session == "" {
			r.T.Errorf("a sign-in: %+v, %v", out, err)
		}
	})
}

// F5: it is asked again once, and after nothing but invalid_request.
func TestF5_AskedAgainOnce(t *testing.T) {
	onBoth(t, func(r *rig) {
		answers := func(code string) {
			r.IDP.Script(func(s *idptest.Script) { s.AuthzRefuses = func(url.Values) string { return code } })
		}
		answers("invalid_request")
		r.Refused(r.Again(r.Away("google", "ana@acme.example"), "ana@acme.example"), fault.ProviderConfigError, "provider_answer")
		answers("invalid_scope")
		r.Refused(r.Away("google", "ana@acme.example"), fault.ProviderConfigError, "provider_answer")
	})
}
