package decision

import (
	"latchkey/api/email"
	"latchkey/api/idp/provider"
)

// What accounts a forecast expects of a provider that is not asked: all that may
// be there, by what tests and earlier sign-ins showed. It takes for granted that
// the account has the user's address, and that what the tested account came with
// (an e-mail, a verified one) comes with the others.

// expectedAccount is an account that a provider may hold for a user.
type expectedAccount struct {
	provider.Claims
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
	if f.tested == nil && !f.Connection.of().AlwaysVerified {
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
	came := provider.Claims{Email: i.Email, EmailVerified: true, TenantID: i.TenantID, HostedDomain: i.HostedDomain}
	same, other := []expectedAccount{{came, true}}, []expectedAccount{{came, false}}
	c, of := f.Connection, f.Connection.of()
	sameClient := i.ClientID == "" || c.ClientID == "" || i.ClientID == c.ClientID
	switch {
	case of.NamesIssuer && c.Issuer != "" && i.Issuer != c.Issuer:
		return other
	case sameClient, of.Subjects == provider.SubjectSame:
		return same
	case of.Subjects == provider.SubjectDiffers && i.ObjectID != "": // found by it, and healed
		return same
	case of.Subjects == provider.SubjectDiffers:
		return other
	}
	return append(same, other...)
}

// mailboxes are the ways in which the user's address may come.
func (f Forecast) mailboxes(u User) []provider.Claims {
	of := f.Connection.of()
	verified, unverified := provider.Claims{Email: u.Email, EmailVerified: true}, provider.Claims{Email: u.Email}
	switch {
	case !email.IsPlain(u.Email): // no provider sends it in a form that we read
		return f.unaddressed(u)
	case f.tested != nil && f.tested.Domain == "":
		return f.unaddressed(u)
	case f.tested != nil && f.tested.EmailVerified, of.AlwaysVerified && f.tested == nil:
		return []provider.Claims{verified}
	case f.tested != nil:
		return []provider.Claims{unverified}
	}
	list := []provider.Claims{verified}
	if of.ReadsVerified {
		list = append(list, unverified)
	}
	if f.sendsEmail {
		return list
	}
	return append(list, f.unaddressed(u)...)
}

// unaddressed are the ways to come without an e-mail: the sign-in name may be
// the user's address, or anything.
func (f Forecast) unaddressed(u User) []provider.Claims {
	if f.Connection.of().AlwaysVerified || f.tested != nil && !f.tested.Username {
		return []provider.Claims{{}}
	}
	return []provider.Claims{{PreferredUsername: u.Email}, {}}
}

// withOrigins gives an account the tenants or hosted domains that it may be of.
func (f Forecast) withOrigins(c provider.Claims, domain string) []provider.Claims {
	if of := f.Connection.of(); of.Origin == provider.OriginNone {
		return []provider.Claims{WithEmailDomain(of, c)}
	}
	origins := f.origins[domain]
	if len(origins) == 0 {
		origins = f.unseenOrigins(domain)
	}
	var list []provider.Claims
	for _, from := range origins {
		list = append(list, f.withOrigin(from, c)...)
	}
	return list
}

// withOrigin gives an account an origin. Where the tenant says whether a domain is
// vouched for, it may say either of one that was not tested.
func (f Forecast) withOrigin(from origin, c provider.Claims) []provider.Claims {
	if f.Connection.of().Origin == provider.OriginDomain {
		c.HostedDomain = from.place
		return []provider.Claims{c}
	}
	c.TenantID, c.Guest, c.EDOV = from.place, from.guest, from.edov
	if from.edov != provider.Absent || f.tested == nil || f.tested.EDOV == provider.Absent {
		return []provider.Claims{c}
	}
	vouched, not := c, c
	vouched.EDOV, not.EDOV = provider.Yes, provider.No
	return []provider.Claims{vouched, not}
}
