// Package conntest is the test of a connection by a super admin: the steps of a sign-in
// with a version that is not live yet, which end in a report and never in a session.
//
//	Begin      the version -> authorization URL, and the attempt encrypted in a cookie
//	Complete   the callback of such an attempt, from package signin; package connection
//	           keeps the report
package conntest
