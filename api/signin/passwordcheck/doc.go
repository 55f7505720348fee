// Package passwordcheck checks the password of an account: for the sign-in by password,
// for the link page, and where users confirm who they are.
//
// Every check takes the same work, whether there is a user or not, and counts before it
// is made. After too many wrong ones there are pauses, per browser that has signed in
// before, per network, and for guesses from everywhere. What a right password is good
// for, package signin decides.
package passwordcheck
