// Package web is the HTTP edge: one server of several faces. rest answers what
// openapi.yaml promises (contract is generated from it), pages serves the SPA, and
// middleware stands before both, and standalone is the look of pages that load
// nothing. Here they are put together: server.go; and while there is nothing to
// serve yet, the waiting room answers.
//
// The rooms below web know neither HTTP nor Gin.
package web
