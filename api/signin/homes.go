package signin

import (
	"slices"

	"latchkey/api/idp"
	"latchkey/api/store"
)

// AccountHome is where accounts with addresses of one e-mail domain are at home.
type AccountHome struct {
	Place string // Microsoft: a tenant; Google: a hosted domain; "": none that is known
	Guest bool   // Microsoft: they are guests there
	EDOV  idp.EDOV
}

// homes reads what accounts of tests and links showed, and what the organization
// says by its lock and its verified domains.
func homes(l store.Live, learned store.Learned, users []store.Foreseen) map[string][]AccountHome {
	switch idp.Provider(l.Provider) {
	case idp.Google:
		return googleHomes(l, learned, users)
	case idp.Microsoft:
		return microsoftHomes(l, learned, users)
	}
	return nil
}

// seen collects homes, each once.
type seen map[string][]AccountHome

func (s seen) add(domain string, h AccountHome) {
	if domain != "" && !slices.Contains(s[domain], h) {
		s[domain] = append(s[domain], h)
	}
}

// googleHomes: an account says to which Workspace it belongs. A domain that is
// locked is one, unless accounts of it have shown that it is the second domain
// of another.
func googleHomes(l store.Live, learned store.Learned, users []store.Foreseen) seen {
	found := seen{}
	for _, test := range learned.Tests {
		switch r := test.Report; {
		case r.Account != nil:
			found.add(r.Account.Domain, AccountHome{Place: r.Account.HostedDomain})
		case r.Learned != nil: // of a test that kept no more
			found.add(r.Learned.Value, AccountHome{Place: r.Learned.Value})
		}
	}
	for _, u := range users {
		if u.IdentityID != nil {
			found.add(domainOf(text(u.SeenEmail)), AccountHome{Place: store.LowerEmail(text(u.HostedDomain))})
		}
	}
	for _, lock := range l.LockedTo {
		if domain := store.LowerEmail(lock); len(found[domain]) == 0 {
			found.add(domain, AccountHome{Place: domain})
		}
	}
	for _, domain := range []string{"gmail.com", "googlemail.com"} {
		found[domain] = []AccountHome{{}}
	}
	return found
}

// microsoftHomes: a domain is at home in one tenant, and a tested account that
// is no guest shows in which. A link does not say whether its account is a
// guest. What the organization has proven to own it has in what it locked.
func microsoftHomes(l store.Live, learned store.Learned, users []store.Foreseen) seen {
	found, guests, known := seen{}, seen{}, map[string]bool{}
	for _, test := range learned.Tests {
		switch domain, h := testedHome(test.Report); {
		case h.Guest:
			guests.add(domain, h)
		case !known[domain]: // the newest test says where it is now
			known[domain] = true
			found.add(domain, h)
		}
	}
	for _, u := range users {
		domain, tenant := domainOf(text(u.SeenEmail)), text(u.TenantID)
		if tenant == "" || known[domain] {
			continue
		}
		found.add(domain, AccountHome{Place: tenant})
		if !contains(learned.Verified, domain) {
			guests.add(domain, AccountHome{Place: tenant, Guest: true})
		}
	}
	for _, verified := range learned.Verified {
		if domain := store.LowerEmail(verified); len(found[domain]) == 0 {
			for _, tenant := range l.LockedTo {
				found.add(domain, AccountHome{Place: tenant})
			}
		}
	}
	for domain, as := range guests {
		if !known[domain] {
			found[domain] = append(found[domain], append(as, AccountHome{})...) // and some are not invited
		}
	}
	found.invite(l.LockedTo)
	return found
}

// invite: people of other tenants may be guests of the only one that is locked,
// where everybody is sent. Where several are locked they come from their own.
func (s seen) invite(lockedTo []string) {
	if len(lockedTo) != 1 {
		return
	}
	for domain, list := range s {
		inside := func(h AccountHome) bool { return contains(lockedTo, h.Place) }
		if !slices.ContainsFunc(list, inside) {
			s.add(domain, AccountHome{Place: lockedTo[0], Guest: true})
		}
	}
}

func testedHome(r store.TestReport) (domain string, h AccountHome) {
	switch {
	case r.Account != nil:
		edov := map[string]idp.EDOV{"yes": idp.Yes, "no": idp.No}
		return r.Account.Domain, AccountHome{Place: r.Account.TenantID, Guest: r.Account.Guest, EDOV: edov[r.Account.EDOV]}
	case r.Learned != nil: // of a test that kept no more
		return r.Learned.Domain, AccountHome{Place: r.Learned.Value}
	}
	return "", AccountHome{}
}

// anywhere is where accounts of a domain may be at home that was never seen.
func (o ForecastInput) anywhere(domain string) []AccountHome {
	locked := o.Live.LockedTo
	switch {
	case idp.Provider(o.Live.Provider) == idp.Google && len(locked) > 0: // it may be a second domain of the Workspace
		return []AccountHome{{Place: domain}, {}, {Place: locked[0]}}
	case idp.Provider(o.Live.Provider) == idp.Google:
		return []AccountHome{{Place: domain}, {}}
	case len(locked) > 0:
		return []AccountHome{{Place: locked[0]}, {Place: locked[0], Guest: true}, {}}
	}
	return []AccountHome{{}}
}

// ownDomains are the e-mail domains whose people are expected to come with a
// proven address, from within the lock. Nobody of another domain is connected
// without a question; the private ones are named where somebody has such an
// address.
func (o ForecastInput) ownDomains(users []store.Foreseen) []string {
	provider, locked := idp.Provider(o.Live.Provider), o.Live.LockedTo
	if provider.Generic() {
		return slices.Sorted(slices.Values(o.Verified))
	}
	var own []string
	for domain, list := range o.Homes {
		has := func(u store.Foreseen) bool { return domainOf(u.Email) == domain }
		if isPersonal("@"+domain) && !slices.ContainsFunc(users, has) {
			continue
		}
		if slices.ContainsFunc(list, func(h AccountHome) bool { return isOwn(provider, locked, domain, h) }) {
			own = append(own, domain)
		}
	}
	slices.Sort(own)
	return own
}

func isOwn(provider idp.Provider, locked []string, domain string, h AccountHome) bool {
	if provider == idp.Google {
		proven := h.Place == domain || isPersonal("@"+domain)
		return proven && (len(locked) == 0 || contains(locked, h.Place))
	}
	return !h.Guest && h.EDOV != idp.No && contains(locked, h.Place)
}
