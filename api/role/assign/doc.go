// Package assign gives people the roles that the rules of their organization say: at a
// sign-in, in its transaction, and when a super admin accepts what they say. What rules
// are and how they decide is package rule; the screens' side is package role.
package assign
