// Package clocktest has the clock of tests: it stands still until a test moves it, so no
// test waits for time to pass.
package clocktest
