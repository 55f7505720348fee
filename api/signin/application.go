package signin

import (
	"context"
	"net/url"
	"slices"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/idp/provider"
	"latchkey/api/store"
)

// RedirectURI is the callback of a connection: shown to super admins and sent
// to providers, by this one function.
func (r *Flow) RedirectURI(connectionID string) string {
	return r.publicURL + "/api/v1/sso/callback/" + url.PathEscape(connectionID)
}

// application is a connection's application as package idp sees it.
func (r *Flow) application(l store.Live, secret string) idp.Application {
	return idp.Application{
		Provider: provider.Key(l.Provider), Connection: l.ID, Tenant: l.Tenant, Issuer: l.Issuer,
		ClientID: l.ClientID, ClientSecret: secret, ClientAuth: idp.ClientAuth(l.ClientAuth), RedirectURI: r.RedirectURI(l.ID),
	}
}

// openApplication is the application of a connection with its secret.
func (r *Flow) openApplication(l store.Live) (idp.Application, error) {
	secret, err := r.ring.OpenRow(l.Version().SecretPlace(), l.SecretSealed)
	if err != nil {
		return idp.Application{}, fault.Wrap(fault.SSOAppInvalid, "secret_unreadable", err)
	}
	return r.application(l, string(secret)), nil
}

// withOldSecret is the application with the secret from before a rotation: only if the
// provider refused the current one, and while both are to work. The code was not redeemed
// then, so it can be sent once more.
func (r *Flow) withOldSecret(ctx context.Context, l store.Live, app idp.Application, err error) (idp.Application, bool) {
	if !secretRefused(err) || l.FallbackVersionID == nil || !r.now().Before(l.FallbackUntil.Time) {
		return idp.Application{}, false
	}
	old, err := r.store.VersionOf(ctx, l.OrganizationID, *l.FallbackVersionID)
	if err != nil || old.ConnectionID != l.ID || old.ClientID != l.ClientID {
		return idp.Application{}, false
	}
	secret, err := r.ring.OpenRow(old.SecretPlace(), old.SecretSealed)
	if err != nil {
		return idp.Application{}, false
	}
	app.ClientSecret = string(secret)
	return app, true
}

// secretRefused says whether the provider refused the secret.
func secretRefused(err error) bool {
	if err == nil {
		return false
	}
	f := fault.Of(err)
	return f.Code == fault.SSOAppInvalid && slices.Contains([]string{"client_secret_invalid", "client_secret_expired"}, f.Reason)
}

// tookSecret says whether the provider accepted the credentials, whatever was refused
// after that.
func tookSecret(err error) bool {
	if err == nil {
		return true
	}
	switch fault.Of(err).Code {
	case fault.SSOAppInvalid, fault.ProviderUnreachable, fault.OutboundUnavailable, fault.Busy:
		return false
	}
	return true
}

// recordFallbackUse records when the old secret was last needed: super admins see it
// before they end the rotation.
func (r *Flow) recordFallbackUse(ctx context.Context, l store.Live) {
	if err := r.store.RecordFallbackUse(ctx, l.OrganizationID, l.ID, *l.FallbackVersionID, r.now()); err != nil {
		r.log.ErrorContext(ctx, "use of the old secret not written", "connection", l.ID, "error", err)
	}
}
