package oidc

import (
	"log/slog"
	"time"

	"latchkey/api/client"
	"latchkey/api/client/access"
	"latchkey/api/oidc/refusals"
	"latchkey/api/secret"
	"latchkey/api/session"
	"latchkey/api/store"
)

// Provider is the OpenID Provider; safe for concurrent use.
type Provider struct {
	Options
}

// Options are what the provider needs from outside.
type Options struct {
	Store    *store.Store
	Sessions *session.Sessions
	Clients  *client.Registry
	Services Services
	Access   *access.Access
	Refusals *refusals.Log
	Ring     *secret.Ring
	Issuer   string // the public URL, without a slash at the end
	Audience string // of access tokens, for our API
	Log      *slog.Logger
	Now      func() time.Time
}

// New returns a provider.
func New(o Options) *Provider { return &Provider{o} }

// Times in the life of what an application gets.
const (
	CodeLife    = time.Minute
	IDTokenLife = 10 * time.Minute
	// An offline grant ends so long after it was used last, or after the sign-in.
	offlineIdle = session.OfflineIdle
	offlineLife = 30 * 24 * time.Hour
)

// Scopes are the scopes that mean something; others are ignored (OpenID Connect Core, 3.1.2.1).
func Scopes() []string { return []string{"openid", "profile", "email", "groups", "offline_access"} }

// Prompts are the values of prompt that are known.
func Prompts() []string { return []string{"none", "login", "select_account", "consent"} }
