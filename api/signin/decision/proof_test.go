package decision

import (
	"testing"

	"latchkey/api/fault"
	"latchkey/api/idp/provider"
)

const (
	tenantA = "11111111-2222-4333-8444-555555555555"
	tenantB = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
)

// Spec "Strong proof"; D01 (nOAuth), D06.
func TestProve(t *testing.T) {
	google := func(email string, verified bool, hd string) provider.Claims {
		return provider.Claims{Email: email, EmailVerified: verified, HostedDomain: hd}
	}
	entra := func(tid string, guest bool, edov provider.EDOV) provider.Claims {
		return provider.Claims{Email: "ana@acme.example", TenantID: tid, Guest: guest, EDOV: edov}
	}
	locked, two := []string{tenantA}, []string{tenantB, tenantA}
	ours := provider.Trusted{Domains: []string{"acme.example", "acme.test"}}
	for name, c := range map[string]struct {
		provider provider.Key
		trusted  provider.Trusted
		claims   provider.Claims
		want     Proof
		reason   string
	}{
		"Google, a Workspace account":             {provider.Google, provider.Trusted{}, google("ana@acme.example", true, "acme.example"), Strong, ""},
		"Google, in another case":                 {provider.Google, provider.Trusted{}, google("Ana@ACME.example", true, "Acme.Example"), Strong, ""},
		"Google, gmail.com":                       {provider.Google, provider.Trusted{}, google("ana@gmail.com", true, ""), Strong, ""},
		"Google, googlemail.com":                  {provider.Google, provider.Trusted{}, google("ana@GoogleMail.com", true, ""), Strong, ""},
		"Google, not verified":                    {provider.Google, provider.Trusted{}, google("ana@acme.example", false, "acme.example"), Weak, "email_not_verified"},
		"Google, gmail.com, not verified":         {provider.Google, provider.Trusted{}, google("ana@gmail.com", false, ""), Weak, "email_not_verified"},
		"Google, a private account elsewhere":     {provider.Google, provider.Trusted{}, google("ana@acme.example", true, ""), Weak, "no_hosted_domain"},
		"Google, a secondary domain":              {provider.Google, provider.Trusted{}, google("ana@acme.example", true, "holding.example"), Weak, "other_hosted_domain"},
		"Google, a domain below the hosted":       {provider.Google, provider.Trusted{}, google("ana@mail.acme.example", true, "acme.example"), Weak, "other_hosted_domain"},
		"Google, a domain that ends like gmail":   {provider.Google, provider.Trusted{}, google("ana@notgmail.com", true, ""), Weak, "no_hosted_domain"},
		"Google, a lock does not make it strong":  {provider.Google, provider.Trusted{LockedTo: []string{"acme.example"}}, google("ana@acme.example", true, ""), Weak, "no_hosted_domain"},
		"Microsoft, the locked tenant":            {provider.Microsoft, provider.Trusted{LockedTo: locked}, entra(tenantA, false, provider.Absent), Strong, ""},
		"Microsoft, one of the locked tenants":    {provider.Microsoft, provider.Trusted{LockedTo: two}, entra(tenantA, false, provider.Absent), Strong, ""},
		"Microsoft, the domain's owner vouches":   {provider.Microsoft, provider.Trusted{LockedTo: locked}, entra(tenantA, false, provider.Yes), Strong, ""},
		"Microsoft, the domain's owner does not":  {provider.Microsoft, provider.Trusted{LockedTo: locked}, entra(tenantA, false, provider.No), Weak, "domain_owner_not_verified"},
		"Microsoft, a guest":                      {provider.Microsoft, provider.Trusted{LockedTo: locked}, entra(tenantA, true, provider.Yes), Weak, "guest_account"},
		"Microsoft, another tenant (D01)":         {provider.Microsoft, provider.Trusted{LockedTo: locked}, entra(tenantB, false, provider.Yes), Weak, "other_tenant"},
		"Microsoft, not locked (D01)":             {provider.Microsoft, provider.Trusted{}, entra(tenantA, false, provider.Yes), Weak, "tenant_not_locked"},
		"Microsoft, no tenant":                    {provider.Microsoft, provider.Trusted{LockedTo: []string{""}}, entra("", false, provider.Yes), Weak, "other_tenant"},
		"Microsoft, verified says nothing there":  {provider.Microsoft, provider.Trusted{}, provider.Claims{Email: "ana@acme.example", EmailVerified: true}, Weak, "tenant_not_locked"},
		"a sign-in name is no e-mail (D06)":       {provider.Microsoft, provider.Trusted{LockedTo: locked}, provider.Claims{PreferredUsername: "ana@acme.example", TenantID: tenantA}, Weak, "no_email"},
		"nothing":                                 {provider.Google, provider.Trusted{}, provider.Claims{EmailVerified: true, HostedDomain: "acme.example"}, Weak, "no_email"},
		"OpenID, a domain of ours":                {"okta", ours, google("ana@acme.example", true, ""), Strong, ""},
		"OpenID, in another case":                 {"okta", ours, google("Ana@ACME.Example", true, ""), Strong, ""},
		"OpenID, the other domain of ours":        {"okta", ours, google("ana@acme.test", true, ""), Strong, ""},
		"OpenID, not verified":                    {"okta", ours, google("ana@acme.example", false, ""), Weak, "email_not_verified"},
		"F15 OpenID, a text":                      {"okta", ours, provider.Claims{Email: "ana@acme.example", VerifiedAs: provider.VerifiedText}, Weak, "email_verified_text"},
		"F15 OpenID, a number":                    {"okta", ours, provider.Claims{Email: "ana@acme.example", VerifiedAs: provider.VerifiedOther}, Weak, "email_verified_other"},
		"OpenID, a domain of others (E08)":        {"okta", ours, google("ana@globex.example", true, ""), Weak, "domain_not_verified"},
		"OpenID, a domain below ours":             {"okta", ours, google("ana@mail.acme.example", true, ""), Weak, "domain_not_verified"},
		"OpenID, a domain that ends like ours":    {"okta", ours, google("ana@notacme.example", true, ""), Weak, "domain_not_verified"},
		"OpenID, gmail.com":                       {"okta", ours, google("ana@gmail.com", true, ""), Weak, "domain_not_verified"},
		"OpenID, a hosted domain says nothing":    {"okta", ours, google("ana@globex.example", true, "acme.example"), Weak, "domain_not_verified"},
		"OpenID, a lock proves nothing":           {"okta", provider.Trusted{LockedTo: []string{"acme.example"}}, google("ana@acme.example", true, ""), Weak, "domain_not_verified"},
		"OpenID, no domain of ours":               {"okta", provider.Trusted{}, google("ana@acme.example", true, ""), Weak, "domain_not_verified"},
		"OpenID, no e-mail":                       {"okta", provider.Trusted{Domains: []string{""}}, google("", true, ""), Weak, "no_email"},
		"a domain of ours says nothing of Google": {provider.Google, ours, google("ana@acme.example", true, ""), Weak, "no_hosted_domain"},
		"nor of Microsoft":                        {provider.Microsoft, ours, provider.Claims{Email: "ana@acme.example", EmailVerified: true, TenantID: tenantA}, Weak, "tenant_not_locked"},
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
		provider provider.Key
		lockedTo []string
		claims   provider.Claims
		code     fault.Code
		reason   string
	}{
		"Google, not locked":             {provider.Google, nil, provider.Claims{}, "", ""},
		"Google, the domain (B6)":        {provider.Google, []string{"acme.example"}, provider.Claims{HostedDomain: "ACME.example"}, "", ""},
		"Google, one of the domains":     {provider.Google, []string{"a.example", "b.example"}, provider.Claims{HostedDomain: "b.example"}, "", ""},
		"Google, another domain":         {provider.Google, []string{"acme.example"}, provider.Claims{HostedDomain: "other.example", Email: "x@acme.example"}, fault.WrongHostedDomain, "other_hosted_domain"},
		"Google, a private account":      {provider.Google, []string{"acme.example"}, provider.Claims{Email: "x@acme.example"}, fault.WrongHostedDomain, "no_hosted_domain"},
		"Google, a lock to nothing":      {provider.Google, []string{""}, provider.Claims{}, fault.WrongHostedDomain, "no_hosted_domain"},
		"Microsoft, not locked":          {provider.Microsoft, nil, provider.Claims{TenantID: tenantB}, "", ""},
		"Microsoft, the tenant":          {provider.Microsoft, []string{tenantA}, provider.Claims{TenantID: tenantA}, "", ""},
		"Microsoft, another tenant":      {provider.Microsoft, []string{tenantA}, provider.Claims{TenantID: tenantB}, fault.WrongTenant, "other_tenant"},
		"Microsoft, no tenant":           {provider.Microsoft, []string{tenantA}, provider.Claims{}, fault.WrongTenant, "other_tenant"},
		"Microsoft, a lock to nothing":   {provider.Microsoft, []string{""}, provider.Claims{}, fault.WrongTenant, "other_tenant"},
		"OpenID, not locked":             {"okta", nil, provider.Claims{}, "", ""},
		"OpenID, the domain":             {"okta", []string{"acme.example"}, provider.Claims{Email: "Ana@ACME.example"}, "", ""},
		"OpenID, one of the domains":     {"okta", []string{"a.example", "b.example"}, provider.Claims{Email: "ana@b.example"}, "", ""},
		"OpenID, another domain":         {"okta", []string{"acme.example"}, provider.Claims{Email: "ana@other.example", HostedDomain: "acme.example"}, fault.WrongHostedDomain, "other_domain"},
		"OpenID, a domain below":         {"okta", []string{"acme.example"}, provider.Claims{Email: "ana@mail.acme.example"}, fault.WrongHostedDomain, "other_domain"},
		"OpenID, no e-mail":              {"okta", []string{"acme.example"}, provider.Claims{PreferredUsername: "ana@acme.example"}, fault.WrongHostedDomain, "other_domain"},
		"OpenID, a lock to nothing":      {"okta", []string{""}, provider.Claims{}, fault.WrongHostedDomain, "other_domain"},
		"OpenID, a tenant is no lock":    {"okta", []string{tenantA}, provider.Claims{Email: "ana@acme.example", TenantID: tenantA}, fault.WrongHostedDomain, "other_domain"},
		"no provider":                    {"", []string{"x"}, provider.Claims{TenantID: "x", HostedDomain: "x"}, fault.InternalError, "unknown_provider"},
		"Microsoft, a domain is no lock": {provider.Microsoft, []string{"acme.example"}, provider.Claims{TenantID: tenantA, HostedDomain: "acme.example"}, fault.WrongTenant, "other_tenant"},
		"Google, a tenant is no lock":    {provider.Google, []string{tenantA}, provider.Claims{TenantID: tenantA}, fault.WrongHostedDomain, "no_hosted_domain"},
	} {
		err := CheckLock(c.provider, provider.Trusted{LockedTo: c.lockedTo}, c.claims)
		checkFault(t, name, err, c.code, c.reason)
		if f := fault.Of(err); (c.code == fault.WrongTenant || c.code == fault.WrongHostedDomain) && c.lockedTo[0] != "" && (f.Expected == "" || f.Expected == f.Received) {
			t.Errorf("%s: the inspector is told %q against %q", name, f.Expected, f.Received)
		}
	}
}
