// Package oauth is the face that applications see: OAuth 2.0 and OpenID Connect over
// HTTP. What is done is decided in package oidc; here are addresses, forms, and errors as
// RFC 6749 and RFC 6750 write them. People see one page of it, where an application named
// a target that nobody registered (errorpage.go), and pass another one on the way from a
// provider to an application (onward.go).
//
// Forms of other sites are welcome here and only here: no cookie changes anything. The
// session cookie says who is signed in, at authorize alone.
package oauth
