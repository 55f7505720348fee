package idp

import (
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"strings"
	"sync"
	"time"

	jose "github.com/go-jose/go-jose/v4"

	"latchkey/api/idp/provider"
	"latchkey/api/outbound"
)

const (
	keysFresh = time.Hour
	keysKeep  = 24 * time.Hour
	// unknownEvery is how often tokens that our keys do not verify may cause a fetch.
	unknownEvery = 30 * time.Second
)

// publicKey is one key of a provider that may verify ID tokens.
type publicKey struct {
	id     string
	alg    string // "" = whatever its type allows
	issuer string // Entra: the issuer, or the template, that it signs for; else ""
	key    any
}

// fits tells whether a key may verify a signature by alg for an issuer.
func (k publicKey) fits(alg, issuer, tenant string) bool {
	if k.alg != "" && k.alg != alg {
		return false
	}
	if k.issuer != "" && strings.Replace(k.issuer, provider.TenantSlot, tenant, 1) != issuer {
		return false
	}
	switch key := k.key.(type) {
	case *rsa.PublicKey:
		return strings.HasPrefix(alg, "RS") || strings.HasPrefix(alg, "PS")
	case *ecdsa.PublicKey:
		return alg == curveAlgorithm(key.Curve)
	case ed25519.PublicKey:
		return alg == string(jose.EdDSA)
	}
	return false
}

// curveAlgorithm is the one algorithm of a curve (RFC 7518, section 3.4), or "".
func curveAlgorithm(curve elliptic.Curve) string {
	switch curve {
	case elliptic.P256():
		return string(jose.ES256)
	case elliptic.P384():
		return string(jose.ES384)
	case elliptic.P521():
		return string(jose.ES512)
	}
	return ""
}

// keyring is a provider's keys: fetched when first needed, renewed every hour,
// kept for a day while the provider is down.
type keyring struct {
	cached *cached[[]publicKey]
	now    func() time.Time

	mu      sync.Mutex
	renewed time.Time // when an unknown key last caused a fetch
}

func newKeyring(meta func(context.Context) (*metadata, error), c *outbound.Client, now func() time.Time) *keyring {
	fetch := func(ctx context.Context) ([]publicKey, error) {
		m, err := meta(ctx)
		if err != nil {
			return nil, err
		}
		return fetchKeys(ctx, c, m.keys)
	}
	return newRing(fetch, now)
}

func newRing(fetch func(context.Context) ([]publicKey, error), now func() time.Time) *keyring {
	return &keyring{now: now, cached: &cached[[]publicKey]{
		fresh: keysFresh, keep: keysKeep, retry: retryAfter, now: now,
		fetch: fetch, lasting: isWrong,
	}}
}

// current returns the keys we hold.
func (r *keyring) current(ctx context.Context) ([]publicKey, error) {
	keys, err := r.cached.get(ctx)
	if err != nil {
		return nil, asFault(inKeys, err)
	}
	return keys, nil
}

// afterRotation fetches the keys once more because a token names a key that we
// do not hold, or was not signed by the one that we hold under that name. Within
// 30 s of the last such fetch it returns what that one brought, so that made-up
// key ids and signatures cost the provider nothing.
func (r *keyring) afterRotation(ctx context.Context) ([]publicKey, error) {
	r.mu.Lock()
	due := r.renewed.IsZero() || r.now().Sub(r.renewed) >= unknownEvery
	if due {
		r.renewed = r.now()
	}
	r.mu.Unlock()
	if !due {
		return r.latest(ctx)
	}
	keys, err := r.cached.renew(ctx)
	if err != nil {
		return nil, asFault(inKeys, err)
	}
	return keys, nil
}

// latest waits for a fetch under way, or returns the keys we hold; if the last
// fetch failed it says so, because then the key may exist and we cannot know.
func (r *keyring) latest(ctx context.Context) ([]publicKey, error) {
	c := r.cached
	c.mu.Lock()
	f, keys, err := c.flight, c.value, c.err
	c.mu.Unlock()
	if f != nil {
		keys, err = c.wait(ctx, f)
	}
	if err != nil {
		return nil, asFault(inKeys, err)
	}
	return keys, nil
}
