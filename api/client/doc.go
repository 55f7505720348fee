// Package client knows who is no person: applications, which people sign in to through
// us, and services, the machines of an organization.
//
//	secret.go        the form of a secret: its checksum is verified before anything is asked
//	credentials.go   what a request says of its client, read from header and form
//	authenticate.go  whether that is true, by a secret
//	assertion.go     or by a signed assertion, of the service itself or of another issuer
//	registry.go      the clients as they are now, or were a second ago; reading.go: read once for many
//	limits.go        how much each may do
//	use.go           when a client and its secret were used last, written once a minute
//	shape.go         what an application must be; the operator's file and commands ask it
//	secrets.go       making and revoking secrets
//
// What is done with a client that is known is done elsewhere: package oidc signs people
// in to applications.
package client
