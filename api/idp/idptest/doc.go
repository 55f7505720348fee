// Package idptest is a scriptable OpenID provider in one http.Handler. It plays
// Google at /google and Microsoft at /microsoft, with made-up people, real
// signatures and the claim shapes of both.
//
// By default it is honest: discovery, a page to choose a person, PKCE with S256,
// codes that work once for a minute, client authentication, exact redirect URIs.
// That is what demonstrations run on. A [Script] makes it lie, for tests: every
// document, parameter, header and claim can be changed on its way out.
//
// Google's issuer is BASE/google. Microsoft's authority is BASE/microsoft: each
// tenant is an issuer BASE/microsoft/{tid}/v2.0, and the organizations authority
// answers with the templated issuer, letter by letter, as Entra does.
package idptest
