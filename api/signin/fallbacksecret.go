package signin

import (
	"context"
	"slices"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/store"
)

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

// probe tries the credentials as a sign-in would: during a rotation either secret may
// work. A probe does not count as a use of the old one.
func (r *Flow) probe(ctx context.Context, l store.Live) error {
	app, err := r.openApplication(l)
	if err != nil {
		return err
	}
	err = r.idp.Probe(ctx, app)
	if old, open := r.withOldSecret(ctx, l, app, err); open {
		if again := r.idp.Probe(ctx, old); again == nil {
			return nil
		}
	}
	return err
}
