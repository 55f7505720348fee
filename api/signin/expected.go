package signin

import (
	"latchkey/api/idp"
	"latchkey/api/store"
)

// What accounts a forecast expects of a provider that is not asked: all that may
// be there, by what tests and earlier sign-ins showed. It takes for granted that
// the account has the user's address, and that what the tested account came with
// (an e-mail, a verified one) comes with the others.

// account is one that a provider may hold for a user.
type account struct {
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
func (o ForecastInput) expected(u store.Foreseen) (accounts []account, why string) {
	if u.IdentityID != nil {
		return o.again(u), whyOtherClient
	}
	why = whyDomainUnseen
	if o.Told == nil && idp.Provider(o.Live.Provider) != idp.Google {
		why = whyNoTest
	}
	for _, mailbox := range o.mailboxes(u) {
		for _, c := range o.atHomes(mailbox, domainOf(u.Email)) {
			accounts = append(accounts, account{Claims: c})
		}
	}
	return accounts, why
}

// again: somebody who is linked comes as they came the last time, and is found
// by the link unless the application's change changes their subject.
func (o ForecastInput) again(u store.Foreseen) []account {
	came := idp.Claims{Email: text(u.SeenEmail), EmailVerified: true, TenantID: text(u.TenantID), HostedDomain: text(u.HostedDomain)}
	same, other := []account{{came, true}}, []account{{came, false}}
	client, provider := text(u.ClientID), idp.Provider(o.Live.Provider)
	sameClient := client == "" || o.Live.ClientID == "" || client == o.Live.ClientID
	switch {
	case provider.Generic() && o.Live.Issuer != "" && text(u.Issuer) != o.Live.Issuer:
		return other
	case sameClient, provider == idp.Google: // whose subjects are the same everywhere
		return same
	case provider == idp.Microsoft && text(u.ObjectID) != "": // found by it, and healed
		return same
	case provider == idp.Microsoft:
		return other
	}
	return append(same, other...) // a generic provider's may be pairwise
}

// mailboxes are the ways in which the user's address may come.
func (o ForecastInput) mailboxes(u store.Foreseen) []idp.Claims {
	address, provider := idp.PlainAddress(u.Email), idp.Provider(o.Live.Provider)
	verified, unverified := idp.Claims{Email: address, EmailVerified: true}, idp.Claims{Email: address}
	switch {
	case address == "": // no provider sends it in a form that we read
		return o.unaddressed(u)
	case o.Told != nil && o.Told.Domain == "":
		return o.unaddressed(u)
	case o.Told != nil && o.Told.EmailVerified, provider == idp.Google && o.Told == nil:
		return []idp.Claims{verified}
	case o.Told != nil:
		return []idp.Claims{unverified}
	}
	list := []idp.Claims{verified}
	if provider.Generic() {
		list = append(list, unverified)
	}
	if o.SendsEmail {
		return list
	}
	return append(list, o.unaddressed(u)...)
}

// unaddressed are the ways to come without an e-mail: the sign-in name may be
// the user's address, or anything.
func (o ForecastInput) unaddressed(u store.Foreseen) []idp.Claims {
	if idp.Provider(o.Live.Provider) == idp.Google || o.Told != nil && !o.Told.Username {
		return []idp.Claims{{}}
	}
	return []idp.Claims{{PreferredUsername: u.Email}, {}}
}

// atHomes gives an account the places where those of its domain may be at home.
func (o ForecastInput) atHomes(c idp.Claims, domain string) []idp.Claims {
	provider := idp.Provider(o.Live.Provider)
	if provider.Generic() {
		return []idp.Claims{atHome(provider, c)}
	}
	homes := o.Homes[domain]
	if len(homes) == 0 {
		homes = o.anywhere(domain)
	}
	var list []idp.Claims
	for _, h := range homes {
		list = append(list, o.at(h, c)...)
	}
	return list
}

// at gives an account a home. Where the tenant says whether a domain is vouched
// for, it may say either of one that was not tested.
func (o ForecastInput) at(h AccountHome, c idp.Claims) []idp.Claims {
	if idp.Provider(o.Live.Provider) == idp.Google {
		c.HostedDomain = h.Place
		return []idp.Claims{c}
	}
	c.TenantID, c.Guest, c.EDOV = h.Place, h.Guest, h.EDOV
	if h.EDOV != idp.Absent || o.Told == nil || o.Told.EDOV == "" {
		return []idp.Claims{c}
	}
	vouched, not := c, c
	vouched.EDOV, not.EDOV = idp.Yes, idp.No
	return []idp.Claims{vouched, not}
}
