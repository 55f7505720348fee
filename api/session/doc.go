// Package session begins, refreshes and ends sessions, signs and verifies access
// tokens, and rotates the keys of both.
//
// An access token is a JWT (RFC 9068, ES256, five minutes). A refresh token of
// generation n is an HMAC over the session's id and n, so any replica can make
// the same one and the database keeps only a hash. Its rules are those of
// [Sessions.Refresh]; spec "Sessions and tokens". Cookies and HTTP are in the rooms of web.
package session
