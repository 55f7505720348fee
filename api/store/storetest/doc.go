// Package storetest opens databases for tests, and holds the conformance suite
// that both engines pass.
//
// PostgreSQL is the server that TEST_DATABASE_URL names (make test starts one).
// A test that needs it and has none fails; it never skips.
package storetest
