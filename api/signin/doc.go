// Package signin is the flow of one trip, from the button to the session:
//
//	Start      live connection -> authorization URL + sealed attempt in the browser
//	           ... the person is at the provider ...
//	Complete   returned    the parameters are well formed          (returned.go)
//	           attempt     genuine, of this browser, not spent     (attempt.go)
//	           live        the connection is on and unchanged      (complete.go)
//	           answer      the provider said no error; one about a parameter
//	                       that it need not know is asked again (plainly.go)
//	           exchange    code -> verified claims                 (package idp)
//	           lock        the right tenant or hosted domain       (package decision)
//	           person      who is it: Decide, a pure function      (package decision)
//	           commit      sign-in row + link + session, or none   (commit.go)
//	           Who finds no free place comes again (crowded.go, redeemed.go); of two that bring
//	           one callback to two replicas one finishes it       (elsewhere.go)
//	ProveLink  the side flow when Decide asks: an existing account is proven
//	           by its password or a mailed code, then linked       (link.go, linkcode.go)
//	Password   the other door beside it, which a policy may close
//	           for all but exempt people                           (password.go)
//	UseBypass  the operator's door, once, for a super admin        (bypass.go)
//	StartTest  a super admin tries an application: the same flow,
//	           and nothing is kept but a report                    (test.go, judge.go, report.go)
//	Preview    what would happen to everybody: the same decisions  (preview.go, package decision)
//	           for every account that may come, by what was seen
//
// Rules and codes: spec "The sign-in flow". Nothing here creates a user.
package signin
