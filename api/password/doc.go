// Package password hashes and checks passwords: argon2id for our own hashes,
// bcrypt for those that an import brought and that are upgraded on success.
//
// A hash costs a core and 46 MiB for some 20 ms, so at most one per core runs at
// a time and a short queue waits; more are refused as busy. Sign-ins through a
// provider never wait here.
package password
