// Package service is the machines of an organization: super admins make them, change them
// and give them secrets (services.go, change.go, secrets.go), people are told before a
// secret expires (notices.go), and a request that brings a key or a token of one is known
// by it (callers.go). What one may be is decided in shape.go; how it is written, by screens
// and by the operator's file, stands in kept.go.
//
// How a client proves who it is at the token endpoint is in package client, which knows
// applications too; how services get tokens in package oidc.
package service
