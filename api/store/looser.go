package store

import "slices"

// What makes sign-in looser, so that whoever does it must just have proven to be
// themselves (F15 of the list of attacks). One place, whoever saves.

// LooserThan says whether passwords open the door to more people, or sooner, than
// they did.
func (o Organization) LooserThan(was Organization) bool {
	if o.PasswordSignIn && !was.PasswordSignIn {
		return true
	}
	return !was.SSORequiredAt.IsZero() && (o.SSORequiredAt.IsZero() || o.SSORequiredAt.After(was.SSORequiredAt.Time))
}

// PasswordsClose says whether the organization closes the door to passwords for
// all but exempt people, now or from a time on.
func (o Organization) PasswordsClose() bool { return !o.PasswordSignIn || !o.SSORequiredAt.IsZero() }

// LooserThan says whether a first sign-in asks for less than it did, or the lock
// lets more accounts pass.
func (c Connection) LooserThan(was Connection) bool {
	return c.Linking.looseness() > was.Linking.looseness() ||
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

// LooserThan says whether a person may use a password where others may not, and
// might not before.
func (u User) LooserThan(was User) bool { return u.Exempt && !was.Exempt }
