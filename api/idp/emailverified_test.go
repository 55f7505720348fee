package idp_test

import (
	"testing"

	"latchkey/api/idp"
	"latchkey/api/idp/idptest"
	"latchkey/api/idp/provider"
)

// F15: a text is no yes, except of an issuer that is known to write its booleans
// so; what came is told by its type.
func TestF15_EmailVerifiedAsText(t *testing.T) {
	const cognito = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc"
	rows := map[string]struct {
		issuer   string
		value    any
		verified bool
		as       provider.VerifiedType
	}{
		"true":                  {"https://login.example", true, true, provider.VerifiedBoolean},
		"false":                 {"https://login.example", false, false, provider.VerifiedBoolean},
		"absent":                {"https://login.example", nil, false, provider.VerifiedBoolean},
		"a text":                {"https://login.example", "true", false, provider.VerifiedText},
		"a number":              {"https://login.example", 1, false, provider.VerifiedOther},
		"a list":                {"https://login.example", []any{true}, false, provider.VerifiedOther},
		"Cognito":               {cognito, "true", true, provider.VerifiedText},
		"Cognito, no":           {cognito, "false", false, provider.VerifiedText},
		"Cognito, in capitals":  {cognito, "True", false, provider.VerifiedText},
		"JumpCloud":             {"https://oauth.id.jumpcloud.com/", "true", true, provider.VerifiedText},
		"looks like Cognito":    {"https://cognito-idp.x.evil.amazonaws.com/y", "true", false, provider.VerifiedText},
		"Cognito's name inside": {"https://cognito-idp.eu-west-1.amazonaws.com.evil.example/y", "true", false, provider.VerifiedText},
		"Cognito without TLS":   {"http://cognito-idp.eu-west-1.amazonaws.com/y", "true", false, provider.VerifiedText},
	}
	for name, row := range rows {
		verified, as := idp.EmailVerified(row.issuer, row.value)
		if verified != row.verified || as != row.as {
			t.Errorf("F15 %s: %v, %q", name, verified, as)
		}
	}
}

// F15: the type is kept whether the claim came in the token or from userinfo, and
// the test tells it.
func TestF15_TheTypeIsTold(t *testing.T) {
	for name, tell := range map[string]func(s *idptest.Script){
		"in the token": func(s *idptest.Script) {
			s.MutateClaims = func(c map[string]any) { c["email_verified"] = "true" }
		},
		"from userinfo": func(s *idptest.Script) {
			s.MutateClaims = func(c map[string]any) { delete(c, "email") }
			s.Userinfo = func(c map[string]any) { c["email_verified"] = "true" }
		},
	} {
		t.Run("F15 "+name, func(t *testing.T) {
			r := newRig(t)
			r.lie(func(_ *rig, s *idptest.Script) { tell(s) })
			sent := newAttempt()
			back, err := r.answer(r.openid, sent, "ana@acme.example")
			if err != nil {
				t.Fatal(err)
			}
			found, err := r.p.ExchangeForTest(t.Context(), r.openid, sent, back.Get("code"))
			if c := r.accepted(found.Claims, err); c.EmailVerified || c.VerifiedAs != provider.VerifiedText {
				t.Errorf("read as %v, %q", c.EmailVerified, c.VerifiedAs)
			}
			for _, one := range found.Disclosed {
				if one.Name == "email_verified" && one.Value != "text" {
					t.Errorf("got as %q", one.Value)
				}
			}
		})
	}
}
