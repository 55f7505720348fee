package signin

import (
	"context"
	"slices"

	"latchkey/api/fault"
	"latchkey/api/idp"
	"latchkey/api/store"
)

// fallback is the application with the secret from before a rotation: only when
// the provider refused the live one's, and only while both are to work. The code
// was not redeemed then, so it can be sent once more.
func (r *Flow) fallback(ctx context.Context, l store.Live, app idp.Application, err error) (idp.Application, bool) {
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

// secretRefused says whether it is the secret that the provider refused.
func secretRefused(err error) bool {
	if err == nil {
		return false
	}
	f := fault.Of(err)
	return f.Code == fault.SSOAppInvalid && slices.Contains([]string{"client_secret_invalid", "client_secret_expired"}, f.Reason)
}

// tookSecret says whether the provider accepted the credentials, whatever it or
// we refused after that.
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

// noteFallback remembers when the old secret was last needed: it is what a super
// admin reads before ending the rotation.
func (r *Flow) noteFallback(ctx context.Context, l store.Live) {
	if err := r.store.RecordFallbackUse(ctx, l.OrganizationID, l.ID, *l.FallbackVersionID, r.now()); err != nil {
		r.log.ErrorContext(ctx, "use of the fallback not written", "connection", l.ID, "error", err)
	}
}

// probe tries the credentials as a sign-in would: while a secret is rotated,
// either may work. A probe is no use of the fallback.
func (r *Flow) probe(ctx context.Context, l store.Live) error {
	app, err := r.openApplication(l)
	if err != nil {
		return err
	}
	err = r.idp.Probe(ctx, app)
	if old, open := r.fallback(ctx, l, app, err); open {
		if again := r.idp.Probe(ctx, old); again == nil {
			return nil
		}
	}
	return err
}
