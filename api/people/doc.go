// Package people is who the people of an organization are: its users, their roles and
// exemptions, and the accounts that a super admin connects to them or takes away.
//
// Every change that could take a sign-in method away runs under the guard of the store,
// so that no order of changes leaves an organization without a super admin who can sign
// in. How people may sign in is in package policy; what they do for themselves is in
// package profile.
package people
