// Package change is how something of an organization is changed: in one transaction
// that locks the organization first, so that what is read again stays true until it is
// written; from the revision that was read; with who did it in the log of changes.
//
// The rooms of the domain say what changes; store has the rows.
package change
