package decision

import (
	"maps"
	"slices"

	"latchkey/api/email"
	"latchkey/api/idp/provider"
)

// Source is something that a forecast was worked out from.
type Source string

// The sources, beside the policy, which always counts.
const (
	FromTest     Source = "test"     // what the account of a passed test came with
	FromAccounts Source = "accounts" // what people have connected
	FromDomains  Source = "domains"  // what the organization has proven to own
	FromLock     Source = "lock"
)

// Sources lists what was there to work the forecast out from.
func (f Forecast) Sources() []Source {
	from := f.Connection.of().Origin
	counts := func(t PassedTest) bool {
		if from == provider.OriginNone { // here a test says how the addresses come, and for its version only
			return t.VersionID == f.VersionID && t.Account != nil
		}
		return t.Account != nil || t.Lock != nil
	}
	locked := len(f.Connection.LockedTo) > 0
	var used []Source
	if slices.ContainsFunc(f.Tests, counts) {
		used = append(used, FromTest)
	}
	if slices.ContainsFunc(f.Users, func(u User) bool { return u.Identity != nil }) {
		used = append(used, FromAccounts)
	}
	// A provider that hosts domains says whose they are; a tenant has to be known to have one.
	if len(f.Verified) > 0 && (from == provider.OriginNone || from == provider.OriginTenant && locked) {
		used = append(used, FromDomains)
	}
	if locked {
		used = append(used, FromLock)
	}
	return used
}

// ProvenDomains are the e-mail domains whose addresses count as verified, whichever
// of the expected accounts comes: with a proven address, from within the lock. Those
// of which something is still open are left out, and the private ones are named where
// somebody has such an address.
func (f Forecast) ProvenDomains() []string {
	var proven []string
	for _, domain := range f.knownDomains() {
		has := func(u User) bool { return email.Domain(u.Email) == domain }
		if email.IsGmail(domain) && !slices.ContainsFunc(f.Users, has) {
			continue
		}
		if f.provesAll(domain) {
			proven = append(proven, domain)
		}
	}
	return proven
}

// knownDomains are those of which something was seen or proven, sorted.
func (f Forecast) knownDomains() []string {
	if f.Connection.of().Origin == provider.OriginNone {
		return slices.Sorted(slices.Values(f.Verified))
	}
	return slices.Sorted(maps.Keys(f.origins))
}

// provesAll says whether anybody new with an address of a domain would come with a
// proven one, from within the lock.
func (f Forecast) provesAll(domain string) bool {
	c, trusted := f.Connection, provider.Trusted{LockedTo: f.Connection.LockedTo, Domains: f.Verified}
	accounts, _ := f.expected(User{Email: "anybody@" + domain})
	return !slices.ContainsFunc(accounts, func(a expectedAccount) bool {
		proof, _ := Prove(c.Provider, trusted, a.Claims)
		return proof != Strong || CheckLock(c.Provider, trusted, a.Claims) != nil
	})
}
