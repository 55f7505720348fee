// Package idp talks to identity providers: it reads their metadata, writes
// authorization URLs, exchanges codes, verifies ID tokens and hands out what
// they claim. It is the only room that reaches the outside world on behalf of a
// sign-in, through the guarded client of package outbound.
//
// It decides nothing about users, links, locked tenants or the strength of a
// proof; package signin does, from the [Claims] it gets here.
//
// What every refusal looks like: a *fault.Fault with a stable inner reason. No
// text of a provider or of a library gets into it, because those hold response
// bodies. Reasons of a provider that cannot be used name the phase and what
// went wrong there, such as discovery_timeout, token_http_502, keys_too_large;
// reasons of a refused ID token name the check, such as nonce, alg, lifetime. Our own
// limits are busy, and never a provider's fault.
//
// Specs: OpenID Connect Core 1.0 (3.1.3.7), Discovery 1.0, RFC 6749, RFC 7636
// (PKCE), RFC 9207 (issuer in the answer), RFC 8725 (JWT best practice).
package idp
