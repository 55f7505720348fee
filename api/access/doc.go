// Package access decides who may sign in to an organization: its users, their roles
// and exemptions, the links that a super admin makes or removes, the sign-in policy
// and the requirement of SSO.
//
// Every change that could take a sign-in method away runs under the guard of the store,
// so that no order of changes leaves an organization without a super admin who can sign
// in. What users do for themselves is in package profile.
package access
