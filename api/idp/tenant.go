package idp

import (
	"context"

	"latchkey/api/email"
	"latchkey/api/fault"
)

// PersonalTenant is the directory of everybody's private Microsoft accounts,
// which belong to no organization.
const PersonalTenant = personalTenant

// IsTenant says whether a text is a GUID in lower case, as Entra writes tenants
// and client ids.
func IsTenant(text string) bool { return isGUID(text) }

// RealGoogle says whether the google provider is Google, and not what an
// operator put in its place: then client ids have Google's form.
func (p *Providers) RealGoogle() bool { return p.googleIssuer == googleIssuer }

// RealMicrosoft says whether the microsoft provider is Microsoft's public cloud.
func (p *Providers) RealMicrosoft() bool { return p.microsoftAuthority == microsoftAuthority }

// ResolveTenant asks Microsoft which tenant a domain belongs to, and returns its
// GUID. Nothing is asked for a text that is no domain name. Errors: fault
// SSOAppInvalid when there is no such tenant, or it is that of private accounts;
// ProviderUnreachable when there is no answer.
func (p *Providers) ResolveTenant(ctx context.Context, domain string) (guid string, err error) {
	if !email.IsDomain(domain) {
		return "", fault.Because(fault.SSOAppInvalid, "domain_invalid")
	}
	from := metadataURL(p.microsoftIssuer(domain))
	doc, err := p.client.getObject(ctx, inDiscovery, get{from: from, most: maxMetadata, deep: metadataDeep})
	if err != nil {
		if f := fault.Of(err); f.Reason == string(inDiscovery)+"_http_400" || f.Reason == string(inDiscovery)+"_http_404" {
			return "", fault.Wrap(fault.SSOAppInvalid, "tenant_unknown", err) // Entra answers 400 (AADSTS90002)
		}
		return "", err
	}
	issuer := doc.text("issuer")
	tenant, ok := p.tenantOf(issuer)
	if !ok || tenant == personalTenant {
		return "", fault.Mismatch(fault.SSOAppInvalid, "tenant_invalid", p.microsoftIssuer(""), shown(issuer))
	}
	return tenant, nil
}
