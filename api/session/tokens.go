package session

import (
	"crypto/subtle"

	"latchkey/api/secret"
	"latchkey/api/store"
)

// TokenState is what a genuine refresh token is to what it was made for.
type TokenState = verdict

// What a refresh token may be; see [Sessions.Refresh] for the rule.
const (
	Current  = current  // rotate
	Replaced = replaced // its child is the current one, and not used yet: give the same child
	Reused   = reused   // older: by a thief, or by the owner after a theft
	Ahead    = ahead    // of a database that was restored from a backup
)

// RefreshToken makes the refresh token of a generation of something that has an id of its
// own, such as a grant.
func (s *Sessions) RefreshToken(id string, generation int64) (string, error) {
	return s.refreshToken(id, generation)
}

// ReadRefreshToken gives what a genuine refresh token was made for. It reads no database.
func (s *Sessions) ReadRefreshToken(token string) (id string, generation int64, ok bool) {
	return s.read(token)
}

// SameRefreshToken makes the current token of something again.
func (s *Sessions) SameRefreshToken(id string, generation int64, hash string) (string, bool) {
	return s.sameToken(store.Session{ID: id, Generation: generation, RefreshHash: hash})
}

// TokenStateOf says what a genuine token of generation n is where current is the newest.
func TokenStateOf(newest, n int64) TokenState { return compare(store.Session{Generation: newest}, n) }

// IsToken compares a token with the hash of the one that is kept.
func IsToken(token, hash string) bool {
	return subtle.ConstantTimeCompare([]byte(secret.Hash(token)), []byte(hash)) == 1
}
