// Package signin is the sign-in flow, from the button to the session:
//
//	Start      the connection -> authorization URL, and the attempt encrypted in a cookie
//	           ... the person is at the provider ...                       (start.go)
//	Complete   the callback, step by step                                  (complete.go)
//	           returned    the parameters are well formed                  (package attempt)
//	           attempt     ours, of this browser, not spent                (package attempt)
//	           live        the connection is on and unchanged              (complete.go)
//	           answer      the provider reports no error; one about an optional
//	                       parameter is asked again without it             (package attempt)
//	           exchange    code -> verified claims                         (exchange.go, idp)
//	           lock        the right tenant or domain, and how well the address is proven
//	           person      who it is                                       (package decision)
//	           commit      the log's row, the link and the session, in one
//	                       transaction                                     (commit.go)
//	           or refuse   the log's row and the refused page              (refuse.go)
//
// Files that belong together:
//
//	package attempt       the attempt, sealed in a cookie, and what is known of it in the callback
//	redeemed, redeemedshared, replicas
//	                      reloads, interrupted callbacks, and callbacks that reach two replicas
//	package linking       the link page, where Decide asks for a proof; and self-service, what
//	                      users who are signed in do with their own accounts
//	password              sign-in by e-mail and password; package passwordcheck checks one, and
//	                      makes pauses after wrong ones
//	bypass                the operator's link, once, for a super admin
//	package preview       what would happen to everybody: the same decisions, without a sign-in
//	exchange              code -> claims, a few at a time; package connection/application speaks
//	                      to the provider, package connection/health notes whether it works
//	counts                counted starts
//
// The rules are in package decision, as pure functions. What is left in one package needs
// the attempt and its row in the log, by which every flow ends. Nothing here creates a user.
// Specification: "The sign-in flow".
package signin
