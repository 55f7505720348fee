package signin

import (
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/store"
)

// PredictedOutcome is what is foreseen of a person's sign-in.
type PredictedOutcome string

// What a sign-in may come to.
const (
	Linked  PredictedOutcome = "linked"  // connected already
	Silent  PredictedOutcome = "silent"  // connected at the first sign-in, without a question
	Asked   PredictedOutcome = "ask"     // asked to prove the account once, and able to
	Refused PredictedOutcome = "refused" // cannot get in
	Unknown PredictedOutcome = "unknown" // not known yet: nothing that was seen tells
)

// Prediction is what a sign-in would come to and why, as stable words.
type Prediction struct {
	Outcome PredictedOutcome
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
	whyDisconnected    = "disconnected"

	// Asked, and unable to answer.
	whyNoProof        = "no_proof"             // no password, and no mail for a code
	whyProvesNothing  = "password_is_no_proof" // passwords are off and the address is not proven; no mail either
	whyNothingToProve = "no_address_to_prove"  // another address comes, and no other may be typed
)

// prospect reads a decision, which was made from this policy and proof.
func prospect(p Policy, proof Proof, weakness string, d Decision, err error) Prediction {
	switch {
	case err != nil:
		return refusalAhead(fault.Of(err), weakness)
	case !d.Ask && d.Link:
		return Prediction{Outcome: Silent}
	case !d.Ask:
		return Prediction{Outcome: Linked}
	case p.Linking == store.LinkConfirm:
		return Prediction{Outcome: Asked, Reason: whyPolicyConfirm}
	case proof != Strong:
		return Prediction{Outcome: Asked, Reason: weakness}
	case d.Again:
		return Prediction{Outcome: Asked, Reason: whyDisconnected}
	}
	return Prediction{Outcome: Asked, Reason: whySuperAdmin}
}

func refusalAhead(f *fault.Fault, weakness string) Prediction {
	p := Prediction{Outcome: Refused, Code: f.Code, Reason: f.Reason}
	switch f.Code {
	case fault.LinkInProfileFirst:
		p.Reason = whyProfileOnly
	case fault.EmailMissing, fault.EmailNotVerified:
		p.Reason = weakness
	}
	return p
}

// ForecastInput is what a forecast of a connection knows beside a person.
type ForecastInput struct {
	// Live is the connection as if it were on, with the version that is looked at
	// and the switches of its organization.
	Live     store.Live
	Mail     bool // codes are mailed
	Now      time.Time
	Verified []string                 // domains that the organization has proven
	Told     *store.SeenAccount       // the account of the last passed test of that version; nil: there was none
	Homes    map[string][]AccountHome // by e-mail domain, as far as accounts of it were seen
	// SendsEmail says that an account of this application was seen with an e-mail.
	SendsEmail bool
}

// Forecast says what the sign-in of an active user would come to, by the same
// functions that decide it. It is made for each account that the provider may
// hold for them: where these come to different ends, the end is not known yet.
func Forecast(o ForecastInput, u store.Foreseen) Prediction {
	accounts, why := o.expected(u)
	first := o.prospectOf(u, accounts[0])
	for _, a := range accounts[1:] {
		if o.prospectOf(u, a).Outcome != first.Outcome {
			return Prediction{Outcome: Unknown, Reason: why}
		}
	}
	return first
}

// prospectOf is what comes of a sign-in with one account.
func (o ForecastInput) prospectOf(u store.Foreseen, a account) Prediction {
	provider := idp.Provider(o.Live.Provider)
	trusted := Trusted{LockedTo: o.Live.LockedTo, Domains: o.Verified}
	if err := checkLock(provider, trusted, a.Claims); err != nil {
		return Prediction{Outcome: Refused, Code: fault.Of(err).Code, Reason: outsideReason(fault.Of(err))}
	}
	proof, weakness := Prove(provider, trusted, a.Claims)
	policy := Policy{o.Live.Linking, o.Live.WeakProof}
	d, err := Decide(policy, proof, Seen{HasEmail: a.Email != ""}, foundFor(u, a))
	p := prospect(policy, proof, weakness, d, err)
	switch {
	case p.Outcome == Asked:
		link := store.PendingLink{Email: a.Email, Proof: string(proof)}
		p = answered(p, unprovable(o.Live, link, o.Mail, u, o.Now))
	case p.Outcome == Silent && isPersonal(a.Email):
		p.Reason = whyPersonalAddress
	}
	return p
}

// outsideReason says what is outside of the lock: of a tenant it is the account,
// whose address tells nothing.
func outsideReason(f *fault.Fault) string {
	if f.Code == fault.WrongTenant {
		return f.Reason
	}
	return whyOutsideLock
}

// foundFor is who would be found for an account.
func foundFor(u store.Foreseen, a account) Found {
	person := Person{ID: u.UserID, Role: u.Role, Active: true, IdentityID: text(u.IdentityID), Unlinked: u.Unlinked}
	switch {
	case a.linked:
		return Found{Linked: &person}
	case store.LowerEmail(a.Email) == store.LowerEmail(u.Email) && a.Email != "":
		return Found{Candidates: []Person{person}}
	}
	return Found{}
}

// answered makes one who cannot get in of somebody who would be asked and has
// no answer.
func answered(p Prediction, unprovable string) Prediction {
	if unprovable == "" {
		return p
	}
	return Prediction{Outcome: Refused, Reason: unprovable}
}

// isPersonal tells an address that belongs to a private person and to no
// organization.
func isPersonal(email string) bool {
	domain := domainOf(email)
	return domain == "gmail.com" || domain == "googlemail.com"
}
