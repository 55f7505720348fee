package idp

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"
	"time"

	jose "github.com/go-jose/go-jose/v4"

	"latchkey/api/fault"
	"latchkey/api/idp/provider"
	"latchkey/api/outbound"
)

// assertionAlgorithms are the algorithms by which services and other issuers may sign an assertion.
func assertionAlgorithms() []string {
	return []string{string(jose.RS256), string(jose.PS256), string(jose.ES256)}
}

// VerifyAt verifies who signed an assertion (RFC 7523), by the key set at an address,
// which is fetched seldom, and gives its claims; what they say nobody has looked at yet.
// Error: a fault, TokenInvalid unless the keys cannot be read.
func (p *Providers) VerifyAt(ctx context.Context, keysAt, raw string) (map[string]any, error) {
	t, err := parseToken(raw, assertionAlgorithms())
	if err != nil {
		return nil, err
	}
	v := tokenKeys{token: t, ring: p.keySet(keysAt), issuer: t.claims.text("iss"), tenant: t.claims.text("tid")}
	if err := v.verify(ctx, raw); err != nil {
		return nil, err
	}
	return t.claims, nil
}

// VerifyWith is VerifyAt with a key set that is at hand.
func (p *Providers) VerifyWith(jwks, raw string) (map[string]any, error) {
	t, err := parseToken(raw, assertionAlgorithms())
	if err != nil {
		return nil, err
	}
	keys, err := readKeySet(jwks)
	if err != nil {
		return nil, err
	}
	jws, err := jose.ParseSignedCompact(raw, []jose.SignatureAlgorithm{jose.SignatureAlgorithm(t.alg)})
	if err != nil {
		return nil, fault.Because(fault.TokenInvalid, "malformed")
	}
	v := tokenKeys{token: t}
	known, good := v.try(jws, keys)
	switch {
	case good:
		return t.claims, nil
	case known:
		return nil, v.bad("signature")
	}
	return nil, v.bad("key_unknown")
}

func readKeySet(jwks string) ([]publicKey, error) {
	doc, err := wholeObject([]byte(jwks), keysDeep)
	if err != nil {
		return nil, fault.Wrap(fault.ProviderUnreachable, "keys_unreadable", err)
	}
	return keysOf(doc)
}

// AreUsableKeys says whether a text is a set of public keys, each of which can verify an
// assertion. One with a private or secret member is none.
func (p *Providers) AreUsableKeys(jwks string) bool {
	keys, err := readKeySet(jwks)
	var set struct {
		Keys []map[string]json.RawMessage `json:"keys"`
	}
	if err != nil || json.Unmarshal([]byte(jwks), &set) != nil || len(keys) != len(set.Keys) {
		return false
	}
	for i, one := range set.Keys {
		for _, private := range [...]string{"d", "p", "q", "dp", "dq", "qi", "oth", "k"} {
			if _, has := one[private]; has {
				return false
			}
		}
		if !verifies(keys[i]) {
			return false
		}
	}
	return true
}

// verifies says whether a key can verify by one of the algorithms.
func verifies(k publicKey) bool {
	for _, alg := range assertionAlgorithms() {
		if k.fits(alg, k.issuer, "") {
			return true
		}
	}
	return false
}

// UsableKeysAt says whether keys may be fetched from an address: https, or plain http to
// a loopback address on the operator's list. An issuer must have them on its own host; ""
// is none.
func (p *Providers) UsableKeysAt(address, issuer string) bool {
	if !provider.IsPrintable(address) || strings.ContainsAny(address, ` #\`) {
		return false
	}
	u, err := url.Parse(address)
	if err != nil || !p.client.MayCall(u) {
		return false
	}
	home, err := url.Parse(issuer)
	return issuer == "" || err == nil && home.Scheme == u.Scheme && home.Host == u.Host
}

// keySets keeps the keys at each address.
type keySets map[string]*kept

type kept struct {
	ring *keyring
	used time.Time
}

// keySet finds the keys at an address. When there are too many, those that were used
// longest ago are forgotten.
func (p *Providers) keySet(address string) *keyring {
	p.mu.Lock()
	defer p.mu.Unlock()
	k, ok := p.keySets[address]
	if !ok {
		if len(p.keySets) >= maxSources {
			oldest := ""
			for at, one := range p.keySets {
				if oldest == "" || one.used.Before(p.keySets[oldest].used) {
					oldest = at
				}
			}
			delete(p.keySets, oldest)
		}
		k = &kept{ring: newKeySet(address, p.client, p.now)}
		p.keySets[address] = k
	}
	k.used = p.now()
	return k.ring
}

func newKeySet(address string, c *outbound.Client, now func() time.Time) *keyring {
	return newRing(func(ctx context.Context) ([]publicKey, error) { return fetchKeys(ctx, c, address) }, now)
}
