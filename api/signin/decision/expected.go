package decision

import (
	"latchkey/api/email"
	"latchkey/api/idp"
)

// What accounts a forecast expects of a provider that is not asked: all that may
// be there, by what tests and earlier sign-ins showed. It takes for granted that
// the account has the user's address, and that what the tested account came with
// (an e-mail, a verified one) comes with the others.

// expectedAccount is one that a provider may hold for a user.
type expectedAccount struct {
	idp.Claims
	linked bool // it is recognized as the one that the user has connected
}

// Why it is not known what will come.
const (
	whyNoTest       = "no_test"           // no test of this version has passed, so nobody saw what comes
	whyDomainUnseen = "domain_unseen"     // no account of this domain was seen, or different ones
	whyOtherClient  = "other_application" // connected through another application: the subject may differ
)

// expected lists the accounts that a user may come with, the likeliest first,
// and says what is not known where there are several.
func (f Forecast) expected(u User) (accounts []expectedAccount, why string) {
	if u.Identity != nil {
		return f.connected(*u.Identity), whyOtherClient
	}
	why = whyDomainUnseen
	if f.tested == nil && f.Connection.Provider != idp.Google {
		why = whyNoTest
	}
	for _, mailbox := range f.mailboxes(u) {
		for _, c := range f.withOrigins(mailbox, email.Domain(u.Email)) {
			accounts = append(accounts, expectedAccount{Claims: c})
		}
	}
	return accounts, why
}

// connected: a user with a connected account comes as they came the last time, and
// is found by the link unless their subject is another one at this application.
func (f Forecast) connected(i Identity) []expectedAccount {
	came := idp.Claims{Email: i.Email, EmailVerified: true, TenantID: i.TenantID, HostedDomain: i.HostedDomain}
	same, other := []expectedAccount{{came, true}}, []expectedAccount{{came, false}}
	c := f.Connection
	sameClient := i.ClientID == "" || c.ClientID == "" || i.ClientID == c.ClientID
	switch {
	case c.Provider.Generic() && c.Issuer != "" && i.Issuer != c.Issuer:
		return other
	case sameClient, c.Provider == idp.Google: // whose subjects are the same everywhere
		return same
	case c.Provider == idp.Microsoft && i.ObjectID != "": // found by it, and healed
		return same
	case c.Provider == idp.Microsoft:
		return other
	}
	return append(same, other...) // a generic provider's may be pairwise
}

// mailboxes are the ways in which the user's address may come.
func (f Forecast) mailboxes(u User) []idp.Claims {
	provider := f.Connection.Provider
	verified, unverified := idp.Claims{Email: u.Email, EmailVerified: true}, idp.Claims{Email: u.Email}
	switch {
	case !email.IsPlain(u.Email): // no provider sends it in a form that we read
		return f.unaddressed(u)
	case f.tested != nil && f.tested.Domain == "":
		return f.unaddressed(u)
	case f.tested != nil && f.tested.EmailVerified, provider == idp.Google && f.tested == nil:
		return []idp.Claims{verified}
	case f.tested != nil:
		return []idp.Claims{unverified}
	}
	list := []idp.Claims{verified}
	if provider.Generic() {
		list = append(list, unverified)
	}
	if f.sendsEmail {
		return list
	}
	return append(list, f.unaddressed(u)...)
}

// unaddressed are the ways to come without an e-mail: the sign-in name may be
// the user's address, or anything.
func (f Forecast) unaddressed(u User) []idp.Claims {
	if f.Connection.Provider == idp.Google || f.tested != nil && !f.tested.Username {
		return []idp.Claims{{}}
	}
	return []idp.Claims{{PreferredUsername: u.Email}, {}}
}

// withOrigins gives an account the tenants or hosted domains that it may be of.
func (f Forecast) withOrigins(c idp.Claims, domain string) []idp.Claims {
	provider := f.Connection.Provider
	if provider.Generic() {
		return []idp.Claims{WithEmailDomain(provider, c)}
	}
	origins := f.origins[domain]
	if len(origins) == 0 {
		origins = f.unseenOrigins(domain)
	}
	var list []idp.Claims
	for _, from := range origins {
		list = append(list, f.withOrigin(from, c)...)
	}
	return list
}

// withOrigin gives an account an origin. Where the tenant says whether a domain is
// vouched for, it may say either of one that was not tested.
func (f Forecast) withOrigin(from origin, c idp.Claims) []idp.Claims {
	if f.Connection.Provider == idp.Google {
		c.HostedDomain = from.place
		return []idp.Claims{c}
	}
	c.TenantID, c.Guest, c.EDOV = from.place, from.guest, from.edov
	if from.edov != idp.Absent || f.tested == nil || f.tested.EDOV == idp.Absent {
		return []idp.Claims{c}
	}
	vouched, not := c, c
	vouched.EDOV, not.EDOV = idp.Yes, idp.No
	return []idp.Claims{vouched, not}
}
