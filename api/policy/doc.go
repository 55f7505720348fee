// Package policy is how people may sign in to an organization: its sign-in policy, the
// requirement of SSO with the mails about it, and the bypass links for when that shuts a
// super admin out.
//
// Who the people are is in package people.
package policy
