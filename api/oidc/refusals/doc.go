// Package refusals brings refused requests of applications and services into the sign-in
// log of the organizations that they concern, so that their super admins see what is wrong
// and who must mend it.
//
// Anybody can send such a request. So a request writes nothing: it is noted in memory and
// written with others a few seconds later. Each application has so many rows a day and
// organization; what comes beyond them is counted, in one row a day for each code
// (log.go). What a client asks that did not prove who it is, and what may concern several
// organizations, is counted there from the first on (concerned.go). Nothing of what was
// asked is kept, only which of the closed list of codes says what was wrong with it
// (codes.go).
package refusals
