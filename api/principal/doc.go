// Package principal says who calls and what they may: permissions, the roles that
// have them, and the caller in the context of a request. Package rest asks it in
// one gate, before any handler, with `x-permission` of the operation
// (openapi.yaml); package session tells who the bearer of a token is.
package principal
