// Package apply sets a deployment up from a file: organizations, connections
// with secrets by reference, people with role and password hash.
//
// It is declarative and idempotent, sets only the keys that are present and
// deletes nothing. It prints each change, audits it with the operator as actor,
// and writes all of them in one transaction or none.
package apply
