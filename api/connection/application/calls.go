package application

import (
	"context"
	"slices"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/store"
)

// Exchange sends the code of a sign-in, and once more with the old secret during a
// rotation.
func (a *Applications) Exchange(ctx context.Context, l store.LiveConnection, app idp.Application, sent idp.Attempt, code string) (idp.Claims, error) {
	claims, err := a.Providers.Exchange(ctx, app, sent, code)
	old, open := a.withOldSecret(ctx, l, app, err)
	if !open {
		return claims, err
	}
	claims, again := a.Providers.Exchange(ctx, old, sent, code)
	if !tookSecret(again) {
		return idp.Claims{}, err
	}
	a.recordFallbackUse(ctx, l)
	return claims, again
}

// Probe tries the credentials as a sign-in would: during a rotation either secret may
// work. A probe does not count as a use of the old one.
func (a *Applications) Probe(ctx context.Context, l store.LiveConnection) error {
	app, err := a.Open(l)
	if err != nil {
		return err
	}
	err = a.Providers.Probe(ctx, app)
	if old, open := a.withOldSecret(ctx, l, app, err); open {
		if again := a.Providers.Probe(ctx, old); again == nil {
			return nil
		}
	}
	return err
}

// withOldSecret is the application with the secret from before a rotation: only if the
// provider refused the current one, and while both are to work. The code was not redeemed
// then, so it can be sent once more.
func (a *Applications) withOldSecret(ctx context.Context, l store.LiveConnection, app idp.Application, err error) (idp.Application, bool) {
	if !secretRefused(err) || l.FallbackVersionID == nil || !a.Now().Before(l.FallbackUntil.Time) {
		return idp.Application{}, false
	}
	old, err := a.Store.VersionOf(ctx, l.OrganizationID, *l.FallbackVersionID)
	if err != nil || old.ConnectionID != l.ID || old.ClientID != l.ClientID {
		return idp.Application{}, false
	}
	secret, err := a.Ring.OpenRow(old.SecretPlace(), old.SecretSealed)
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
func (a *Applications) recordFallbackUse(ctx context.Context, l store.LiveConnection) {
	if err := a.Store.RecordFallbackUse(ctx, l.OrganizationID, l.ID, *l.FallbackVersionID, a.Now()); err != nil {
		a.Log.ErrorContext(ctx, "use of the old secret not written", "connection", l.ID, "error", err)
	}
}
