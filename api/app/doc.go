// Package app wires the product: it builds every room on a database and a
// configuration, serves them, and runs the work that nobody waits for. It is the
// only wiring there is: package cli runs it behind commands, package e2e with a
// clock and a network of its own.
package app
