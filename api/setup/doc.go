// Package setup opens a new deployment: a one-time link makes the first
// organization and its super admin, and then never again.
package setup
