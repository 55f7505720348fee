package signin_test

import (
	"errors"
	"net/url"
	"testing"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/idp/idptest"
	"latchkey/api/signin"
)

// refusesMore makes the provider one that calls a request with any parameter
// malformed that a sign-in can do without.
func (r *rig) refusesMore() {
	r.IDP.Script(func(s *idptest.Script) {
		s.AuthzRefuses = func(q url.Values) string {
			if idp.AsksMore("https://x.example/?" + q.Encode()) {
				return "invalid_request"
			}
			return ""
		}
	})
}

// again wants the provider to be asked once more, and comes back from there.
func (r *rig) again(back signin.Return, who string) signin.Return {
	r.T.Helper()
	_, err := r.Complete(back)
	ask, is := errors.AsType[*signin.AskAgain](err)
	if !is {
		r.T.Fatalf("not asked again: %v", err)
	}
	if idp.AsksMore(ask.AuthorizationURL) || back.Attempts[ask.SpentCookie] == "" || ask.Cookie.Name == ask.SpentCookie {
		r.T.Errorf("asked again with %s", ask.AuthorizationURL)
	}
	r.NoteAttempt(ask.Started)
	query, err := r.Visit(ask.AuthorizationURL, who)
	r.Must(err)
	r.Log.Keep(query.Get("code"))
	next := back
	next.Query, next.Attempts = query, map[string]string{ask.Cookie.Name: ask.Cookie.Value}
	return next
}

// F5: a provider that refuses an optional parameter of ours is asked again without
// it, whatever the attempt is for, and the test says what was left out.
func TestF5_AskedAgainWithoutOptionalParameters(t *testing.T) {
	onBoth(t, func(r *rig) {
		r.refusesMore()
		tested := r.tested(r.again(r.testing("google", "ana@acme.example"), "ana@acme.example"))
		first := tested.Report.Checks[0]
		if tested.Code != "" || first.Name != "redirect" || first.Reason != "left_out" || first.Facts["parameters"] != "prompt=select_account" {
			r.T.Errorf("a test: %s, %+v", tested.Code, first)
		}
		back := r.Away("google", "ana@acme.example")
		out, err := r.Complete(r.again(back, "ana@acme.example"))
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
		r.Refused(r.again(r.Away("google", "ana@acme.example"), "ana@acme.example"), fault.ProviderConfigError, "provider_answer")
		answers("invalid_scope")
		r.Refused(r.Away("google", "ana@acme.example"), fault.ProviderConfigError, "provider_answer")
	})
}
