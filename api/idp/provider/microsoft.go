package provider

import (
	"encoding/json"
	"strings"

	"latchkey/api/email"
	"latchkey/api/fault"
)

const (
	microsoftAuthority = "https://login.microsoftonline.com"
	// TenantSlot stands for the tenant in the issuer that the organizations
	// metadata names, letter by letter.
	TenantSlot = "{tenantid}"
	// PersonalTenant is the directory of everybody's private accounts, which
	// belong to no organization.
	PersonalTenant = "9188040d-6c67-4c5b-b112-36a304b66dad"
)

// microsoft is Entra ID: an issuer per directory (tenant), in which an e-mail is
// what an administrator typed.
func microsoft() Descriptor {
	return Descriptor{
		Kind: KindMicrosoft,
		Name: "Microsoft",
		Protocol: Protocol{
			Base: microsoftAuthority, Setting: "Microsoft authority",
			Issuer:       func(s Site) string { return MicrosoftIssuer(s.Base, s.Tenant) },
			Metadata:     microsoftMetadata,
			TokenIssuer:  microsoftToken,
			AnswerIssuer: microsoftAnswer,
			Admits:       admitsTenant,
			Read:         readMicrosoft,

			SkipsUserinfo: true, TakesPrompts: true,
			Neighbours: map[string][]string{
				"login.microsoftonline.com": {"graph.microsoft.com"},
				"login.microsoftonline.us":  {"graph.microsoft.us"},
			},
		},
		Accounts: Accounts{Origin: OriginTenant, Subjects: SubjectDiffers, Prove: proveMicrosoft},
		Lock: Lock{
			Place:   func(c Claims) string { return c.TenantID },
			Outside: fault.WrongTenant, OutsideReason: "other_tenant",
			OpenReason: "tenant_not_locked",
			Entry:      tenantEntry,
		},
		Texts:   Texts{KeepsTypes: true, GroupsByID: true},
		Values:  Values{ClientID: microsoftClientID, Secret: microsoftSecret, Tenant: microsoftTenant},
		Answers: microsoftAnswers,
	}
}

// MicrosoftIssuer is the issuer of a tenant of an authority, or the template for "".
func MicrosoftIssuer(authority, tenant string) string {
	if tenant == "" {
		tenant = TenantSlot
	}
	return authority + "/" + tenant + "/v2.0"
}

// MicrosoftTenant returns the tenant inside an issuer of an authority.
func MicrosoftTenant(authority, issuer string) (tenant string, ok bool) {
	rest, ok := strings.CutPrefix(issuer, authority+"/")
	if !ok {
		return "", false
	}
	tenant, ok = strings.CutSuffix(rest, "/v2.0")
	return tenant, ok && IsGUID(tenant)
}

// microsoftMetadata refuses everything but a GUID as a tenant, so common and
// consumers are out, and so is a path that climbs elsewhere.
func microsoftMetadata(s Site) (Metadata, string) {
	issuer := MicrosoftIssuer(s.Base, s.Tenant)
	switch {
	case s.Tenant == "":
		return Metadata{Issuer: issuer, At: s.Base + "/organizations/v2.0"}, ""
	case !IsGUID(s.Tenant), s.Tenant == PersonalTenant:
		return Metadata{}, "tenant_invalid"
	}
	return Metadata{Issuer: issuer, At: issuer}, ""
}

// microsoftToken checks that a token names its own tenant and the issuer of
// that tenant. Which tenants may sign in is not asked here.
func microsoftToken(s Site, p Payload) (issuer string, err error) {
	iss, tid := p.Text("iss"), p.Text("tid")
	named, ok := MicrosoftTenant(s.Base, iss)
	if !ok {
		return "", fault.Mismatch(fault.TokenInvalid, "iss", MicrosoftIssuer(s.Base, ""), Shown(iss))
	}
	if tid != named {
		return "", fault.Mismatch(fault.TokenInvalid, "tid_mismatch", named, Shown(tid))
	}
	return iss, nil
}

// microsoftAnswer: without a tenant any one of the authority is right.
func microsoftAnswer(s Site, iss, announced string) bool {
	if s.Tenant != "" {
		return iss == announced
	}
	_, right := MicrosoftTenant(s.Base, iss)
	return right
}

// admitsTenant keeps private accounts out, and those of other tenants where the
// application is of one.
func admitsTenant(s Site, p Payload) error {
	tid := p.Text("tid")
	switch {
	case tid == PersonalTenant:
		return fault.Mismatch(fault.WrongTenant, "personal_account", s.Tenant, tid)
	case s.Tenant != "" && tid != s.Tenant:
		return fault.Mismatch(fault.WrongTenant, "tenant_mismatch", s.Tenant, tid)
	}
	return nil
}

func readMicrosoft(p Payload, c *Claims) {
	c.TenantID = p.Text("tid")
	c.ObjectID = p.Line("oid")
	c.Guest = isGuest(p, c.Issuer)
	c.EDOV = domainOwnerVerified(p)
}

// isGuest takes anything it does not understand for a guest.
func isGuest(p Payload, issuer string) bool {
	if p.Has("idp") && p.Text("idp") != issuer {
		return true
	}
	if !p.Has("acct") {
		return false
	}
	return p["acct"] != json.Number("0") && p["acct"] != "0"
}

// domainOwnerVerified reads xms_edov, which Entra writes in several ways.
func domainOwnerVerified(p Payload) EDOV {
	v, ok := p["xms_edov"]
	switch {
	case !ok:
		return Absent
	case v == true, v == json.Number("1"), v == "1", v == "true":
		return Yes
	}
	return No
}

// proveMicrosoft: in Entra the e-mail is what any tenant's admin typed, unless
// the tenant is the organization's own (nOAuth).
func proveMicrosoft(t Trusted, c Claims) (weakness string) {
	switch {
	case len(t.LockedTo) == 0:
		return "tenant_not_locked"
	case !isListed(t.LockedTo, c.TenantID):
		return "other_tenant"
	case c.Guest:
		return "guest_account"
	case c.EDOV == No:
		return "domain_owner_not_verified"
	}
	return ""
}

func tenantEntry(entry string) (problem string) {
	switch {
	case entry == PersonalTenant:
		return "invalid"
	case !IsGUID(entry):
		return "format"
	}
	return ""
}

// microsoftClientID folds the id as the provider writes it into aud.
func microsoftClientID(id string, real bool) (kept, problem string) {
	guid := strings.ToLower(id)
	switch {
	case strings.HasSuffix(id, googleClient):
		return id, "other_provider"
	case IsGUID(guid):
		return guid, ""
	case real:
		return id, "format"
	}
	return id, ""
}

func microsoftSecret(secret string) (problem string) {
	switch {
	case IsGUID(strings.ToLower(secret)):
		return "secret_id"
	case strings.HasPrefix(secret, googleSecret), strings.HasSuffix(secret, googleClient):
		return "other_provider"
	}
	return ""
}

func microsoftTenant(tenant string) (problem string) {
	switch {
	case tenant == PersonalTenant, tenant == "common", tenant == "consumers", tenant == "organizations":
		return "invalid"
	case !IsGUID(tenant) && !email.IsDomain(tenant):
		return "format"
	}
	return ""
}
