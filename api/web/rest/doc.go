// Package rest answers the operations of openapi.yaml, a file per group of them:
// contract outward, plain Go inward.
//
// A handler makes one call and maps; it returns errors and never writes them.
// Before it stands the gate of package middleware: who calls and whether they may
// (package principal), then the form of the request. browser.go says who calls.
package rest
