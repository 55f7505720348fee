// Package facts reads rows of the store as the values that package decision looks at:
// for the sign-in, the link page, tests and forecasts alike. It decides nothing.
package facts
