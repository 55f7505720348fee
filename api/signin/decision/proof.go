package decision

import (
	"latchkey/api/email"
	"latchkey/api/idp"
)

// Proof is how well a provider's answer proves that the person has the e-mail address.
type Proof string

// The values of [Proof].
const (
	Strong Proof = "strong"
	Weak   Proof = "weak"
)

// Trusted is what an organization trusts of a provider's accounts.
type Trusted struct {
	LockedTo []string // the connection's tenants or domains; empty: unlocked
	Domains  []string // that the organization has proven; asked of generic providers only
}

// Prove says how strong a proof is and, when it is weak, why. Rules: spec
// "Strong proof". Anything that is not clearly strong is weak.
func Prove(provider idp.Provider, trusted Trusted, c idp.Claims) (Proof, string) {
	switch {
	case c.Email == "":
		return Weak, "no_email"
	case provider == idp.Google:
		return proveGoogle(c)
	case provider == idp.Microsoft:
		return proveMicrosoft(trusted.LockedTo, c)
	case provider.Generic():
		return proveOpenID(trusted.Domains, c)
	}
	return Weak, "unknown_provider"
}

// proveOpenID: whoever runs a generic provider can write any address into it, so
// its word counts for the domains that are the organization's own.
func proveOpenID(domains []string, c idp.Claims) (Proof, string) {
	switch {
	case !c.EmailVerified && c.VerifiedAs == idp.VerifiedText:
		return Weak, "email_verified_text"
	case !c.EmailVerified && c.VerifiedAs == idp.VerifiedOther:
		return Weak, "email_verified_other"
	case !c.EmailVerified:
		return Weak, "email_not_verified"
	case !contains(domains, email.Domain(c.Email)):
		return Weak, "domain_not_verified"
	}
	return Strong, ""
}

// proveGoogle: Google speaks for gmail.com, and for a Workspace domain in the
// accounts of that domain. A secondary domain of a Workspace is weak.
func proveGoogle(c idp.Claims) (Proof, string) {
	domain := email.Domain(c.Email)
	switch {
	case !c.EmailVerified:
		return Weak, "email_not_verified"
	case email.IsGmail(domain):
		return Strong, ""
	case c.HostedDomain == "":
		return Weak, "no_hosted_domain"
	case email.Fold(c.HostedDomain) != domain:
		return Weak, "other_hosted_domain"
	}
	return Strong, ""
}

// proveMicrosoft: in Entra the e-mail is what any tenant's admin typed, unless
// the tenant is the organization's own (nOAuth).
func proveMicrosoft(lockedTo []string, c idp.Claims) (Proof, string) {
	switch {
	case len(lockedTo) == 0:
		return Weak, "tenant_not_locked"
	case !contains(lockedTo, c.TenantID):
		return Weak, "other_tenant"
	case c.Guest:
		return Weak, "guest_account"
	case c.EDOV == idp.No:
		return Weak, "domain_owner_not_verified"
	}
	return Strong, ""
}
