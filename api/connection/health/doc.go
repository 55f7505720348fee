// Package health knows whether connections work, and tells super admins in time.
//
//	record        a sign-in was refused because of the application, or was not
//	start         whether a sign-in may start at a connection: one that does not work lets
//	              one person through now and then, to find out
//	probe         tries the credentials of those that were refused; see spec "Degraded"
//	dailycheck    tries those of all, once a day
//	expiry        mails about client secrets that expire
//
// A provider that is merely unreachable says nothing about an application.
package health
