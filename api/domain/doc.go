// Package domain proves that an e-mail domain is an organization's: by a TXT
// record that only who runs the domain can publish, looked at again every day.
//
// A proven domain makes the word of a generic OpenID provider about addresses in
// it strong, and finds the organization of a work e-mail. It gives nothing
// outside of the organization that proved it.
package domain
