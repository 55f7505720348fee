// Package refusals brings refused requests of applications into the sign-in log of the
// organization that they concern, so that its super admins see what is wrong and who must
// mend it.
//
// Anybody can send such a request. So a request writes nothing: it is noted in memory and
// written with others a few seconds later. Each application has so many rows a day and
// organization; what comes beyond them is counted, in one row a day for each code
// (log.go). Nothing of what was asked is kept, only which of the closed list of codes says
// what was wrong with it (codes.go).
package refusals
