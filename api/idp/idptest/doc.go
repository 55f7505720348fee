// Package idptest is a scriptable OpenID provider in one http.Handler. It plays
// Google at /google, Microsoft at /microsoft and any other provider at /openid,
// with made-up people, real signatures and the claim shapes of each.
//
// By default it is honest: discovery, a page to choose a person, PKCE with S256,
// codes that work once for a minute, client authentication, exact redirect URIs.
// That is what demonstrations run on. A [Script] makes it lie, for tests: every
// document, parameter, header and claim can be changed on its way out.
//
// Google's issuer is BASE/google, the generic one BASE/openid. Microsoft's authority is BASE/microsoft: each
// tenant is an issuer BASE/microsoft/{tid}/v2.0, and the organizations authority
// answers with the templated issuer, letter by letter, as Entra does. The domain
// of a person's e-mail names their tenant, as a verified domain does there.
package idptest
