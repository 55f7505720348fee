// Package contract is the generated Go face of openapi.yaml: wire types and the
// strict server interface. It is written by `make generate` and never edited;
// only the rooms of web know it. Refusals have no types here, since they have one
// writer (overlay.yaml leaves them out), and templates/ holds what is not as
// oapi-codegen makes it: one function binds and answers an operation.
package contract
