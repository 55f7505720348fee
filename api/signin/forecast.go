package signin

import (
	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/store"
)

// Foresight is what is foreseen of a person's sign-in.
type Foresight string

// What a sign-in may come to.
const (
	Linked  Foresight = "linked"  // connected already
	Silent  Foresight = "silent"  // connected at the first sign-in, without a question
	Asked   Foresight = "ask"     // asked to prove the account once
	Refused Foresight = "refused" // cannot get in
)

// Prospect is what a sign-in would come to and why, as stable words.
type Prospect struct {
	Outcome Foresight
	Code    fault.Code // of the refusal, or ""
	Reason  string
}

// Reasons of a prospect that no refusal has by itself.
const (
	whyOutsideLock     = "outside_lock"
	whyPersonalAddress = "personal_address"
	whyPolicyConfirm   = "policy_confirm"
	whyProfileOnly     = "profile_only"
	whySuperAdmin      = "super_admin"
)

// prospect reads a decision, which was made from this policy and proof.
func prospect(p Policy, proof Proof, weakness string, d Decision, err error) Prospect {
	switch {
	case err != nil:
		return refusalAhead(fault.Of(err), weakness)
	case !d.Ask && d.Link:
		return Prospect{Outcome: Silent}
	case !d.Ask:
		return Prospect{Outcome: Linked}
	case p.Linking == store.LinkConfirm:
		return Prospect{Outcome: Asked, Reason: whyPolicyConfirm}
	case proof != Strong:
		return Prospect{Outcome: Asked, Reason: weakness}
	}
	return Prospect{Outcome: Asked, Reason: whySuperAdmin}
}

func refusalAhead(f *fault.Fault, weakness string) Prospect {
	p := Prospect{Outcome: Refused, Code: f.Code, Reason: f.Reason}
	switch f.Code {
	case fault.LinkInProfileFirst:
		p.Reason = whyProfileOnly
	case fault.EmailMissing, fault.EmailNotVerified:
		p.Reason = weakness
	}
	return p
}

// Outlook is what a forecast of a connection knows beside a person.
type Outlook struct {
	Provider idp.Provider
	LockedTo []string
	Policy   Policy
	// Domains are the e-mail domains that are taken for the provider's own: a
	// person of one of them is expected to come from within the lock.
	Domains []string
}

// Forecast says what the sign-in of an active user would come to, by the same
// functions that decide it. What the provider would say of the person is
// supposed: that the account has the user's address and is at home where that
// address is.
func Forecast(o Outlook, u store.Foreseen) Prospect {
	claims := o.supposed(u)
	trusted := Trusted{LockedTo: o.LockedTo, Domains: o.Domains}
	if err := checkLock(o.Provider, trusted, claims); err != nil {
		return Prospect{Outcome: Refused, Code: fault.Of(err).Code, Reason: whyOutsideLock}
	}
	proof, weakness := Prove(o.Provider, trusted, claims)
	person := Person{ID: u.UserID, Role: u.Role, Active: true}
	var who Found
	switch {
	case u.IdentityID != nil:
		person.IdentityID = *u.IdentityID
		who.Linked = &person
	case claims.Email != "":
		who.Candidates = []Person{person}
	}
	d, err := Decide(o.Policy, proof, Seen{HasEmail: claims.Email != ""}, who)
	p := prospect(o.Policy, proof, weakness, d, err)
	if p.Outcome == Silent && isPersonal(claims.Email) {
		p.Reason = whyPersonalAddress
	}
	return p
}

// supposed is what the provider would say. Somebody who is linked is supposed to
// come as they came the last time.
func (o Outlook) supposed(u store.Foreseen) idp.Claims {
	if u.IdentityID != nil {
		return idp.Claims{Email: text(u.SeenEmail), EmailVerified: true, TenantID: text(u.TenantID), HostedDomain: text(u.HostedDomain)}
	}
	c := idp.Claims{Email: idp.PlainAddress(u.Email), EmailVerified: true}
	if c.Email == "" { // no provider sends such an address in a form that we read
		return c
	}
	switch domain := domainOf(c.Email); o.Provider {
	case idp.Google:
		if !isPersonal(c.Email) {
			c.HostedDomain = domain
		}
	case idp.Microsoft:
		if len(o.LockedTo) > 0 && contains(o.Domains, domain) {
			c.TenantID = o.LockedTo[0]
		}
	default:
		c.HostedDomain = domain
	}
	return c
}

// isPersonal tells an address that belongs to a private person and to no
// organization.
func isPersonal(email string) bool {
	domain := domainOf(email)
	return domain == "gmail.com" || domain == "googlemail.com"
}
