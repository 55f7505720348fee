// Package guest lets somebody without an account do the provider's part of one connection
// by a link: the IT person who may make applications at Google or Microsoft and is nobody's
// user here. They see the values to copy, enter client id and secret, have them checked, and
// sign off, which spends the link. Nothing else of the organization is theirs to see or to
// do: a super admin tests with an account and turns on.
//
//	super admin: Make, List, Revoke        guest: Open, Save, SignOff
//
// A link works for seven days and no longer than its creator is an active super admin: package
// people withdraws it where it takes that power away, in the same transaction, so that it stays
// ended when they get the power back. Its token is kept as a hash. It stands in the fragment of
// the address, which browsers do not send. Where it is mailed, too, the message has a token of
// its own, made when it is sent. Package connection writes what a guest saves, by
// the rules that everybody has.
package guest
