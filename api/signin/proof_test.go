package signin

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
	for name, c := range map[string]struct {
		provider idp.Provider
		lockedTo []string
		claims   idp.Claims
		want     Proof
		reason   string
	}{
		"Google, a Workspace account":            {idp.Google, nil, google("ana@acme.example", true, "acme.example"), Strong, ""},
		"Google, in another case":                {idp.Google, nil, google("Ana@ACME.example", true, "Acme.Example"), Strong, ""},
		"Google, gmail.com":                      {idp.Google, nil, google("ana@gmail.com", true, ""), Strong, ""},
		"Google, googlemail.com":                 {idp.Google, nil, google("ana@GoogleMail.com", true, ""), Strong, ""},
		"Google, not verified":                   {idp.Google, nil, google("ana@acme.example", false, "acme.example"), Weak, "email_not_verified"},
		"Google, gmail.com, not verified":        {idp.Google, nil, google("ana@gmail.com", false, ""), Weak, "email_not_verified"},
		"Google, a private account elsewhere":    {idp.Google, nil, google("ana@acme.example", true, ""), Weak, "no_hosted_domain"},
		"Google, a secondary domain":             {idp.Google, nil, google("ana@acme.example", true, "holding.example"), Weak, "other_hosted_domain"},
		"Google, a domain below the hosted":      {idp.Google, nil, google("ana@mail.acme.example", true, "acme.example"), Weak, "other_hosted_domain"},
		"Google, a domain that ends like gmail":  {idp.Google, nil, google("ana@notgmail.com", true, ""), Weak, "no_hosted_domain"},
		"Google, a lock does not make it strong": {idp.Google, []string{"acme.example"}, google("ana@acme.example", true, ""), Weak, "no_hosted_domain"},
		"Microsoft, the locked tenant":           {idp.Microsoft, locked, entra(tenantA, false, idp.Absent), Strong, ""},
		"Microsoft, one of the locked tenants":   {idp.Microsoft, two, entra(tenantA, false, idp.Absent), Strong, ""},
		"Microsoft, the domain's owner vouches":  {idp.Microsoft, locked, entra(tenantA, false, idp.Yes), Strong, ""},
		"Microsoft, the domain's owner does not": {idp.Microsoft, locked, entra(tenantA, false, idp.No), Weak, "domain_owner_not_verified"},
		"Microsoft, a guest":                     {idp.Microsoft, locked, entra(tenantA, true, idp.Yes), Weak, "guest_account"},
		"Microsoft, another tenant (D01)":        {idp.Microsoft, locked, entra(tenantB, false, idp.Yes), Weak, "other_tenant"},
		"Microsoft, not locked (D01)":            {idp.Microsoft, nil, entra(tenantA, false, idp.Yes), Weak, "tenant_not_locked"},
		"Microsoft, no tenant":                   {idp.Microsoft, []string{""}, entra("", false, idp.Yes), Weak, "other_tenant"},
		"Microsoft, verified says nothing there": {idp.Microsoft, nil, idp.Claims{Email: "ana@acme.example", EmailVerified: true}, Weak, "tenant_not_locked"},
		"a sign-in name is no e-mail (D06)":      {idp.Microsoft, locked, idp.Claims{PreferredUsername: "ana@acme.example", TenantID: tenantA}, Weak, "no_email"},
		"nothing":                                {idp.Google, nil, idp.Claims{EmailVerified: true, HostedDomain: "acme.example"}, Weak, "no_email"},
		"a provider that we do not know":         {"other", nil, google("ana@gmail.com", true, "gmail.com"), Weak, "unknown_provider"},
	} {
		if got, reason := Prove(c.provider, c.lockedTo, c.claims); got != c.want || reason != c.reason {
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
		"a provider that we do not know": {"other", []string{"x"}, idp.Claims{TenantID: "x", HostedDomain: "x"}, fault.InternalError, "unknown_provider"},
		"Microsoft, a domain is no lock": {idp.Microsoft, []string{"acme.example"}, idp.Claims{TenantID: tenantA, HostedDomain: "acme.example"}, fault.WrongTenant, "other_tenant"},
		"Google, a tenant is no lock":    {idp.Google, []string{tenantA}, idp.Claims{TenantID: tenantA}, fault.WrongHostedDomain, "no_hosted_domain"},
	} {
		err := checkLock(c.provider, c.lockedTo, c.claims)
		checkFault(t, name, err, c.code, c.reason)
		if f := fault.Of(err); (c.code == fault.WrongTenant || c.code == fault.WrongHostedDomain) && c.lockedTo[0] != "" && (f.Expected == "" || f.Expected == f.Received) {
			t.Errorf("%s: the inspector is told %q against %q", name, f.Expected, f.Received)
		}
	}
}
