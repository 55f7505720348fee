package client

import (
	"context"
	"errors"

	"latchkey/api/fault"
)

// Why what a client brings does not count, as the logs have it. To the caller these are
// alike, and differ in the sign-in log (shared/spec/applications.md, 1).
const (
	Unknown        = "client_unknown"
	Over           = "client_over" // turned off or revoked
	KeyUnknown     = "key_unknown" // of a key that was sent alone
	SecretExpired  = "secret_expired"
	SecretEnded    = "secret_revoked"
	CredentialOver = "credential_over" // of a token: what it was got with counts no more
	TokenRevoked   = "token_revoked"
)

// present is Find whose refusal says whether nobody knows the client, or it is over.
func (r *Registry) present(ctx context.Context, id string) (Client, error) {
	c, err := r.Known(ctx, id)
	switch {
	case errors.Is(err, ErrUnknown):
		return Client{}, refused(Unknown)
	case err == nil && c.IsOver():
		return Client{}, refused(Over)
	}
	return c, err
}

func refused(reason string) error { return fault.OAuthBecause(fault.InvalidClient, failed, reason) }

// whyNot says why a secret that was shown cannot be used: id is which one it was, "" if
// none.
func whyNot(c Client, id string) string {
	for _, s := range c.Secrets {
		switch {
		case id == "" || s.ID != id:
		case s.RevokedAt.IsZero():
			return SecretExpired
		default:
			return SecretEnded
		}
	}
	return "secret_wrong"
}
