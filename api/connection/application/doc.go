// Package application speaks to a provider as an organization's application: with its
// secret, or during a rotation with the old one.
//
// Package connection keeps applications, package idp has the protocol. Sign-ins, tests
// and probes come through here.
package application
