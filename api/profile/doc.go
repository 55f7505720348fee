// Package profile is what users do for themselves: their name, time zone and
// language, their sessions and latest sign-ins, their password and connected accounts,
// and the confirmation of who they are.
//
// A session alone is not enough to change how its user signs in: that needs the
// password, or an authentication that is recent. Flows through a provider are in
// package signin; what super admins do for users is in package people.
package profile
