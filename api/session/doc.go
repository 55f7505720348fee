// Package session keeps people signed in: it begins, refreshes and ends
// sessions, signs and reads access tokens, and rotates the keys behind both.
//
// An access token is a JWT (RFC 9068, ES256, five minutes). A refresh token of
// generation n is an HMAC over the session's id and n, so any replica can make
// the same one and the database keeps only a hash. Its rules stand at
// [Sessions.Refresh]; spec "Sessions and tokens". No cookie and no HTTP in here.
package session
