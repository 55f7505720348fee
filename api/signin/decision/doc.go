// Package decision holds the rules of signing in, as pure functions: it reads no
// database, no clock and no network, writes nothing, and is given all that it looks
// at as values.
//
//	proof.go     may an account of this tenant or domain come at all?
//	             and how well does the provider prove the e-mail address?
//	decide.go    who is signing in, or who is asked for a proof?
//	connect.go   may somebody who is signed in connect this account, or confirm with it?
//	linkpage.go  what may the link page ask for, and of whom?
//	forecast.go  what would the sign-in of a user come to? By the functions above, for
//	             every account that the provider may hold for them (expected.go,
//	             origins.go)
//
// Package signin reads what these functions need and writes what they decide.
package decision
