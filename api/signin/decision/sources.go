package decision

import (
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

// OwnDomains are the e-mail domains whose people are expected to come with a
// proven address, from within the lock. Nobody of another domain is connected
// without a question; the private ones are named where somebody has such an
// address.
func (f Forecast) OwnDomains() []string {
	if f.Connection.of().Origin == provider.OriginNone {
		return slices.Sorted(slices.Values(f.Verified))
	}
	var own []string
	for domain, list := range f.origins {
		has := func(u User) bool { return email.Domain(u.Email) == domain }
		if email.IsGmail(domain) && !slices.ContainsFunc(f.Users, has) {
			continue
		}
		if slices.ContainsFunc(list, func(from origin) bool { return f.vouchesFor(domain, from) }) {
			own = append(own, domain)
		}
	}
	slices.Sort(own)
	return own
}

// vouchesFor says whether an account of a domain and an origin comes with a proven
// address, from within the lock.
func (f Forecast) vouchesFor(domain string, from origin) bool {
	locked := f.Connection.LockedTo
	if f.Connection.of().Origin == provider.OriginDomain {
		proven := from.place == domain || email.IsGmail(domain)
		return proven && (len(locked) == 0 || contains(locked, from.place))
	}
	return !from.guest && from.edov != provider.No && contains(locked, from.place)
}
