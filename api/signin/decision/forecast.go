package decision

import (
	"latchkey/api/email"
	"latchkey/api/fault"
	"latchkey/api/idp/provider"
)

// PredictedOutcome is what a user's sign-in is expected to come to.
type PredictedOutcome string

// What a sign-in may come to.
const (
	Linked  PredictedOutcome = "linked"  // connected already
	Silent  PredictedOutcome = "silent"  // connected at the first sign-in, without a question
	Asked   PredictedOutcome = "ask"     // asked to prove the account once, and able to
	Refused PredictedOutcome = "refused" // cannot sign in
	Unknown PredictedOutcome = "unknown" // not known yet: nothing that was seen says
)

// Prediction is what a sign-in would come to and why, as stable words.
type Prediction struct {
	Outcome PredictedOutcome
	Code    fault.Code // of the refusal, or ""
	Reason  string
}

// Reasons of a prediction that no refusal has by itself.
const (
	whyOutsideLock   = "outside_lock"
	whyPolicyConfirm = "policy_confirm"
	whyProfileOnly   = "profile_only"

	// SuperAdminAsked: super admins are asked once, whatever comes.
	SuperAdminAsked = "super_admin"
	// PersonalAddress: the address belongs to no organization.
	PersonalAddress = "personal_address"
	// Disconnected: the account, or another one of the user, was disconnected here.
	Disconnected = "disconnected"
)

// Predict says what a decision comes to, which was made from this policy and proof.
func Predict(p Rules, proof Proof, weakness string, d Decision, err error) Prediction {
	switch {
	case err != nil:
		return refused(fault.Of(err), weakness)
	case !d.Ask && d.Link:
		return Prediction{Outcome: Silent}
	case !d.Ask:
		return Prediction{Outcome: Linked}
	case p.Linking == LinkConfirm:
		return Prediction{Outcome: Asked, Reason: whyPolicyConfirm}
	case proof != Strong:
		return Prediction{Outcome: Asked, Reason: weakness}
	case d.Again:
		return Prediction{Outcome: Asked, Reason: Disconnected}
	}
	return Prediction{Outcome: Asked, Reason: SuperAdminAsked}
}

func refused(f *fault.Fault, weakness string) Prediction {
	p := Prediction{Outcome: Refused, Code: f.Code, Reason: f.Reason}
	switch f.Code {
	case fault.LinkInProfileFirst:
		p.Reason = whyProfileOnly
	case fault.EmailMissing, fault.EmailNotVerified:
		p.Reason = weakness
	}
	return p
}

// Of says what the sign-in of an active user would come to, by the same
// functions that decide it. It is made for each account that the provider may
// hold for them: where these come to different ends, the end is not known yet.
func (f Forecast) Of(u User) Prediction {
	accounts, why := f.expected(u)
	first := f.predict(u, accounts[0])
	for _, a := range accounts[1:] {
		if f.predict(u, a).Outcome != first.Outcome {
			return Prediction{Outcome: Unknown, Reason: why}
		}
	}
	return first
}

// predict is what a sign-in with one account would come to.
func (f Forecast) predict(u User, a expectedAccount) Prediction {
	c := f.Connection
	trusted := provider.Trusted{LockedTo: c.LockedTo, Domains: f.Verified}
	if err := CheckLock(c.Provider, trusted, a.Claims); err != nil {
		return Prediction{Outcome: Refused, Code: fault.Of(err).Code, Reason: OutsideReason(fault.Of(err))}
	}
	proof, weakness := Prove(c.Provider, trusted, a.Claims)
	d, err := Decide(c.Rules, proof, ProviderAccount{HasEmail: a.Email != ""}, foundFor(u, a))
	p := Predict(c.Rules, proof, weakness, d, err)
	switch {
	case p.Outcome == Asked:
		p = p.IfProvable(c.LinkStep(a.Email, proof, f.Mail), u)
	case p.Outcome == Silent && email.IsGmail(email.Domain(a.Email)):
		p.Reason = PersonalAddress
	}
	return p
}

// OutsideReason says what is outside of the lock: of a tenant it is the account,
// whose address says nothing about it.
func OutsideReason(f *fault.Fault) string {
	if f.Code == fault.WrongTenant {
		return f.Reason
	}
	return whyOutsideLock
}

// foundFor is who would be found for an account.
func foundFor(u User, a expectedAccount) Found {
	person := Candidate{ID: u.ID, SuperAdmin: u.SuperAdmin, Active: true, Unlinked: u.Unlinked}
	if u.Identity != nil {
		person.IdentityID = u.Identity.ID
	}
	switch {
	case a.linked:
		return Found{Linked: &person}
	case email.Same(a.Email, u.Email):
		return Found{Candidates: []Candidate{person}}
	}
	return Found{}
}

// IfProvable refuses a user who would be asked for a proof and can give none.
func (p Prediction) IfProvable(s LinkStep, u User) Prediction {
	if p.Outcome != Asked {
		return p
	}
	if why := s.whyUnprovable(u); why != "" {
		return Prediction{Outcome: Refused, Reason: why}
	}
	return p
}
