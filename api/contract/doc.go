// Package contract is the generated Go face of openapi.yaml: wire types and the
// strict server interface. It is written by `make generate` and never edited;
// only package rest knows it.
package contract
