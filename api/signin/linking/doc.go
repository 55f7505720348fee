// Package linking joins provider accounts to users, and nothing else does.
//
//	links         writes a link: new, healed, or used once more
//	ask           keeps an account that has to prove its user           (Pages)
//	page, prove   the link page: a password or a mailed code, then the link and the session
//	code          the codes, mailed to whoever has the address
//	start         a user who is signed in connects an account, replaces it, or confirms
//	              with it who they are                                   (SelfService)
//	selfservice   what is read again before that ends: session, attempt, connection
//	connect, replace, stepup
//	              how each of them ends
//
// Who may be linked says package decision. Package signin calls Links where a sign-in
// links silently, Ask where it may not, and Finish for self-service.
package linking
