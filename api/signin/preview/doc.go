// Package preview forecasts what happens to everybody when a connection is on: the same
// decisions as a sign-in, without one. It writes nothing and asks nobody outside.
package preview
