package idp

import (
	"strings"

	"latchkey/api/fault"
)

const (
	microsoftAuthority = "https://login.microsoftonline.com"
	// tenantSlot stands for the tenant in the issuer that the organizations
	// metadata names, letter by letter.
	tenantSlot = "{tenantid}"
	// personalTenant is the directory of everybody's private accounts, which
	// belong to no organization.
	personalTenant = "9188040d-6c67-4c5b-b112-36a304b66dad"
)

// microsoftIssuer is the issuer of a tenant, or the template for "".
func (p *Providers) microsoftIssuer(tenant string) string {
	if tenant == "" {
		tenant = tenantSlot
	}
	return p.microsoftAuthority + "/" + tenant + "/v2.0"
}

// microsoftOrigin refuses everything but a GUID as a tenant, so common and
// consumers are out, and so is a path that climbs elsewhere.
func (p *Providers) microsoftOrigin(tenant string) (origin, error) {
	if tenant == "" {
		return origin{
			issuer:      p.microsoftIssuer(""),
			metadataURL: metadataURL(p.microsoftAuthority + "/organizations/v2.0"),
		}, nil
	}
	if !isGUID(tenant) || tenant == personalTenant {
		return origin{}, fault.Because(fault.SSOAppInvalid, "tenant_invalid")
	}
	issuer := p.microsoftIssuer(tenant)
	return origin{issuer: issuer, metadataURL: metadataURL(issuer)}, nil
}

// microsoftToken checks that a token names its own tenant and the issuer of
// that tenant. Which tenants may sign in is not asked here.
func (p *Providers) microsoftToken(t *token) (issuer string, err error) {
	iss, tid := t.claims.text("iss"), t.claims.text("tid")
	named, ok := p.tenantOf(iss)
	if !ok {
		return "", fault.Mismatch(fault.TokenInvalid, "iss", p.microsoftIssuer(""), shown(iss))
	}
	if tid != named {
		return "", fault.Mismatch(fault.TokenInvalid, "tid_mismatch", named, shown(tid))
	}
	return iss, nil
}

// checkTenant runs after everything else about a token is proven, because its
// refusals tell the person to use another account.
func checkTenant(app Application, c object) error {
	tid := c.text("tid")
	switch {
	case app.Provider != Microsoft:
		return nil
	case tid == personalTenant:
		return fault.Mismatch(fault.WrongTenant, "personal_account", app.Tenant, tid)
	case app.Tenant != "" && tid != app.Tenant:
		return fault.Mismatch(fault.WrongTenant, "tenant_mismatch", app.Tenant, tid)
	}
	return nil
}

// tenantOf returns the tenant inside an issuer of this authority.
func (p *Providers) tenantOf(issuer string) (tenant string, ok bool) {
	rest, ok := strings.CutPrefix(issuer, p.microsoftAuthority+"/")
	if !ok {
		return "", false
	}
	tenant, ok = strings.CutSuffix(rest, "/v2.0")
	return tenant, ok && isGUID(tenant)
}

// isGUID tells whether s is a GUID in lower case, as Entra writes tenants.
func isGUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		switch c := s[i]; {
		case i == 8 || i == 13 || i == 18 || i == 23:
			if c != '-' {
				return false
			}
		case (c < '0' || c > '9') && (c < 'a' || c > 'f'):
			return false
		}
	}
	return true
}
