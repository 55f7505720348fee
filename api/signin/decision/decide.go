package decision

import "latchkey/api/fault"

// Candidate is a user that the provider account may be.
type Candidate struct {
	ID         string
	SuperAdmin bool
	Active     bool
	IdentityID string // of the identity in question; for a candidate, one that they already have here
	Subject    string // of that identity
	Email      string
	SeenWith   string // the client id of the application that it was last used with
	// EmailProven: somebody has proven that Email is theirs.
	EmailProven bool
	Unlinked    bool // an account of theirs was disconnected at this connection
}

// Found is everybody that the provider account may be.
type Found struct {
	Linked     *Candidate  // owns the subject
	ByObject   *Candidate  // Microsoft: owns the tenant and object id
	Candidates []Candidate // own the e-mail in this organization: one at most, by unique key
	Unlinked   bool        // the account itself was disconnected from somebody
}

// Decision is who signs in, or that they are asked to prove an account.
type Decision struct {
	User  Candidate
	Link  bool // make the link
	Heal  bool // Microsoft: give the link its new subject
	Ask   bool // show the link page
	Again bool // it is shown because of what was disconnected
}

// ProviderAccount is what Decide looks at of a provider account, apart from its proof.
type ProviderAccount struct {
	HasEmail bool
	ClientID string // the application's
}

// Decide says who is signing in, who is asked to prove an account, or why
// nobody may. A link wins over the e-mail: a renamed mailbox keeps its owner, a
// reused one gains nothing. Spec "Who is it?".
func Decide(p Rules, proof Proof, a ProviderAccount, f Found) (Decision, error) {
	if f.Linked != nil {
		return byLink(f)
	}
	if f.ByObject != nil {
		return byObject(a, *f.ByObject)
	}
	switch {
	case p.Linking == LinkProfileOnly:
		return Decision{}, fault.New(fault.LinkInProfileFirst)
	case p.Linking == LinkConfirm:
		return Decision{Ask: true}, nil
	case p.Linking != LinkAutomatic:
		return Decision{}, fault.Because(fault.InternalError, "unknown_linking_policy")
	case proof != Strong:
		return weak(p, a)
	}
	if f.Unlinked { // whoever has the address now
		return askAgain(), nil
	}
	return byEmail(f.Candidates)
}

// askAgain: an account that was disconnected, by whomever, stays so until a proof
// links it again.
func askAgain() Decision { return Decision{Ask: true, Again: true} }

func byLink(f Found) (Decision, error) {
	if f.ByObject != nil && f.ByObject.ID != f.Linked.ID {
		return Decision{}, notAuthorized(AlreadyLinkedOther)
	}
	if !f.Linked.Active {
		return Decision{}, notAuthorized("user_inactive") // B32
	}
	return Decision{User: *f.Linked}, nil
}

// byObject: Entra's sub changes with the app registration, tid and oid do not.
// With the same application a new subject is another account, not a new form
// of the old one.
func byObject(a ProviderAccount, owner Candidate) (Decision, error) {
	if owner.SeenWith == "" || owner.SeenWith == a.ClientID {
		return Decision{}, notAuthorized(AlreadyLinkedOther)
	}
	if !owner.Active {
		return Decision{}, notAuthorized("user_inactive")
	}
	return Decision{User: owner, Heal: true}, nil
}

// weak answers alike whether or not there is a candidate.
func weak(p Rules, a ProviderAccount) (Decision, error) {
	switch {
	case p.WeakProof != WeakRefuse:
		return Decision{Ask: true}, nil
	case !a.HasEmail:
		return Decision{}, fault.New(fault.EmailMissing)
	}
	return Decision{}, fault.New(fault.EmailNotVerified)
}

// byEmail links silently, once. A super admin is asked instead: too much hangs
// on that account to give it to whoever runs the mail domain.
func byEmail(candidates []Candidate) (Decision, error) {
	switch len(candidates) {
	case 0:
		return Decision{}, notAuthorized("no_user")
	case 1:
	default:
		return Decision{}, notAuthorized("ambiguous")
	}
	candidate := candidates[0]
	switch {
	case candidate.SuperAdmin:
		return Decision{Ask: true}, nil
	case !candidate.Active:
		return Decision{}, notAuthorized("user_inactive")
	case candidate.IdentityID != "":
		return Decision{}, notAuthorized(AlreadyLinkedOther) // a recycled mailbox is not re-linked
	case candidate.Unlinked:
		return askAgain(), nil
	}
	return Decision{User: candidate, Link: true}, nil
}

// AlreadyLinkedOther is the one reason of a refusal that the user it is about gets a
// mail of.
const AlreadyLinkedOther = "already_linked_other"

// notAuthorized is the one refusal for every reason that would say something about
// people (messages 28-32); the reason is for the log.
func notAuthorized(reason string) error {
	return fault.Because(fault.UserNotAuthorized, reason)
}

// Concerns is the user that a refusal is about, as the log of super admins names
// them; "" if there is none. The person who is refused is shown nothing of it.
func (f Found) Concerns() string {
	switch {
	case f.Linked != nil:
		return f.Linked.ID
	case f.ByObject != nil:
		return f.ByObject.ID
	case len(f.Candidates) == 1:
		return f.Candidates[0].ID
	}
	return ""
}
