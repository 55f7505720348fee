package idp

import (
	"context"

	"latchkey/api/email"
	"latchkey/api/fault"
	"latchkey/api/idp/provider"
)

// ResolveTenant asks Microsoft which tenant a domain belongs to, and returns its
// GUID. Nothing is asked for a text that is no domain name. Errors: fault
// SSOAppInvalid when there is no such tenant, or it is that of private accounts;
// ProviderUnreachable when there is no answer.
func (p *Providers) ResolveTenant(ctx context.Context, domain string) (guid string, err error) {
	if !email.IsDomain(domain) {
		return "", fault.Because(fault.SSOAppInvalid, "domain_invalid")
	}
	authority := p.bases[provider.Microsoft]
	from := metadataURL(provider.MicrosoftIssuer(authority, domain))
	doc, err := getObject(ctx, p.client, inDiscovery, get{from: from, most: maxMetadata, deep: metadataDeep})
	if err != nil {
		if f := fault.Of(err); f.Reason == string(inDiscovery)+"_http_400" || f.Reason == string(inDiscovery)+"_http_404" {
			return "", fault.Wrap(fault.SSOAppInvalid, "tenant_unknown", err) // Entra answers 400 (AADSTS90002)
		}
		return "", err
	}
	issuer := doc.text("issuer")
	tenant, ok := provider.MicrosoftTenant(authority, issuer)
	if !ok || tenant == provider.PersonalTenant {
		return "", fault.Mismatch(fault.SSOAppInvalid, "tenant_invalid", provider.MicrosoftIssuer(authority, ""), provider.Shown(issuer))
	}
	return tenant, nil
}
