// Package signin is the sign-in flow, from the button to the session:
//
//	Start      the connection -> authorization URL, and the attempt encrypted in a cookie
//	           ... the person is at the provider ...                       (start.go)
//	Complete   the callback, step by step                                  (complete.go)
//	           returned    the parameters are well formed                  (package attempt)
//	           attempt     ours, of this browser, not spent                (package attempt)
//	           live        the connection is on and unchanged
//	           answer      the provider reports no error; one about an optional
//	                       parameter is asked again without it             (package attempt)
//	           exchange    code -> verified claims                         (exchange.go, idp)
//	           lock        the right tenant or domain, and how well the address is proven
//	           person      who it is                                       (package decision)
//	           commit      the log's row, the link and the session, in one
//	                       transaction                                     (commit.go)
//	           or refuse   the log's row and the refused page              (refuse.go)
//
// Beside these steps:
//
//	exchange, redeemedshared, replicas
//	            reloads, interrupted callbacks, and callbacks that reach two replicas
//	counts      counted starts
//
// The rooms around it; none imports this one:
//
//	attempt        one way to a provider and back, and how it ends
//	decision       the rules, pure
//	facts          rows of the store as the values that decision looks at
//	linking        writes links: the link page, mailed codes, self-service
//	passwords      sign-in by password or with the operator's link
//	passwordcheck  compares a password, and makes pauses after wrong ones
//	preview        what would happen to everybody, without a sign-in
//	connection/application, connection/health, connection/conntest
//	               the application at the provider, whether it works, and its test
//
// An attempt that is no sign-in ends in the room of its purpose: self-service in linking,
// a test in conntest. Nothing here creates a user. Specification: "The sign-in flow".
package signin
