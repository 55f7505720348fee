package signin

import (
	"slices"

	"latchkey/api/idp"
	"latchkey/api/store"
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

// sources lists what was there to work a forecast out from.
func sources(l store.Live, learned store.Learned, users []store.Foreseen) []Source {
	provider := idp.Provider(l.Provider)
	tells := func(t store.PassedTest) bool {
		if provider.Generic() { // of these a test tells how the addresses come, and for its version only
			return t.VersionID == l.VersionID && t.Report.Account != nil
		}
		return t.Report.Account != nil || t.Report.Learned != nil
	}
	locked := len(l.LockedTo) > 0
	var used []Source
	if slices.ContainsFunc(learned.Tests, tells) {
		used = append(used, FromTest)
	}
	if slices.ContainsFunc(users, func(u store.Foreseen) bool { return u.IdentityID != nil }) {
		used = append(used, FromAccounts)
	}
	// Google says itself whose a domain is; a tenant has to be known to have one.
	if len(learned.Verified) > 0 && (provider.Generic() || provider == idp.Microsoft && locked) {
		used = append(used, FromDomains)
	}
	if locked {
		used = append(used, FromLock)
	}
	return used
}
