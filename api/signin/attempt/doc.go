// Package attempt is one way to a provider and back: begun with a state, a nonce and a
// verifier of its own, sealed in a cookie of the browser, opened by the callback, and
// written to the sign-in log however it ends. A sign-in, self-service and the test of a
// connection are attempts; the proof on the link page ends as one.
//
//	attempts   begins one: the authorization URL and the cookie      (seal.go)
//	answer     what the provider sends back with the browser
//	returned   the attempt in its callback, and what is known of it by then
//	spend      its row, which spends it: of two callbacks one does
//	results    what comes of it, for the HTTP edge
//	limits     how many wait for a provider at once, and how long
package attempt
