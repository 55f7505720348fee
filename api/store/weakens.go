package store

import "slices"

// What weakens sign-in: it gives somebody a sign-in method or more power. Whoever does it
// must have confirmed who they are recently, or a stolen session could make itself permanent.
// One place, asked by whoever saves, inside the transaction that writes. Which
// operations ask is x-recent-authentication in openapi.yaml.

// Weakens says whether passwords let more people in, or sooner, than they did,
// or a session lasts longer.
func (o Organization) Weakens(was Organization) bool {
	if o.PasswordSignIn && !was.PasswordSignIn ||
		o.SessionIdleSeconds > was.SessionIdleSeconds || o.SessionAbsoluteSeconds > was.SessionAbsoluteSeconds {
		return true
	}
	return !was.SSORequiredAt.IsZero() && (o.SSORequiredAt.IsZero() || o.SSORequiredAt.After(was.SSORequiredAt.Time))
}

// PasswordsClose says whether only exempt people may use a password, now or from a time on.
func (o Organization) PasswordsClose() bool { return !o.PasswordSignIn || !o.SSORequiredAt.IsZero() }

// Weakens says whether a connection is turned on, a first sign-in asks for less
// than it did, or the lock lets more accounts pass.
func (c Connection) Weakens(was Connection) bool {
	return c.State == Enabled && was.State != Enabled ||
		c.Linking.looseness() > was.Linking.looseness() ||
		c.WeakProof == WeakAsk && was.WeakProof == WeakRefuse ||
		c.DifferentEmail && !was.DifferentEmail ||
		len(was.LockedTo) > 0 && (len(c.LockedTo) == 0 || letsMorePass(c.LockedTo, was.LockedTo))
}

func (l Linking) looseness() int {
	return slices.Index([]Linking{LinkProfileOnly, LinkConfirm, LinkAutomatic}, l)
}

func letsMorePass(lock, was []string) bool {
	return slices.ContainsFunc(lock, func(one string) bool { return !slices.Contains(was, one) })
}

// LetsOthersIn says whether people would sign in through another application than
// they did: another provider, directory or client could answer for them. The
// secret alone decides nothing.
func (v Version) LetsOthersIn(was Version) bool {
	return v.Issuer != was.Issuer || v.Tenant != was.Tenant || v.ClientID != was.ClientID
}

// Weakens says whether a person may do or use more than before, or somebody
// else may become them: whoever reads their mail, or whom the operator's file
// means by their external id.
func (u User) Weakens(was User) bool {
	return u.Powerful() && u.Role != was.Role || u.Exempt && !was.Exempt || u.Active && !was.Active ||
		u.EmailLower != was.EmailLower || !sameText(u.ExternalID, was.ExternalID)
}

// Powerful says whether somebody may change the organization: no machine touches them. What
// a role of the organization's own permits stands in its row, and to give it asks for the
// same proof if that is anything (package people).
func (u User) Powerful() bool { return u.Role == SuperAdmin }

// Governs says whether somebody may change their organization now: what is done in their
// name later, or by a link that they made or got, asks once more. Whoever calls is asked at
// the gate instead (package principal).
func (u User) Governs() bool { return u.Active && u.Powerful() }

func sameText(a, b *string) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }
