// Package rule decides which role somebody has by the rules of their organization: pure,
// for the sign-in, the preview, the drift report and whatever provisions people (spec
// "People", 1). A rule is one row that can be read aloud; the first that fits wins. What
// a provider did not send is unknown, which is not the same as no match.
package rule
