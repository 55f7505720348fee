// Package backchannel tells applications that a session has ended in which they got
// tokens (OpenID Connect Back-Channel Logout 1.0).
//
// What is to be told is written by package store, in the transaction that ends the
// session, so that neither is there without the other. [Sender] takes it from there: it
// signs a logout token and posts it, again and again for a day. A message may come twice.
package backchannel
