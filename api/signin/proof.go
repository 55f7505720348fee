package signin

import (
	"slices"
	"strings"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/store"
)

// Proof is how well the provider's word proves that the person has the e-mail.
type Proof string

// The strengths.
const (
	Strong Proof = "strong"
	Weak   Proof = "weak"
)

// Prove says how strong a proof is and, when it is weak, why. Rules: spec
// "Strong proof". Anything that is not clearly strong is weak.
func Prove(provider idp.Provider, lockedTo []string, c idp.Claims) (Proof, string) {
	if c.Email == "" {
		return Weak, "no_email"
	}
	switch provider {
	case idp.Google:
		return proveGoogle(c)
	case idp.Microsoft:
		return proveMicrosoft(lockedTo, c)
	}
	return Weak, "unknown_provider"
}

// proveGoogle: Google speaks for gmail.com, and for a Workspace domain in the
// accounts of that domain. A secondary domain of a Workspace is weak.
func proveGoogle(c idp.Claims) (Proof, string) {
	domain := domainOf(c.Email)
	switch {
	case !c.EmailVerified:
		return Weak, "email_not_verified"
	case domain == "gmail.com" || domain == "googlemail.com":
		return Strong, ""
	case c.HostedDomain == "":
		return Weak, "no_hosted_domain"
	case store.LowerEmail(c.HostedDomain) != domain:
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

// checkLock refuses accounts from outside of the connection's tenants or hosted
// domains, linked people too.
func checkLock(provider idp.Provider, lockedTo []string, c idp.Claims) error {
	if len(lockedTo) == 0 {
		return nil
	}
	expected := strings.Join(lockedTo, ", ")
	switch provider {
	case idp.Google:
		if contains(lockedTo, c.HostedDomain) {
			return nil
		}
		if c.HostedDomain == "" {
			return fault.Mismatch(fault.WrongHostedDomain, "no_hosted_domain", expected, "no hd = personal account")
		}
		return fault.Mismatch(fault.WrongHostedDomain, "other_hosted_domain", expected, c.HostedDomain)
	case idp.Microsoft:
		if contains(lockedTo, c.TenantID) {
			return nil
		}
		return fault.Mismatch(fault.WrongTenant, "other_tenant", expected, c.TenantID)
	}
	return fault.Because(fault.InternalError, "unknown_provider")
}

// contains compares without ASCII case and never matches a missing value.
func contains(list []string, value string) bool {
	return value != "" && slices.ContainsFunc(list, func(entry string) bool {
		return store.LowerEmail(entry) == store.LowerEmail(value)
	})
}

func domainOf(email string) string {
	_, domain, _ := strings.Cut(email, "@") // idp lets only one @ pass
	return store.LowerEmail(domain)
}
