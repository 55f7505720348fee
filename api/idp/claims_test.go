package idp_test

import (
	"testing"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/idp/idptest"
	"latchkey/api/idp/provider"
)

// C19: only JSON true is verified.
func TestEmailVerified(t *testing.T) {
	r := newRig(t)
	for name, row := range map[string]struct {
		lie  lie
		want bool
	}{
		"true":     {claim("email_verified", true), true},
		"false":    {claim("email_verified", false), false},
		`"true"`:   {claim("email_verified", "true"), false},
		`"TRUE"`:   {claim("email_verified", "TRUE"), false},
		`"false"`:  {claim("email_verified", "false"), false},
		"1":        {claim("email_verified", 1), false},
		"0":        {claim("email_verified", 0), false},
		"null":     {claim("email_verified", nil), false},
		"[true]":   {claim("email_verified", []any{true}), false},
		"absent":   {drop("email_verified"), false},
		"case C23": {claims(func(c map[string]any) { delete(c, "email_verified"); c["Email_Verified"] = true }), false},
	} {
		t.Run("C19 "+name, func(t *testing.T) {
			r.lie(row.lie)
			if c := r.accepted(r.ana()); c.EmailVerified != row.want {
				t.Errorf("verified = %v", c.EmailVerified)
			}
		})
	}
}

// C20, C27: userinfo is asked only without an e-mail, and then for all of it.
func TestUserinfo(t *testing.T) {
	noEmail := func(c map[string]any) { delete(c, "email") }
	asked := func(edit func(map[string]any)) lie {
		return func(_ *rig, s *idptest.Script) { s.MutateClaims, s.Userinfo = noEmail, edit }
	}
	answered := func(a idptest.Answer) lie {
		return func(_ *rig, s *idptest.Script) { s.MutateClaims, s.UserinfoAnswer = noEmail, a }
	}
	rows := map[string]struct {
		lie      lie
		email    string
		verified bool
		hits     int
		code     fault.Code
		reason   string
	}{
		"not asked when there is an e-mail":         {lie: honest, email: "ana@acme.example", verified: true},
		"not asked when the e-mail is malformed":    {lie: claim("email", "a@b@c"), verified: true},
		"C20 verified only in userinfo":             {lie: drop("email_verified"), email: "ana@acme.example"},
		"C20 e-mail in userinfo, verified in token": {lie: asked(func(c map[string]any) { delete(c, "email_verified") }), email: "ana@acme.example", hits: 1},
		"both from userinfo":                        {lie: asked(func(map[string]any) {}), email: "ana@acme.example", verified: true, hits: 1},
		"none there either":                         {lie: asked(noEmail), verified: true, hits: 1},
		"C27 other sub":                             {lie: asked(func(c map[string]any) { c["sub"] = "100000000000000000002" }), hits: 1, code: fault.TokenInvalid, reason: "userinfo_sub"},
		"C27 no sub":                                {lie: asked(func(c map[string]any) { delete(c, "sub") }), hits: 1, code: fault.TokenInvalid, reason: "userinfo_sub"},
		"C27 SUB":                                   {lie: asked(func(c map[string]any) { c["SUB"] = c["sub"]; delete(c, "sub") }), hits: 1, code: fault.TokenInvalid, reason: "userinfo_sub"},
		"C27 signed with none":                      {lie: answered(idptest.Body(200, "application/jwt", "eyJhbGciOiJub25lIn0.e30.")), hits: 1, code: fault.ProviderUnreachable, reason: "userinfo_not_json"},
		"redirected":                                {lie: answered(idptest.Redirect("/internal")), hits: 1, code: fault.ProviderUnreachable, reason: "userinfo_http_302"},
		"too large":                                 {lie: answered(idptest.Oversized(1 << 20)), hits: 1, code: fault.ProviderUnreachable, reason: "userinfo_too_large"},
		"refused":                                   {lie: answered(idptest.Body(401, "text/plain", canaryBody)), hits: 1, code: fault.ProviderUnreachable, reason: "userinfo_http_401"},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.lie(row.lie)
			c, err := r.ana()
			if n := r.idp.Hits("/google/userinfo"); n != row.hits {
				t.Errorf("userinfo asked %d times, want %d", n, row.hits)
			}
			if row.code != "" {
				r.refused(c, err, row.code, row.reason)
				return
			}
			r.accepted(c, err)
			if c.Email != row.email || c.EmailVerified != row.verified {
				t.Errorf("e-mail %q, verified %v", c.Email, c.EmailVerified)
			}
		})
	}
}

func TestGoogleClaims(t *testing.T) {
	r := newRig(t)
	r.idp.Script(func(s *idptest.Script) {
		s.MutateClaims = func(c map[string]any) { c["auth_time"] = 1777885000; c["tid"] = tenantA; c["xms_edov"] = true }
	})
	want := idp.Claims{
		Issuer: r.idp.GoogleIssuer(), Subject: "100000000000000000001", Email: "ana@acme.example", EmailVerified: true,
		HostedDomain: "acme.example", Name: "Ana Silva",
	}
	c := r.accepted(r.ana())
	if !c.IssuedAt.Equal(r.clock.Now()) || c.AuthTime.Unix() != 1777885000 {
		t.Errorf("issued %v, authenticated %v", c.IssuedAt, c.AuthTime)
	}
	if c.Issuer != want.Issuer || c.Subject != want.Subject || c.Email != want.Email || !c.EmailVerified ||
		c.HostedDomain != want.HostedDomain || c.Name != want.Name {
		t.Errorf("got %+v", c)
	}
	if c.TenantID != "" || c.EDOV != provider.Absent || c.Guest {
		t.Errorf("Microsoft's claims from Google: %+v", c)
	}
}

// C30 is decided by package signin; what it needs is that hd is never guessed.
func TestHostedDomainOnlyAsText(t *testing.T) {
	r := newRig(t)
	for name, lie := range map[string]lie{
		"missing": drop("hd"), "null": claim("hd", nil), "list": claim("hd", []any{"acme.example"}), "empty": claim("hd", ""),
		"line break": claim("hd", "acme.example\n"), "HD": claims(func(c map[string]any) { c["HD"] = c["hd"]; delete(c, "hd") }),
	} {
		t.Run("C30 "+name, func(t *testing.T) {
			r.lie(lie)
			if c := r.accepted(r.ana()); c.HostedDomain != "" {
				t.Errorf("hd = %q", c.HostedDomain)
			}
		})
	}
}

func TestUnplainTimesOfAuthenticationAreAbsent(t *testing.T) {
	r := newRig(t)
	for _, v := range []any{"1777885000", 1.5, -1, nil, true} {
		r.idp.Script(func(s *idptest.Script) { claim("auth_time", v)(r, s) })
		if c := r.accepted(r.ana()); c.AuthTime != (time.Time{}) {
			t.Errorf("auth_time %v became %v", v, c.AuthTime)
		}
	}
}

// C08: the form without scheme is Google's alone, and is stored with it.
func TestGoogleWritesItsIssuerInTwoWays(t *testing.T) {
	p, err := idp.New(idp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for iss, ok := range map[string]bool{
		"https://accounts.google.com": true, "accounts.google.com": true, "https://accounts.google.com/": false,
		"http://accounts.google.com": false, "Accounts.google.com": false, "": false,
	} {
		got, err := p.GoogleIssuerOf(iss)
		if ok && (err != nil || got != "https://accounts.google.com") {
			t.Errorf("%q: %q, %v", iss, got, err)
		}
		if !ok {
			wantFault(t, err, fault.TokenInvalid, "iss")
		}
	}
}
