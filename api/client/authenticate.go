package client

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"strings"

	"latchkey/api/store"
)

// failed is all that is said of a client that is unknown, turned off, or did not prove
// who it is: to its caller these look alike.
const failed = "The client is unknown, or did not prove who it is."

// Proof is a client that was authenticated, and with what.
type Proof struct {
	Client
	Method       Method
	assertedWith string // of an assertion
	SecretID     string // "" unless a secret proved it
}

// With names the secret or key that proved the client. A token remembers the name, and ends when the
// secret or key does. "" when nothing proved it.
func (p Proof) With() string {
	if p.Method == PrivateKeyJWT {
		return p.assertedWith
	}
	return p.SecretID
}

// Authenticate checks what a request says of its client, by the method that it uses:
// a client that can keep a secret shows it, and a public one has none to show. from is
// the address that it came from.
func (r *Registry) Authenticate(ctx context.Context, c Credentials, from string) (Proof, error) {
	if c.Method == PrivateKeyJWT {
		return r.authenticateAssertion(ctx, c, from)
	}
	if c.Method != None && c.Secret == "" {
		return Proof{}, refused("secret_empty")
	}
	if c.Method != None && hasOurStart(c.Secret) && !isAnySecret(c.Secret) {
		return Proof{}, refused("secret_checksum") // and no database was asked
	}
	found, err := r.present(ctx, c.ID)
	if err != nil {
		return Proof{}, err
	}
	p := Proof{Client: found, Method: c.Method}
	if (c.Method == None) != found.IsPublic() {
		return Proof{}, refused("method_" + string(c.Method))
	}
	if c.Method != None {
		var live bool
		if p.SecretID, live = r.match(found, c.Secret); !live {
			return Proof{}, refused(whyNot(found, p.SecretID))
		}
	}
	r.use.note(found.ID, p.SecretID, from, r.now())
	return p, nil
}

// ErrKey says why a key that stands alone is none, and whose it was, "" if nobody's: for
// the log.
type ErrKey struct{ Reason, ClientID string }

// Error is the reason.
func (e ErrKey) Error() string { return e.Reason }

// AuthenticateKey finds the service whose secret was sent alone, from an address. The
// error is an [ErrKey] unless it is ours. A key whose checksum is wrong costs no look-up.
func (r *Registry) AuthenticateKey(ctx context.Context, key, from string) (Proof, error) {
	if !IsSecret(ServiceSecret, key) {
		return Proof{}, ErrKey{Reason: "key_checksum"}
	}
	owner, err := r.ownerOf(ctx, HashOf(key))
	if errors.Is(err, store.ErrNotFound) {
		return Proof{}, ErrKey{Reason: KeyUnknown}
	}
	if err != nil {
		return Proof{}, fmt.Errorf("read the owner of a key: %w", err)
	}
	c, err := r.FindService(ctx, owner)
	if errors.Is(err, ErrUnknown) {
		return Proof{}, ErrKey{Over, owner}
	}
	if err != nil {
		return Proof{}, err
	}
	id, live := r.match(c, key)
	if !live {
		return Proof{}, ErrKey{whyNot(c, id), owner}
	}
	r.use.note(c.ID, id, from, r.now())
	return Proof{Client: c, SecretID: id}, nil
}

// FindService is Find for a service.
func (r *Registry) FindService(ctx context.Context, id string) (Client, error) {
	c, err := r.Find(ctx, id)
	if err == nil && c.Service == nil {
		return Client{}, ErrUnknown
	}
	return c, err
}

// StillWith says whether what proved a client once would prove it now: see [Proof.With].
func (r *Registry) StillWith(c Client, with string) bool {
	for _, s := range c.Secrets {
		if s.ID == with {
			return s.Usable(r.now())
		}
	}
	return c.Service != nil && with != "" && (with == withKeys(*c.Service) || with == withFederation(*c.Service))
}

// Note notes that a token of a client was used, and what it was got with.
func (r *Registry) Note(c Client, with, from string) {
	switch {
	case strings.HasPrefix(with, store.UsedKeys+":"):
		with = store.UsedKeys
	case strings.HasPrefix(with, store.UsedFederation+":"):
		with = store.UsedFederation
	}
	r.use.note(c.ID, with, from, r.now())
}

// match finds the secret that was shown, and says whether it can be used. All are
// compared, so that time tells nothing.
func (r *Registry) match(c Client, shown string) (id string, live bool) {
	hash, now := []byte(HashOf(shown)), r.now()
	for _, s := range c.Secrets {
		if subtle.ConstantTimeCompare(hash, []byte(s.Hash)) == 1 {
			id, live = s.ID, s.Usable(now)
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
