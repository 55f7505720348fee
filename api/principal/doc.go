// Package principal says who calls and what they may: permissions, the roles that
// have them, the scopes of services, which are permissions too, and the caller in the
// context of a request. Package middleware asks it in one gate, before any handler, with
// `x-permission` of the operation (openapi.yaml); package session tells who the bearer of
// a person's token is, package service which service calls.
package principal
