// Package audit seals the log of changes, so that whoever can write in the database cannot
// change it unseen (spec J05, ASVS 16.4.2).
//
// A job seals each event that is committed: table audit_seals has a link for it, numbered from 1
// on over all organizations, with a MAC of the whole event and one of the link and the link
// before. The key is made once and kept in the database sealed by the encryption keys: who has
// the database alone can compute no link. Nothing of it is on the way of a request: a trigger
// queues what is to be sealed, also that of an older program, and of whoever commits late.
//
//	chain.go    what is computed: the encoding of an event, a link, the marks (pure)
//	seal.go     the job that seals
//	prune.go    retention: an event that is too old goes, and its link gets a mark that
//	            we took it; links that all before them are marked go from the old end,
//	            and the anchor of the chain moves there
//	verify.go   goes along the chain and along the events, and names what is wrong
//
// # What the chain shows
//
// An event that was changed, or is missing though retention did not take it; one that was put
// there and has no link; links that were changed, replaced, renumbered or cut off, on either end.
//
// # What it cannot show
//
// What was changed or deleted in the seconds before it was sealed. What somebody inserts who may
// write events: it is sealed as ours, and told of if its time is long before its seal. The
// newest end, or all of it, put back together with the chain's own row to what they once were, or
// begun anew: that the log and the metrics of the program show, where the head of the chain is
// written, and [Verifier.Whole] compares one with the chain. And nothing of what
// somebody does who has the encryption keys.
//
// It uses store alone.
package audit
