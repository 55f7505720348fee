// Package outbound is the guarded way to the outside: the one HTTP client that calls
// addresses which people of an organization may name. It dials public addresses and
// those on the operator's list, straight or through the operator's proxy; it bounds
// every call in time, size and number, and names what failed in one word ([Reason]).
// It imports nothing of ours: package idp speaks OpenID Connect over it, package
// config reads its options.
package outbound
