// Package profile is what people do about themselves: their name, time zone
// and language, their sessions and latest sign-ins, their password, and the proof that it is
// still them.
//
// Whoever holds a session holds no more than that: a change of how its user gets
// in needs the password, or an authentication that is recent.
package profile
