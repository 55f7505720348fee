// Package passwords signs people in without a provider: with their password, where that
// is open to them, or with the link that the operator made for a super admin, once.
//
// Package passwordcheck compares passwords, and makes pauses after wrong ones. Every
// failure looks alike, and ends in the sign-in log.
package passwords
