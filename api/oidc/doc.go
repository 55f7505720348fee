// Package oidc signs people in to applications: it is the OpenID Provider, without HTTP
// (package web/oauth is its face).
//
//	an application ──► request.go    what it asks, read and checked; pure
//	                   decide.go     go on, ask the person to sign in, or refuse; pure
//	                   authorize.go  the answer: a code, the sign-in page, or an error
//	                   seal.go       the request as the return path of a sign-in: none is stored
//	                   logout.go     sign out, and go back to the application
//	                   refused.go    the organization that a refusal concerns learns of it: refusals
//	                   waiting.go    what the sign-in page says of a request that waits
//	                   open.go       on to the one application that there is
//	its server     ──► exchange.go   a code becomes a grant, once, and its tokens
//	                   refresh.go    a grant goes on
//	                   claims.go     what tokens and userinfo say of a person
//	                   userinfo.go   who the person is now
//	                   introspect.go what a token is worth now, and its end before its time
//	                   refusedcall.go  what refused calls tell super admins
//	                   services.go   the same of a service: its own access token
//	                   metadata.go   where everything is and what of it we do
//	               ◄── backchannel   is told that a session has ended
//
// Where nothing may be sent to the address that an application named, because nobody
// registered it, the error is a [BadTarget] and the person sees a page of ours. Every
// other refusal is a [fault.OAuth].
//
// Nothing is written before a code is given; a code is one commit, and so is what is got
// for it. A second use of a code ends what the first one got (RFC 9700, 2.1.1).
package oidc
