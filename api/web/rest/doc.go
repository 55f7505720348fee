// Package rest is the HTTP edge: contract outward, plain Go inward. It is the
// only room that knows Gin or the contract.
//
// A handler makes one call and maps; it returns errors and never writes them:
// problem.go does. Every request passes one gate before its handler (validate.go):
// who calls and whether they may (caller.go, package principal), then its form.
// What a body must be stands in body.go; all such doors in the doc of package text.
// Pages and assets of the SPA are served by spa.go.
package rest
