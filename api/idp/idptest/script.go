package idptest

import (
	"net/http"
	"net/url"
)

// Answer takes over a whole answer. It returns false to let the honest one be
// sent after all; headers it has set by then stay.
type Answer func(w http.ResponseWriter, r *http.Request) bool

// Script makes the provider lie. The zero value is honest. Maps are the
// document or claims about to be sent; functions may run concurrently.
type Script struct {
	// AutoByLoginHint signs in the person whose e-mail is the login_hint, with
	// no page: for many sign-ins at once.
	AutoByLoginHint bool

	DiscoveryAnswer Answer
	Discovery       func(doc map[string]any)

	// AuthzRefuses names an OAuth error that the authorization request is answered
	// with, or "" to go on.
	AuthzRefuses func(query url.Values) string
	// AuthzParams edits what is sent back to the redirect URI.
	AuthzParams func(params url.Values)

	// CodeFirst looks at the code before the client: a code that was never made is
	// invalid_grant, whatever the secret.
	CodeFirst bool

	TokenAnswer  Answer
	TokenMembers func(answer map[string]any) // 200 answers of the token endpoint

	// BeforeSign runs when a token is about to be signed, before its key is
	// picked: rotate keys here.
	BeforeSign   func()
	MutateHeader func(header map[string]any)
	MutateClaims func(claims map[string]any)
	// RawIDToken makes the ID token itself; the key is the one in force.
	RawIDToken func(header, claims map[string]any, key *Key) string

	KeysAnswer Answer
	Keys       func(set map[string]any)

	UserinfoAnswer Answer
	Userinfo       func(claims map[string]any)
}
