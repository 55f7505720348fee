package decision

import (
	"slices"

	"latchkey/api/email"
)

// What the link page may take as a proof.
const (
	PasswordProof = "password"
	CodeProof     = "code"
)

// LinkStep is a provider account that waits on the link page, and what the rules
// of the page look at. The rules are facts of the organization alone: the page is
// the same for people with an account and without.
type LinkStep struct {
	Email          string // from the provider, or ""
	Proof          Proof  // of that address
	DifferentEmail bool   // the connection allows another address
	PasswordsOpen  bool   // people may sign in with a password
	Mail           bool   // codes can be mailed
}

// Proofs lists what the page can ask for. A code goes to the user's own address, so
// it is a proof where passwords are off, too.
func (s LinkStep) Proofs() []string {
	var list []string
	if s.PasswordsOpen || s.Email != "" && s.Proof == Strong {
		list = append(list, PasswordProof)
	}
	if s.Mail {
		list = append(list, CodeProof)
	}
	return list
}

// MayTypeEmail says whether people type the address of the account that they prove:
// where the provider gave none, and where the connection allows another one and
// people may sign in with a password.
func (s LinkStep) MayTypeEmail() bool {
	return s.Email == "" || s.DifferentEmail && s.PasswordsOpen
}

// EmailToProve is the provider's address, or the one that was typed where that is
// allowed.
func (s LinkStep) EmailToProve(typed string) string {
	if typed != "" && s.MayTypeEmail() {
		return typed
	}
	return s.Email
}

// PasswordProves says whether the password of a user is a proof: where people may
// not sign in with a password, only for a strong account with the user's address.
func (s LinkStep) PasswordProves(userEmail string) bool {
	return s.PasswordsOpen || s.Proof == Strong && email.Same(s.Email, userEmail)
}

// ShownAccount is the provider's address as far as the page shows it.
func (s LinkStep) ShownAccount() string {
	if s.Proof == Strong {
		return s.Email
	}
	return email.Mask(s.Email)
}

// Reasons why a user who is asked for a proof cannot give one.
const (
	whyNoProof        = "no_proof"             // no password, and no mail for a code
	whyProvesNothing  = "password_is_no_proof" // passwords are off and the address is not proven; no mail either
	whyNothingToProve = "no_address_to_prove"  // another address comes, and no other may be typed
)

// whyUnprovable says why a user cannot give any proof that the page asks for; "" if
// they can.
func (s LinkStep) whyUnprovable(u User) string {
	asked := s.Proofs()
	switch {
	case u.Identity != nil: // one account each at a connection
		return AlreadyLinkedOther
	case !email.Same(s.Email, u.Email) && !s.MayTypeEmail():
		return whyNothingToProve
	case slices.Contains(asked, CodeProof):
		return ""
	case !u.HasPassword:
		return whyNoProof
	case !slices.Contains(asked, PasswordProof) || !s.PasswordProves(u.Email):
		return whyProvesNothing
	}
	return ""
}
