package decision

import (
	"testing"

	"latchkey/api/fault"
	"latchkey/api/idp"
)

const (
	tenantA = "11111111-2222-4333-8444-555555555555"
	tenantB = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
)

// Spec "Strong proof"; D01 (nOAuth), D06.
func TestProve(t *testing.T) {
	google := func(email string, verified bool, hd string) idp.Claims {
		return idp.Claims{Email: email, EmailVerified: verified, HostedDomain: hd}
	}
	entra := func(tid string, guest bool, edov idp.EDOV) idp.Claims {
		return idp.Claims{Email: "ana@acme.example", TenantID: tid, Guest: guest, EDOV: edov}
	}
	locked, two := []string{tenantA}, []string{tenantB, tenantA}
	ours := Trusted{Domains: []string{"acme.example", "acme.test"}}
	for name, c := range map[string]struct {
		provider idp.Provider
		trusted  Trusted
		claims   idp.Claims
		want     Proof
		reason   string
	}{
		"Google, a Workspace account":             {idp.Google, Trusted{}, google("ana@acme.example", true, "acme.example"), Strong, ""},
		"Google, in another case":                 {idp.Google, Trusted{}, google("Ana@ACME.example", true, "Acme.Example"), Strong, ""},
		"Google, gmail.com":                       {idp.Google, Trusted{}, google("ana@gmail.com", true, ""), Strong, ""},
		"Google, googlemail.com":                  {idp.Google, Trusted{}, google("ana@GoogleMail.com", true, ""), Strong, ""},
		"Google, not verified":                    {idp.Google, Trusted{}, google("ana@acme.example", false, "acme.example"), Weak, "email_not_verified"},
		"Google, gmail.com, not verified":         {idp.Google, Trusted{}, google("ana@gmail.com", false, ""), Weak, "email_not_verified"},
		"Google, a private account elsewhere":     {idp.Google, Trusted{}, google("ana@acme.example", true, ""), Weak, "no_hosted_domain"},
		"Google, a secondary domain":              {idp.Google, Trusted{}, google("ana@acme.example", true, "holding.example"), Weak, "other_hosted_domain"},
		"Google, a domain below the hosted":       {idp.Google, Trusted{}, google("ana@mail.acme.example", true, "acme.example"), Weak, "other_hosted_domain"},
		"Google, a domain that ends like gmail":   {idp.Google, Trusted{}, google("ana@notgmail.com", true, ""), Weak, "no_hosted_domain"},
		"Google, a lock does not make it strong":  {idp.Google, Trusted{LockedTo: []string{"acme.example"}}, google("ana@acme.example", true, ""), Weak, "no_hosted_domain"},
		"Microsoft, the locked tenant":            {idp.Microsoft, Trusted{LockedTo: locked}, entra(tenantA, false, idp.Absent), Strong, ""},
		"Microsoft, one of the locked tenants":    {idp.Microsoft, Trusted{LockedTo: two}, entra(tenantA, false, idp.Absent), Strong, ""},
		"Microsoft, the domain's owner vouches":   {idp.Microsoft, Trusted{LockedTo: locked}, entra(tenantA, false, idp.Yes), Strong, ""},
		"Microsoft, the domain's owner does not":  {idp.Microsoft, Trusted{LockedTo: locked}, entra(tenantA, false, idp.No), Weak, "domain_owner_not_verified"},
		"Microsoft, a guest":                      {idp.Microsoft, Trusted{LockedTo: locked}, entra(tenantA, true, idp.Yes), Weak, "guest_account"},
		"Microsoft, another tenant (D01)":         {idp.Microsoft, Trusted{LockedTo: locked}, entra(tenantB, false, idp.Yes), Weak, "other_tenant"},
		"Microsoft, not locked (D01)":             {idp.Microsoft, Trusted{}, entra(tenantA, false, idp.Yes), Weak, "tenant_not_locked"},
		"Microsoft, no tenant":                    {idp.Microsoft, Trusted{LockedTo: []string{""}}, entra("", false, idp.Yes), Weak, "other_tenant"},
		"Microsoft, verified says nothing there":  {idp.Microsoft, Trusted{}, idp.Claims{Email: "ana@acme.example", EmailVerified: true}, Weak, "tenant_not_locked"},
		"a sign-in name is no e-mail (D06)":       {idp.Microsoft, Trusted{LockedTo: locked}, idp.Claims{PreferredUsername: "ana@acme.example", TenantID: tenantA}, Weak, "no_email"},
		"nothing":                                 {idp.Google, Trusted{}, idp.Claims{EmailVerified: true, HostedDomain: "acme.example"}, Weak, "no_email"},
		"OpenID, a domain of ours":                {"okta", ours, google("ana@acme.example", true, ""), Strong, ""},
		"OpenID, in another case":                 {"okta", ours, google("Ana@ACME.Example", true, ""), Strong, ""},
		"OpenID, the other domain of ours":        {"okta", ours, google("ana@acme.test", true, ""), Strong, ""},
		"OpenID, not verified":                    {"okta", ours, google("ana@acme.example", false, ""), Weak, "email_not_verified"},
		"F15 OpenID, a text":                      {"okta", ours, idp.Claims{Email: "ana@acme.example", VerifiedAs: idp.VerifiedText}, Weak, "email_verified_text"},
		"F15 OpenID, a number":                    {"okta", ours, idp.Claims{Email: "ana@acme.example", VerifiedAs: idp.VerifiedOther}, Weak, "email_verified_other"},
		"OpenID, a domain of others (E08)":        {"okta", ours, google("ana@globex.example", true, ""), Weak, "domain_not_verified"},
		"OpenID, a domain below ours":             {"okta", ours, google("ana@mail.acme.example", true, ""), Weak, "domain_not_verified"},
		"OpenID, a domain that ends like ours":    {"okta", ours, google("ana@notacme.example", true, ""), Weak, "domain_not_verified"},
		"OpenID, gmail.com":                       {"okta", ours, google("ana@gmail.com", true, ""), Weak, "domain_not_verified"},
		"OpenID, a hosted domain says nothing":    {"okta", ours, google("ana@globex.example", true, "acme.example"), Weak, "domain_not_verified"},
		"OpenID, a lock proves nothing":           {"okta", Trusted{LockedTo: []string{"acme.example"}}, google("ana@acme.example", true, ""), Weak, "domain_not_verified"},
		"OpenID, no domain of ours":               {"okta", Trusted{}, google("ana@acme.example", true, ""), Weak, "domain_not_verified"},
		"OpenID, no e-mail":                       {"okta", Trusted{Domains: []string{""}}, google("", true, ""), Weak, "no_email"},
		"a domain of ours says nothing of Google": {idp.Google, ours, google("ana@acme.example", true, ""), Weak, "no_hosted_domain"},
		"nor of Microsoft":                        {idp.Microsoft, ours, idp.Claims{Email: "ana@acme.example", EmailVerified: true, TenantID: tenantA}, Weak, "tenant_not_locked"},
		"no provider":                             {"", ours, google("ana@acme.example", true, "acme.example"), Weak, "unknown_provider"},
	} {
		if got, reason := Prove(c.provider, c.trusted, c.claims); got != c.want || reason != c.reason {
			t.Errorf("%s: got %s (%s)", name, got, reason)
		}
	}
}

// Step "lock": linked people, too.
func TestCheckLock(t *testing.T) {
	for name, c := range map[string]struct {
		provider idp.Provider
		lockedTo []string
		claims   idp.Claims
		code     fault.Code
		reason   string
	}{
		"Google, not locked":             {idp.Google, nil, idp.Claims{}, "", ""},
		"Google, the domain (B6)":        {idp.Google, []string{"acme.example"}, idp.Claims{HostedDomain: "ACME.example"}, "", ""},
		"Google, one of the domains":     {idp.Google, []string{"a.example", "b.example"}, idp.Claims{HostedDomain: "b.example"}, "", ""},
		"Google, another domain":         {idp.Google, []string{"acme.example"}, idp.Claims{HostedDomain: "other.example", Email: "x@acme.example"}, fault.WrongHostedDomain, "other_hosted_domain"},
		"Google, a private account":      {idp.Google, []string{"acme.example"}, idp.Claims{Email: "x@acme.example"}, fault.WrongHostedDomain, "no_hosted_domain"},
		"Google, a lock to nothing":      {idp.Google, []string{""}, idp.Claims{}, fault.WrongHostedDomain, "no_hosted_domain"},
		"Microsoft, not locked":          {idp.Microsoft, nil, idp.Claims{TenantID: tenantB}, "", ""},
		"Microsoft, the tenant":          {idp.Microsoft, []string{tenantA}, idp.Claims{TenantID: tenantA}, "", ""},
		"Microsoft, another tenant":      {idp.Microsoft, []string{tenantA}, idp.Claims{TenantID: tenantB}, fault.WrongTenant, "other_tenant"},
		"Microsoft, no tenant":           {idp.Microsoft, []string{tenantA}, idp.Claims{}, fault.WrongTenant, "other_tenant"},
		"Microsoft, a lock to nothing":   {idp.Microsoft, []string{""}, idp.Claims{}, fault.WrongTenant, "other_tenant"},
		"OpenID, not locked":             {"okta", nil, idp.Claims{}, "", ""},
		"OpenID, the domain":             {"okta", []string{"acme.example"}, idp.Claims{Email: "Ana@ACME.example"}, "", ""},
		"OpenID, one of the domains":     {"okta", []string{"a.example", "b.example"}, idp.Claims{Email: "ana@b.example"}, "", ""},
		"OpenID, another domain":         {"okta", []string{"acme.example"}, idp.Claims{Email: "ana@other.example", HostedDomain: "acme.example"}, fault.WrongHostedDomain, "other_domain"},
		"OpenID, a domain below":         {"okta", []string{"acme.example"}, idp.Claims{Email: "ana@mail.acme.example"}, fault.WrongHostedDomain, "other_domain"},
		"OpenID, no e-mail":              {"okta", []string{"acme.example"}, idp.Claims{PreferredUsername: "ana@acme.example"}, fault.WrongHostedDomain, "other_domain"},
		"OpenID, a lock to nothing":      {"okta", []string{""}, idp.Claims{}, fault.WrongHostedDomain, "other_domain"},
		"OpenID, a tenant is no lock":    {"okta", []string{tenantA}, idp.Claims{Email: "ana@acme.example", TenantID: tenantA}, fault.WrongHostedDomain, "other_domain"},
		"no provider":                    {"", []string{"x"}, idp.Claims{TenantID: "x", HostedDomain: "x"}, fault.InternalError, "unknown_provider"},
		"Microsoft, a domain is no lock": {idp.Microsoft, []string{"acme.example"}, idp.Claims{TenantID: tenantA, HostedDomain: "acme.example"}, fault.WrongTenant, "other_tenant"},
		"Google, a tenant is no lock":    {idp.Google, []string{tenantA}, idp.Claims{TenantID: tenantA}, fault.WrongHostedDomain, "no_hosted_domain"},
	} {
		err := CheckLock(c.provider, Trusted{LockedTo: c.lockedTo}, c.claims)
		checkFault(t, name, err, c.code, c.reason)
		if f := fault.Of(err); (c.code == fault.WrongTenant || c.code == fault.WrongHostedDomain) && c.lockedTo[0] != "" && (f.Expected == "" || f.Expected == f.Received) {
			t.Errorf("%s: the inspector is told %q against %q", name, f.Expected, f.Received)
		}
	}
}
