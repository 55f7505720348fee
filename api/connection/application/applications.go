package application

import (
	"log/slog"
	"net/url"
	"time"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/idp/provider"
	"latchkey/api/secret"
	"latchkey/api/store"
)

// Applications are the applications of all organizations; safe for concurrent use.
type Applications struct{ Options }

// Options are what the room needs from outside.
type Options struct {
	Store     *store.Store
	Ring      *secret.Ring
	Providers *idp.Providers
	PublicURL string // without a slash at the end
	Log       *slog.Logger
	Now       func() time.Time
}

// New returns the room.
func New(o Options) *Applications { return &Applications{o} }

// RedirectURI is the callback of a connection: shown to super admins and sent
// to providers, by this one function.
func (a *Applications) RedirectURI(connectionID string) string {
	return a.PublicURL + "/api/v1/sso/callback/" + url.PathEscape(connectionID)
}

// Public is a connection's application as package idp sees it, without its secret: what
// a browser may see.
func (a *Applications) Public(l store.LiveConnection) idp.Application { return a.with(l, "") }

// Open is the application of a connection with its secret.
func (a *Applications) Open(l store.LiveConnection) (idp.Application, error) {
	secret, err := a.Ring.OpenRow(l.Version().SecretPlace(), l.SecretSealed)
	if err != nil {
		return idp.Application{}, fault.Wrap(fault.SSOAppInvalid, "secret_unreadable", err)
	}
	return a.with(l, string(secret)), nil
}

func (a *Applications) with(l store.LiveConnection, secret string) idp.Application {
	return idp.Application{
		Provider: provider.Key(l.Provider), Connection: l.ID, Tenant: l.Tenant, Issuer: l.Issuer,
		ClientID: l.ClientID, ClientSecret: secret, ClientAuth: idp.ClientAuth(l.ClientAuth), RedirectURI: a.RedirectURI(l.ID),
	}
}
