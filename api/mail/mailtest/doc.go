// Package mailtest is a mail server on loopback that keeps what it is sent: for
// tests, and for the inbox of the demo. It delivers nothing.
package mailtest
