// Package rules says what the values of organizations and people must look like,
// whoever brings them: the API, a file of the operator, the first set-up, a
// person themselves. Each rule stands here once, so that no way to write one is weaker than
// another. Those of SSO applications stand in package connection, beside their
// one writer.
//
// It is pure: it asks no database, and what is taken already is for the writer.
package rules
