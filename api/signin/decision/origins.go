package decision

import (
	"slices"

	"latchkey/api/email"
	"latchkey/api/idp/provider"
)

// origin is where accounts with addresses of one e-mail domain come from.
type origin struct {
	place string // a tenant or a hosted domain; "": none that is known
	guest bool   // they are guests there
	edov  provider.EDOV
}

// origins reads what the accounts of tests and identities showed, and what the
// organization says by its lock and its verified domains.
func origins(in ForecastInput) map[string][]origin {
	switch in.Connection.of().Origin {
	case provider.OriginDomain:
		return domainOrigins(in)
	case provider.OriginTenant:
		return tenantOrigins(in)
	}
	return nil
}

// originsByDomain collects origins, each once.
type originsByDomain map[string][]origin

func (s originsByDomain) add(domain string, from origin) {
	if domain != "" && !slices.Contains(s[domain], from) {
		s[domain] = append(s[domain], from)
	}
}

// domainOrigins: an account says to which Workspace it belongs. A domain that is
// locked is one, unless accounts of it have shown that it is the second domain
// of another.
func domainOrigins(in ForecastInput) originsByDomain {
	found := originsByDomain{}
	for _, test := range in.Tests {
		switch {
		case test.Account != nil:
			found.add(test.Account.Domain, origin{place: test.Account.HostedDomain})
		case test.Lock != nil: // of a test that kept no more
			found.add(test.Lock.Value, origin{place: test.Lock.Value})
		}
	}
	for _, u := range in.Users {
		if u.Identity != nil {
			found.add(email.Domain(u.Identity.Email), origin{place: email.Fold(u.Identity.HostedDomain)})
		}
	}
	for _, lock := range in.Connection.LockedTo {
		if domain := email.Fold(lock); len(found[domain]) == 0 {
			found.add(domain, origin{place: domain})
		}
	}
	for _, domain := range email.GmailDomains() {
		found[domain] = []origin{{}}
	}
	return found
}

// tenantOrigins: a domain belongs to one tenant, and a tested account that is no
// guest shows to which. An identity does not say whether its account is a guest.
// What the organization has proven to own belongs to what it locked.
func tenantOrigins(in ForecastInput) originsByDomain {
	found, guests, known := originsByDomain{}, originsByDomain{}, map[string]bool{}
	for _, test := range in.Tests {
		switch domain, from := testedOrigin(test); {
		case from.guest:
			guests.add(domain, from)
		case !known[domain]: // the newest test says where it is now
			known[domain] = true
			found.add(domain, from)
		}
	}
	for _, u := range in.Users {
		if u.Identity == nil || u.Identity.TenantID == "" {
			continue
		}
		domain, tenant := email.Domain(u.Identity.Email), u.Identity.TenantID
		if known[domain] {
			continue
		}
		found.add(domain, origin{place: tenant})
		if !contains(in.Verified, domain) {
			guests.add(domain, origin{place: tenant, guest: true})
		}
	}
	found.addVerified(in)
	for domain, as := range guests {
		if !known[domain] {
			found[domain] = append(found[domain], append(as, origin{})...) // and some are not invited
		}
	}
	found.addGuests(in.Connection.LockedTo)
	return found
}

// addVerified: of domains that were not seen, those that the organization has proven
// to own belong to the tenants that it locked.
func (s originsByDomain) addVerified(in ForecastInput) {
	for _, verified := range in.Verified {
		if domain := email.Fold(verified); len(s[domain]) == 0 {
			for _, tenant := range in.Connection.LockedTo {
				s.add(domain, origin{place: tenant})
			}
		}
	}
}

// addGuests: people of other tenants may be guests of the only one that is locked,
// where everybody is sent. Where several are locked they come from their own.
func (s originsByDomain) addGuests(lockedTo []string) {
	if len(lockedTo) != 1 {
		return
	}
	for domain, list := range s {
		inside := func(from origin) bool { return contains(lockedTo, from.place) }
		if !slices.ContainsFunc(list, inside) {
			s.add(domain, origin{place: lockedTo[0], guest: true})
		}
	}
}

func testedOrigin(t PassedTest) (domain string, from origin) {
	switch {
	case t.Account != nil:
		return t.Account.Domain, origin{place: t.Account.TenantID, guest: t.Account.Guest, edov: t.Account.EDOV}
	case t.Lock != nil: // of a test that kept no more
		return t.Lock.Domain, origin{place: t.Lock.Value}
	}
	return "", origin{}
}

// unseenOrigins are the origins that accounts of a domain may have of which none was
// seen.
func (f Forecast) unseenOrigins(domain string) []origin {
	locked, byDomain := f.Connection.LockedTo, f.Connection.of().Origin == provider.OriginDomain
	switch {
	case byDomain && len(locked) > 0: // it may be a second domain of the Workspace
		return []origin{{place: domain}, {}, {place: locked[0]}}
	case byDomain:
		return []origin{{place: domain}, {}}
	case len(locked) > 0:
		return []origin{{place: locked[0]}, {place: locked[0], guest: true}, {}}
	}
	return []origin{{}}
}
