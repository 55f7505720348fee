// Package signintest is the rig of the tests of sign-ins: a whole deployment but for
// HTTP, with a provider that can lie, and the steps that many tests take.
package signintest
