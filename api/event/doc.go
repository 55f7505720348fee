// Package event is the catalogue of what is kept of changes: who did what to
// what, in one organization. An event is written in the transaction that makes
// it true, so that the log of changes never tells of what did not happen and
// misses nothing that did.
//
// The rooms that change something (people, policy, connection, domain, profile,
// setup, signin, session and apply) record with [Record], most of them through
// package change; the log of
// changes is read by package rest from [latchkey/api/store]. The contract promises
// the same kinds (AuditAction in openapi.yaml), and each has words in every
// language (frontend/src/signinlog/texts/changes.en.json); a test of package rest compares them.
//
// Beside it stands the catalogue of what integrators are told of (types.go): fewer kinds, with
// the whole object as it is when the transaction ends. What a recorded change means to them
// is decided in outgoing.go, and nowhere else; what is no change of anybody (a connection
// that stops working) is told there, too. The rows are written by write.go right before the
// commit. Package feed hands them out.
package event
