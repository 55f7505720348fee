package client

import (
	"context"
	"crypto/subtle"
	"errors"

	"latchkey/api/fault"
	"latchkey/api/store"
)

// failed is all that is said of a client that is unknown, turned off, or did not prove
// who it is: to its caller these look alike.
const failed = "The client is unknown, or did not prove who it is."

// Proof is a client that was authenticated, and with what.
type Proof struct {
	Client
	Method   Method
	SecretID string // "" unless a secret proved it
}

// Authenticate checks what a request says of its client, by the method that it uses:
// a client that can keep a secret shows it, and a public one has none to show. from is
// the address that it came from.
func (r *Registry) Authenticate(ctx context.Context, c Credentials, from string) (Proof, error) {
	if c.Method != None && hasOurStart(c.Secret) && !isAnySecret(c.Secret) {
		return Proof{}, fault.OAuthBecause(fault.InvalidClient, failed, "secret_checksum") // and no database was asked
	}
	found, err := r.Find(ctx, c.ID)
	if errors.Is(err, ErrUnknown) {
		return Proof{}, fault.OAuthBecause(fault.InvalidClient, failed, "client_unknown")
	}
	if err != nil {
		return Proof{}, err
	}
	p := Proof{Client: found, Method: c.Method}
	if (c.Method == None) != found.IsPublic() {
		return Proof{}, fault.OAuthBecause(fault.InvalidClient, failed, "method_"+string(c.Method))
	}
	if c.Method != None {
		var live bool
		if p.SecretID, live = r.match(found, c.Secret); !live {
			reason := "secret_wrong"
			if p.SecretID != "" {
				reason = "secret_over"
			}
			return Proof{}, fault.OAuthBecause(fault.InvalidClient, failed, reason)
		}
	}
	r.use.note(found.ID, p.SecretID, from, r.now())
	return p, nil
}

// match finds the secret that was shown, and says whether it can be used. All are
// compared, so that time tells nothing.
func (r *Registry) match(c Client, shown string) (id string, live bool) {
	hash, now := []byte(HashOf(shown)), r.now()
	for _, s := range c.Secrets {
		if subtle.ConstantTimeCompare(hash, []byte(s.Hash)) == 1 {
			id, live = s.ID, s.Live(now)
		}
	}
	return id, live
}

func isAnySecret(text string) bool {
	return IsSecret(ApplicationSecret, text) || IsSecret(ServiceSecret, text) || IsSecret(WebhookSecret, text)
}

// applicationOf is a client that people sign in to.
func applicationOf(c Client) bool { return c.Kind == store.KindApplication && c.Application != nil }

// FindApplication is Find for a client that people sign in to.
func (r *Registry) FindApplication(ctx context.Context, id string) (Client, error) {
	c, err := r.Find(ctx, id)
	if err == nil && !applicationOf(c) {
		return Client{}, ErrUnknown
	}
	return c, err
}
