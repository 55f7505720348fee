// Package access keeps who may get into an organization: its people, their roles
// and exemptions, the links that a super admin makes or cuts, the sign-in policy
// and the requirement of SSO.
//
// Every change runs under the guard of the store: no order of them leaves an
// organization without a super admin who can get in.
package access
