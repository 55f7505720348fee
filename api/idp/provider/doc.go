// Package provider is what the product knows of each brand of identity provider:
// one [Descriptor] each, in a file of its own. Whoever has to know something of a
// brand asks its descriptor; no other room compares a provider's name, and a test
// holds that.
//
// Google and Microsoft have rules of their own. Every other provider is a generic
// OpenID provider under a key that an organization chose; what is known of some of
// them by brand, the presets, is data alone (presets.go).
//
// It is pure: no network, no database, no clock. Package idp speaks the protocol
// with what stands here, package signin decides with it, package connection
// checks what is typed.
package provider
