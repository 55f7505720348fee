package decision

import (
	"cmp"
	"slices"
	"strings"

	"latchkey/api/email"
	"latchkey/api/fault"
	"latchkey/api/idp/provider"
)

// Proof is how well a provider's answer proves that the person has the e-mail address.
type Proof string

// The values of [Proof].
const (
	Strong Proof = "strong"
	Weak   Proof = "weak"
)

// Prove says how strong a proof is and, when it is weak, why. Anything that is not
// clearly strong is weak.
func Prove(by provider.Key, trusted provider.Trusted, c provider.Claims) (Proof, string) {
	weakness := ""
	switch {
	case c.Email == "":
		weakness = "no_email"
	case by == "":
		weakness = "unknown_provider"
	default:
		weakness = provider.Of(by).Prove(trusted, c)
	}
	if weakness != "" {
		return Weak, weakness
	}
	return Strong, ""
}

// CheckLock refuses accounts from outside of the connection's tenants, hosted
// domains or e-mail domains, linked people too.
func CheckLock(by provider.Key, trusted provider.Trusted, c provider.Claims) error {
	lock := provider.Of(by).Lock
	switch place := lock.Place(c); {
	case len(trusted.LockedTo) == 0 || by != "" && contains(trusted.LockedTo, place):
		return nil
	case by == "":
		return fault.Because(fault.InternalError, "unknown_provider")
	case place == "":
		return fault.Mismatch(lock.Outside, cmp.Or(lock.NoPlaceReason, lock.OutsideReason), strings.Join(trusted.LockedTo, ", "), lock.NoPlace)
	default:
		return fault.Mismatch(lock.Outside, lock.OutsideReason, strings.Join(trusted.LockedTo, ", "), place)
	}
}

// LockNames says whether a lock names a tenant or a domain; never a missing one.
func LockNames(lockedTo []string, value string) bool { return contains(lockedTo, value) }

// contains compares without ASCII case and never matches a missing value.
func contains(list []string, value string) bool {
	return value != "" && slices.ContainsFunc(list, func(entry string) bool {
		return email.Fold(entry) == email.Fold(value)
	})
}

// WithEmailDomain gives an account that says nothing of its origin its e-mail domain
// as the hosted domain, so that its identity keeps what locks look at.
func WithEmailDomain(of provider.Descriptor, c provider.Claims) provider.Claims {
	if of.Origin == provider.OriginNone {
		c.HostedDomain = of.Place(c)
	}
	return c
}
