package decision

import (
	"cmp"
	"slices"
	"strings"

	"latchkey/api/email"
	"latchkey/api/fault"
	"latchkey/api/idp"
)

// CheckLock refuses accounts from outside of the connection's tenants, hosted
// domains or e-mail domains, linked people too.
func CheckLock(provider idp.Provider, trusted Trusted, c idp.Claims) error {
	lockedTo := trusted.LockedTo
	if len(lockedTo) == 0 {
		return nil
	}
	expected := strings.Join(lockedTo, ", ")
	switch {
	case provider == idp.Google:
		if contains(lockedTo, c.HostedDomain) {
			return nil
		}
		if c.HostedDomain == "" {
			return fault.Mismatch(fault.WrongHostedDomain, "no_hosted_domain", expected, "no hd = personal account")
		}
		return fault.Mismatch(fault.WrongHostedDomain, "other_hosted_domain", expected, c.HostedDomain)
	case provider == idp.Microsoft:
		if contains(lockedTo, c.TenantID) {
			return nil
		}
		return fault.Mismatch(fault.WrongTenant, "other_tenant", expected, c.TenantID)
	case provider.Generic():
		domain := email.Domain(c.Email)
		if contains(lockedTo, domain) {
			return nil
		}
		return fault.Mismatch(fault.WrongHostedDomain, "other_domain", expected, cmp.Or(domain, "no e-mail"))
	}
	return fault.Because(fault.InternalError, "unknown_provider")
}

// LockNames says whether a lock names a tenant or a domain; never a missing one.
func LockNames(lockedTo []string, value string) bool { return contains(lockedTo, value) }

// contains compares without ASCII case and never matches a missing value.
func contains(list []string, value string) bool {
	return value != "" && slices.ContainsFunc(list, func(entry string) bool {
		return email.Fold(entry) == email.Fold(value)
	})
}

// WithEmailDomain gives an account of a generic provider its e-mail domain as the
// hosted domain, so that its identity keeps what locks look at as Google's do.
func WithEmailDomain(provider idp.Provider, c idp.Claims) idp.Claims {
	if provider.Generic() {
		c.HostedDomain = email.Domain(c.Email)
	}
	return c
}
