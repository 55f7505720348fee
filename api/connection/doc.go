// Package connection keeps an organization's SSO applications: saving, versions,
// tests, turning on and off, the life of a secret.
//
//	draft -> tested -> enabled <-> degraded
//	                     |  ^
//	                     v  |
//	                  disabled -> removed -> draft
//
// A change of issuer, tenant, client id or secret makes a version. A version
// goes live when a test of it has passed; until then the last good one stays
// live. Every change runs under the guard of the store: no order of them leaves
// an organization without a super admin who can sign in.
//
// Package application below it speaks to a provider as one of them, package health
// knows whether they work, package conntest takes the steps of a test that need a person.
package connection
